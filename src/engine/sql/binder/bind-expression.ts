import type { Path } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import type { Expr, InSet } from '../ast.ts'
import { ANY, atoms } from '../builtins/shared/types.ts'
import type { Extent } from '../span.ts'
import { asPlain, bindCall } from './bind-call.ts'
import { bindItems } from './bind-items.ts'
import { bindExists, bindInQuery, bindSubquery } from './bind-subquery.ts'
import { type Binding, bindError, located, nearest, placeIn } from './binding.ts'
import type { Bound } from './bound.ts'
import { atTime, caseOf, constant, NULL, operator, row } from './make.ts'
import { memberOf, resolveIn, type Scope } from './scope.ts'
import { castType } from './types.ts'
import { warnUnknownColumn, warnUnknownMember } from './unknown-name.ts'

/** Gives an expression its meaning in a scope.
 *  @throws EngineError with the span of what has none */
export function bindExpression(b: Binding, scope: Scope, expr: Expr): Bound {
  const bound = bindKind(b, scope, expr)
  // What a name stands for has its place already, and so has the operand of a plus sign.
  const isCall = bound.kind === 'op' || bound.kind === 'builtin' || bound.kind === 'aggregate'
  return isCall && !bound.at && expr.kind !== 'name' ? { ...bound, ...placeIn(b, expr) } : bound
}

function bindKind(b: Binding, scope: Scope, expr: Expr): Bound {
  const bind = (e: Expr): Bound => bindExpression(b, scope, e)
  switch (expr.kind) {
    case 'literal':
      return constant(expr.value)
    case 'parameter':
      return bindParameter(b, expr)
    case 'name':
      return bindName(b, scope, expr)
    case 'unary':
      return bindUnary(b, scope, expr)
    case 'binary':
      return bindBinary(b, scope, expr)
    case 'between': {
      const between = operator('between', [bind(expr.operand), bind(expr.low), bind(expr.high)])
      return expr.negated ? operator('not', [between]) : between
    }
    case 'in':
      return bindIn(b, scope, expr.operand, expr.set, expr.negated)
    case 'like': {
      const args = [expr.operand, expr.pattern, ...(expr.escape ? [expr.escape] : [])].map(bind)
      const like = operator(expr.op, args)
      return expr.negated ? operator('not', [like]) : like
    }
    case 'is': {
      const test = operator('test', [bind(expr.operand), constant(expr.test)])
      return expr.negated ? operator('not', [test]) : test
    }
    case 'case':
      return bindCase(b, scope, expr)
    case 'cast':
      return located(b, expr, () => {
        castTypeOrFail(b, expr)
        return operator('cast', [bind(expr.operand), constant(expr.type)], castType(expr.type))
      })
    case 'call':
      return bindCall(b, scope, expr)
    case 'row': {
      const { columns, rest } = bindItems(b, scope, expr.items)
      return row(columns, rest)
    }
    case 'embedding':
      return operator('embedding', expr.items.map(bind), embeddingType(expr.items.map(bind)))
    case 'extract':
      return bindExtract(b, scope, bind(expr.from), expr.key)
    case 'member':
      return member(b, bind(expr.from), expr.path, expr)
    case 'subquery':
      return bindSubquery(b, scope, expr)
    case 'exists':
      return bindExists(b, scope, expr)
    case 'tuple':
      throw bindError(
        b,
        'not-supported',
        'a list of values stands only beside a comparison with another list, or before IN',
        expr,
      )
    case 'collate':
      return {
        kind: 'collate',
        operand: bind(expr.operand),
        collation: collation(b, expr),
        type: bind(expr.operand).type,
      }
  }
}

function collation(b: Binding, expr: Extract<Expr, { kind: 'collate' }>): string {
  const name = expr.collation.toUpperCase()
  if (['BINARY', 'NOCASE', 'RTRIM'].includes(name)) return name
  throw bindError(
    b,
    'invalid-argument',
    `unknown collation "${expr.collation}"; there are BINARY, NOCASE and RTRIM`,
    expr,
  )
}

function castTypeOrFail(b: Binding, expr: Extract<Expr, { kind: 'cast' }>): void {
  const types = ['string', 'integer', 'number', 'boolean', 'timestamp', 'path', 'blob']
  if (types.includes(expr.type.toLowerCase())) return
  throw bindError(
    b,
    'invalid-argument',
    `cannot cast to "${expr.type}"; the types are ${types.join(', ')}`,
    expr,
    nearest(expr.type, types),
  )
}

function embeddingType(items: Bound[]) {
  const allNumbers = items.every(
    (item) => item.type.kind === 'atoms' && item.type.types.every((t) => t !== 'null' && NUMBERS.has(t)),
  )
  return allNumbers ? ({ kind: 'embedding', shape: [items.length] } as const) : ANY
}

const NUMBERS = new Set<string>(['integer', 'number', 'infinite', 'nan'])

function bindParameter(b: Binding, expr: Extract<Expr, { kind: 'parameter' }>): Bound {
  if (Object.hasOwn(b.parameters, expr.name)) return constant(b.parameters[expr.name]!)
  const known = Object.keys(b.parameters)
  const has = known.length ? `there are ${known.map((name) => `$${name}`).join(', ')}` : 'none were given'
  throw bindError(b, 'invalid-argument', `parameter $${expr.name} has no value; ${has}`, expr)
}

function bindName(b: Binding, scope: Scope, expr: Extract<Expr, { kind: 'name' }>): Bound {
  const found = located(b, expr, () => resolve(b, scope, expr.path))
  if (found?.kind === 'column') {
    const own = { ...found }
    b.state.places.set(own, expr)
    return own
  }
  if (found) return found
  const clock = expr.path.length === 1 ? CLOCKS.get(expr.path[0]!.toLowerCase()) : undefined
  if (clock) return clock
  warnUnknownColumn(b, scope, expr.path, expr)
  return NULL
}

/** Words that SQLite reads as functions; here they are if no column has the name. */
const CLOCKS: ReadonlyMap<string, Bound> = new Map(
  ['current_timestamp', 'current_date', 'current_time'].map((name) => [
    name,
    { kind: 'sqlite', name, args: [], type: atoms('string') },
  ]),
)

/** A name in this scope or, for a sub-select, in those around it. */
function resolve(b: Binding, scope: Scope, path: Path): Bound | undefined {
  if (scope.relation) {
    const found = resolveIn(scope.relation, path)
    if (found) return found
  }
  const alias = scope.aliases?.findLast((item) => formatPath(item.path) === formatPath(path))
  if (alias) return alias.value
  const item = scope.written?.get(formatPath(path))
  if (item) {
    const { written: _, ...unaliased } = scope
    return bindExpression(b, unaliased, item)
  }
  if (scope.inputs) {
    scope.inputs.set(formatPath(path), path)
    return { kind: 'input', path, type: ANY }
  }
  const outer = scope.outer && resolve(b, scope.outer, path)
  // The scope around is told, not this one: it is the sub-select's own that looked outside.
  if (outer) scope.outer?.onOuter?.()
  return outer
}

function bindUnary(b: Binding, scope: Scope, expr: Extract<Expr, { kind: 'unary' }>): Bound {
  const operand = bindExpression(b, scope, expr.operand)
  switch (expr.op) {
    case '-':
      return operator('negate', [operand])
    case '+':
      return operand
    case '~':
      return operator('~', [operand])
    case 'not':
      return operator('not', [operand])
  }
}

function bindBinary(b: Binding, scope: Scope, expr: Extract<Expr, { kind: 'binary' }>): Bound {
  if (expr.left.kind === 'tuple' || expr.right.kind === 'tuple') return bindTuples(b, scope, expr)
  const left = bindExpression(b, scope, expr.left)
  const right = bindExpression(b, scope, expr.right)
  switch (expr.op) {
    case '->':
    case '->>':
      return { kind: 'sqlite', name: expr.op, args: [asPlain(left), right], type: ANY }
    case '@':
      return located(b, expr, () => atTime(left, right))
    default:
      return located(b, expr, () => operator(expr.op as Parameters<typeof operator>[0], [left, right]))
  }
}

function bindTuples(b: Binding, scope: Scope, expr: Extract<Expr, { kind: 'binary' }>): Bound {
  const { op, left, right } = expr
  if (left.kind !== 'tuple' || right.kind !== 'tuple' || left.items.length !== right.items.length) {
    throw bindError(b, 'type-mismatch', 'a list of values compares only with a list of as many values', expr)
  }
  if (op !== '=' && op !== '!=' && op !== '<' && op !== '<=' && op !== '>' && op !== '>=') {
    throw bindError(b, 'type-mismatch', `lists of values cannot be combined by ${op.toUpperCase()}`, expr)
  }
  return {
    kind: 'tuple',
    op,
    left: left.items.map((item) => bindExpression(b, scope, item)),
    right: right.items.map((item) => bindExpression(b, scope, item)),
    type: { kind: 'atoms', types: ['integer', 'null'] },
  }
}

function bindIn(b: Binding, scope: Scope, operand: Expr, set: InSet, negated: boolean): Bound {
  const found = bindInSet(b, scope, operand, set)
  return negated ? operator('not', [found]) : found
}

function bindInSet(b: Binding, scope: Scope, operand: Expr, set: InSet): Bound {
  if (set.kind === 'query') return bindInQuery(b, scope, operand, set.query)
  if (set.kind === 'list' && operand.kind === 'tuple') {
    const equals = set.items.map((item) =>
      bindTuples(b, scope, {
        kind: 'binary',
        op: '=',
        left: operand,
        right: item,
        start: item.start,
        end: item.end,
      }),
    )
    return operator('or', equals.length ? equals : [constant(0)])
  }
  const x = bindExpression(b, scope, operand)
  if (set.kind === 'list')
    return operator('in', [x, ...set.items.map((item) => bindExpression(b, scope, item))])
  return operator(set.kind === 'keys' ? 'in keys' : 'in values', [x, bindExpression(b, scope, set.of)])
}

function bindCase(b: Binding, scope: Scope, expr: Extract<Expr, { kind: 'case' }>): Bound {
  const operand = expr.operand && bindExpression(b, scope, expr.operand)
  const branches = expr.branches.map(({ when, result }) => {
    const condition = bindExpression(b, scope, when)
    return {
      when: operand ? operator('=', [operand, condition]) : condition,
      result: bindExpression(b, scope, result),
    }
  })
  return caseOf(branches, expr.otherwise ? bindExpression(b, scope, expr.otherwise) : NULL)
}

function member(b: Binding, from: Bound, path: Path, at: Extent): Bound {
  const found = memberOf(from, path)
  if (found) return found
  if (from.kind === 'row') warnUnknownMember(b, from.columns, path, at)
  return NULL
}

/** `x[key]`: a name is the column of that name, a number an element, a row or anything else is evaluated inside x. */
function bindExtract(b: Binding, scope: Scope, from: Bound, key: Expr): Bound {
  if (key.kind === 'name') return member(b, from, key.path, key)
  if (key.kind === 'literal' && typeof key.value === 'number') {
    if (from.kind === 'row') return memberOf(from, [String(key.value)]) ?? NULL
    return operator('element', [from, constant(key.value)])
  }
  if (key.kind === 'row' || key.kind === 'literal') {
    return bindExpression(b, insideOf(scope, from), key)
  }
  return operator('element', [from, bindExpression(b, scope, key)])
}

/** The scope in which the columns of a row are the names. */
export function insideOf(scope: Scope, value: Bound): Scope {
  const columns = value.kind === 'row' ? value.columns : []
  const rest = value.kind === 'row' ? value.rest : value
  const relation = {
    columns,
    ...(rest && { rest }),
    name: constant('result'),
    hash: constant(0),
    time: constant(Number.NEGATIVE_INFINITY),
    order: [],
    ties: [],
  }
  return { relation, common: scope.common, ...(scope.aggregates && { aggregates: true }) }
}
