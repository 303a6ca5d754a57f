import type { Window } from '../ast.ts'
import type { AggregateBuiltin } from '../builtins/define-builtin.ts'
import { ANY, atoms } from '../builtins/shared/types.ts'
import type { Extent } from '../span.ts'
import type { CallExpr } from './bind-call.ts'
import { bindExpression } from './bind-expression.ts'
import { type Binding, bindError, nearest, placeIn } from './binding.ts'
import type { Bound, BoundOrder, BoundWindow } from './bound.ts'
import { sourcesOf } from './bound-tree.ts'
import { operator, row } from './make.ts'
import type { Scope } from './scope.ts'
import { SQLITE_AGGREGATES, SQLITE_WINDOW_FUNCTIONS } from './sqlite-functions.ts'
import { latestTime, warnOfLostTimes } from './times.ts'

/** An aggregate, or any function with OVER. Over a row whose columns are known it works on each of them.
 *  @throws EngineError `type-mismatch` where it may not stand, `invalid-argument` for its arguments */
export function bindAggregate(
  b: Binding,
  scope: Scope,
  call: CallExpr,
  builtin: AggregateBuiltin | undefined,
): Bound {
  const isWindow = call.over !== undefined
  if (scope.inAggregate && !isWindow)
    throw bindError(b, 'type-mismatch', `aggregate ${call.name} inside an aggregate`, call)
  if (!scope.aggregates && !isWindow)
    throw bindError(b, 'type-mismatch', `aggregate ${call.name} is not allowed here`, call)
  const name = call.name.toLowerCase().replace(/^vertical_/, '')
  if (SQLITE_WINDOW_FUNCTIONS.has(name) && !isWindow) {
    throw bindError(b, 'invalid-argument', `${name}() needs OVER (…)`, call)
  }
  checkArity(b, call, builtin)
  // A window runs over groups where there are any, so aggregates may stand inside it.
  if (isWindow && scope.inWindow) {
    throw bindError(
      b,
      'type-mismatch',
      `${call.name}() OVER (…) may stand in SELECT and ORDER BY only, not inside another or an aggregate`,
      call,
    )
  }
  const inside: Scope = isWindow
    ? { ...scope, inWindow: true }
    : { ...withoutGroup(scope), inAggregate: true, inWindow: true }
  const args = call.args.map((arg) => bindExpression(b, inside, arg))
  refuseOuterAggregate(b, scope, call, args)
  const filter = call.filter && bindExpression(b, inside, call.filter)
  const over = call.over === undefined ? undefined : bindWindow(b, inside, call.over, call)
  const orderBy = bindOrder(b, inside, call.orderBy)
  if (isWindow && orderBy.length > 0) {
    throw bindError(
      b,
      'not-supported',
      `${call.name}(… ORDER BY …) cannot have OVER; order inside OVER (…)`,
      call,
    )
  }
  const make = (values: Bound[]): Bound => {
    if (builtin?.timed) {
      warnOfLostTimes(b, values[0]!, call, name)
      values.push(operator('timestamp', [latestTime(b, values[0]!)]))
    }
    return {
      kind: 'aggregate',
      aggregate: {
        ...(builtin && !call.star && { builtin }),
        name,
        args: values,
        distinct: call.distinct && name !== 'count_distinct',
        orderBy,
        ...(filter && { filter }),
        ...(over && { over }),
      },
      ...placeIn(b, call),
      type: call.star ? atoms('integer') : (builtin?.result(values.map((v) => v.type)) ?? ANY),
    }
  }
  const [first, ...others] = args
  if (first?.kind === 'row' && !first.rest && name !== 'count_distinct' && name !== 'pivot') {
    return row(first.columns.map(({ path, value }) => ({ path, value: make([value, ...others]) })))
  }
  return make(args)
}

/** SQLite would take an aggregate of nothing but columns from around a sub-select for one of the select around it. */
function refuseOuterAggregate(b: Binding, scope: Scope, call: CallExpr, args: readonly Bound[]): void {
  const used = sourcesOf(args)
  if (used.size === 0 || !scope.outer) return
  const { relation } = scope
  const own = sourcesOf(relation ? [relation.name, ...relation.columns.map((column) => column.value)] : [])
  if ([...used].some((source) => own.has(source))) return
  throw bindError(
    b,
    'not-supported',
    `${call.name}() here is about columns of the select around this one only; write it there`,
    call,
  )
}

function checkArity(b: Binding, call: CallExpr, builtin: AggregateBuiltin | undefined): void {
  if (call.star && !/^(vertical_)?count$/i.test(call.name)) {
    throw bindError(b, 'invalid-argument', `only count takes *, not ${call.name}`, call)
  }
  if (call.star) return
  const name = call.name.toLowerCase()
  const arity = builtin?.arity ?? SQLITE_WINDOW_FUNCTIONS.get(name) ?? SQLITE_AGGREGATES.get(name)
  if (!arity) return
  const [least, most] = arity
  const got = call.args.length
  if (got >= least && got <= most) return
  const expected =
    least === most ? `${least} argument${least === 1 ? '' : 's'}` : `${least} to ${most} arguments`
  throw bindError(
    b,
    'invalid-argument',
    `function ${builtin?.name ?? name} expected ${expected}, got ${got}`,
    call,
  )
}

/** Names inside an aggregate are those of the rows, not of the groups. */
function withoutGroup(scope: Scope): Scope {
  const { group: _, ...rest } = scope
  return rest
}

/** Binds ORDER BY terms. */
export function bindOrder(b: Binding, scope: Scope, terms: CallExpr['orderBy']): BoundOrder[] {
  return terms.map(({ expr, descending, nulls }) => ({
    expr: bindExpression(b, scope, expr),
    descending,
    ...(nulls && { nulls }),
  }))
}

function bindWindow(b: Binding, scope: Scope, over: Window | string, at: Extent): BoundWindow {
  const window = typeof over === 'string' ? namedWindow(b, over, at) : over
  const base =
    window.base === undefined ? undefined : bindWindow(b, scope, namedWindow(b, window.base, at), at)
  const own = {
    partitionBy: window.partitionBy.map((expr) => bindExpression(b, scope, expr)),
    orderBy: bindOrder(b, scope, window.orderBy),
  }
  return {
    partitionBy: own.partitionBy.length ? own.partitionBy : (base?.partitionBy ?? []),
    orderBy: own.orderBy.length ? own.orderBy : (base?.orderBy ?? []),
    ...bindFrame(b, scope, window),
  }
}

function namedWindow(b: Binding, name: string, at: Extent): Window {
  const window = b.windows?.get(name)
  if (window) return window
  const near = nearest(name, b.windows?.keys() ?? [])
  throw bindError(b, 'unknown-column', `there is no window "${name}"`, at, near)
}

function bindFrame(
  b: Binding,
  scope: Scope,
  { frame }: Window,
): Pick<BoundWindow, 'frame' | 'offsets' | 'exclude'> {
  if (!frame) return { frame: '', offsets: [] }
  const offsets: Bound[] = []
  const bound = (f: NonNullable<typeof frame.end>): string => {
    if (!('offset' in f)) return f.kind
    offsets.push(bindExpression(b, scope, f.offset))
    return `? ${f.kind}`
  }
  const start = bound(frame.start)
  const extent = frame.end ? `BETWEEN ${start} AND ${bound(frame.end)}` : start
  const exclude = frame.exclude === 'NO OTHERS' ? undefined : frame.exclude
  return { frame: `${frame.unit} ${extent}`, offsets, ...(exclude && { exclude }) }
}
