import { formatPath } from '../../../lib/format-path.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import type { CatalogFunction, ExpressionFunction, NativeFunction } from '../catalog.ts'
import { parseSelectList } from '../parser/statement.ts'
import type { CallExpr } from './bind-call.ts'
import { bindExpression, insideOf } from './bind-expression.ts'
import { bindItems } from './bind-items.ts'
import { type Binding, bindError, nearest } from './binding.ts'
import type { Bound, BoundColumn, FunctionCall } from './bound.ts'
import { NULL, row } from './make.ts'
import { memberOf, type Scope } from './scope.ts'

const MAX_INLINING = 30

/** `f({a: 1, b: x})`, `f({*})`, `f(x)` where f takes a bare value. */
export function bindUserFunction(b: Binding, scope: Scope, call: CallExpr, fn: CatalogFunction): Bound {
  const args = call.args.map((arg) => bindExpression(b, scope, arg))
  if (fn.kind === 'native' && fn.positional)
    return callOf(
      fn,
      fn.input.map((_, i) => args[i] ?? NULL),
    )
  if (args.length > 1) {
    throw bindError(
      b,
      'invalid-argument',
      `function "${fn.id}" takes one row, as ${fn.id}({a: 1, b: 2}); got ${args.length} arguments`,
      call,
    )
  }
  if (fn.kind === 'expression') return inline(b, scope, call, fn, args[0])
  const argument = args[0] ?? row([])
  requireRow(b, call, fn, argument)
  return callOf(
    fn,
    fn.input.map(({ name }) => memberOf(argument, parsePath(name)) ?? NULL),
  )
}

function requireRow(b: Binding, call: CallExpr, fn: NativeFunction, argument: Bound): void {
  const { kind } = argument.type
  if (argument.kind === 'row' || kind === 'row' || kind === 'any') return
  const names = fn.input.map(({ name }) => name).join(', ')
  throw bindError(b, 'type-mismatch', `function "${fn.id}" takes one row, as ${fn.id}({${names}})`, call)
}

function callOf(fn: NativeFunction, args: Bound[]): Bound {
  const call: FunctionCall = { fn, args }
  const columns = fn.output.columns.map(
    ({ path, values }, i): BoundColumn => ({
      path,
      value: { kind: 'output', call, column: i, type: values },
    }),
  )
  if (fn.bare) return columns[0]!.value
  return row(
    columns,
    fn.output.open ? { kind: 'output', call, column: 'rest', type: { kind: 'row' } } : undefined,
  )
}

/** Binds the body of an sql.expression function as if it stood here, with the argument's columns as its names. */
function inline(
  b: Binding,
  scope: Scope,
  call: CallExpr,
  fn: ExpressionFunction,
  argument: Bound | undefined,
): Bound {
  if (b.inlining.length >= MAX_INLINING || b.inlining.includes(fn.id)) {
    const chain = [...b.inlining.slice(-3), fn.id].join(' calls ')
    throw bindError(
      b,
      'not-supported',
      `function "${fn.id}" calls itself (${chain}); functions made of expressions cannot recur`,
      call,
    )
  }
  const body: Binding = { ...b, text: fn.expression, inlining: [...b.inlining, fn.id] }
  const items = parseSelectList(fn.expression)
  const value = fn.autoInput && argument ? asInput(b, fn, argument, call) : (argument ?? row([]))
  const bound = bindItems(body, { ...insideOf(scope, value), common: scope.common }, items)
  if (fn.raw && bound.columns.length === 1 && !bound.rest) return bound.columns[0]!.value
  return row(bound.columns, bound.rest)
}

/** The only free variable of the body gets the bare argument. */
function asInput(b: Binding, fn: ExpressionFunction, argument: Bound, call: CallExpr): Bound {
  if (argument.kind === 'row') return argument
  const inputs = new Map<string, readonly string[]>()
  const body: Binding = { ...b, text: fn.expression, inlining: [...b.inlining, fn.id] }
  bindItems(body, { inputs, common: new Map() } as unknown as Scope, parseSelectList(fn.expression))
  const [only, ...others] = inputs.values()
  if (!only || others.length > 0) {
    const names = [...inputs.values()].map(formatPath).join(', ') || 'none'
    throw bindError(
      b,
      'invalid-argument',
      `function "${fn.id}" takes a bare argument only if it has one input; it has ${names}`,
      call,
      nearest(fn.id, []),
    )
  }
  return row([{ path: only, value: argument }])
}
