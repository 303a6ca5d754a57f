import { formatPath } from '../../../lib/format-path.ts'
import type { ColumnExpr } from '../ast.ts'
import { columnCounts } from '../builtins/aggregate/column-counts.ts'
import { ANY, atoms, OPEN_ROW } from '../builtins/shared/types.ts'
import type { Extent } from '../span.ts'
import { bindOrder } from './bind-aggregate.ts'
import { bindExpression } from './bind-expression.ts'
import { type Binding, bindError } from './binding.ts'
import type { Bound, BoundFrom, ColumnClauses } from './bound.ts'
import { childrenOf, keyOf, someBound } from './bound-tree.ts'
import { NULL, row, special } from './make.ts'
import { mapBound, mapOrder } from './map-bound.ts'
import { columnsOf, type Relation, type Scope } from './scope.ts'
import { oneRowOf } from './select-all.ts'
import { TEXT } from './types.ts'

const input = (name: string, type: Bound['type']): Bound => ({ kind: 'input', path: [name], type })

/** `COLUMN EXPR` over columns that only the run knows, or by their values: its clauses are bound once, over inputs that
 *  stand for the column at hand, and run in JavaScript for the columns of each row. */
export function bindRunTimeColumns(
  b: Binding,
  scope: Scope,
  expr: ColumnExpr,
  { at, limit, offset }: { at: Extent; limit: number | undefined; offset: number },
): Bound {
  const inside: Scope = {
    ...scope,
    column: {
      name: input('name', TEXT),
      value: input('value', ANY),
      rowCount: input('count', atoms('integer')),
    },
  }
  const captured = new Map<string, Bound>()
  const close = (bound: Bound): Bound => closed(b, bound, captured, at)
  const bind = (of: ColumnExpr['select']): Bound | undefined => of && close(bindExpression(b, inside, of))
  const where = bind(expr.where)
  const as = bind(expr.as)
  const order = mapOrder(bindOrder(b, inside, expr.orderBy), close)
  const deciding = [...(where ? [where] : []), ...(as ? [as] : []), ...order.map((term) => term.expr)]
  const perColumn = !deciding.some((part) => readsInput(part, (name) => name !== 'name' && name !== 'count'))
  const written = expr.select && bindExpression(b, inside, expr.select)
  const over = written && aggregateOver(written)
  const select = over ? close(over.value) : written && close(written)
  const clauses: ColumnClauses = {
    structured: expr.structured,
    ...(select && { select }),
    ...(as && { as }),
    ...(where && { where }),
    orderBy: order,
    ...(limit !== undefined && { limit }),
    offset,
    perColumn,
    sparse: sparseNames(scope.relation!),
  }
  const needsCounts =
    (perColumn && (limit !== undefined || offset > 0)) ||
    [...deciding, ...(select ? [select] : [])].some((part) => readsInput(part, (name) => name === 'count'))
  const { columns, rest } = columnsOf(scope.relation!)
  const counts = needsCounts ? countsOf(scope.from!, scope.relation!, expr.structured) : NULL
  const args = [row(columns, rest), counts, ...captured.values()]
  const made: Bound = { kind: 'columnExpr', clauses, args, type: OPEN_ROW }
  return over ? over.of(made) : made
}

/** An aggregate of the column at hand is one over the row of what it is of, as aggregates work column by column. */
function aggregateOver(bound: Bound): { value: Bound; of: (row: Bound) => Bound } | undefined {
  if (bound.kind !== 'aggregate' || bound.aggregate.over) return undefined
  const [value, ...others] = bound.aggregate.args
  if (!value) return undefined
  return {
    value,
    of: (made) => ({ ...bound, aggregate: { ...bound.aggregate, args: [made, ...others] }, type: OPEN_ROW }),
  }
}

const readsInput = (bound: Bound, test: (name: string) => boolean): boolean =>
  someBound(bound, (part) => part.kind === 'input' && test(part.path[0]!))

const sparseNames = (relation: Relation): ReadonlySet<string> =>
  new Set(columnsOf(relation).columns.flatMap(({ path, sparse }) => (sparse ? [formatPath(path)] : [])))

/** What JavaScript can compute of an expression from the inputs alone; the rest becomes an input of its own. */
function closed(b: Binding, bound: Bound, captured: Map<string, Bound>, at: Extent): Bound {
  return mapBound(bound, (part) => {
    if (part.kind === 'const' || part.kind === 'input') return part
    if (!readsInput(part, () => true)) {
      const key = keyOf(part)
      const position = captured.has(key) ? [...captured.keys()].indexOf(key) : captured.size
      captured.set(key, part)
      return input(`a${position}`, part.type)
    }
    const isPossible = COMPUTED.has(part.kind) || (part.kind === 'output' && part.call.fn.applySync)
    if (isPossible && childrenOf(part).length > 0) return undefined
    throw bindError(
      b,
      'not-supported',
      'over columns that only the run knows, COLUMN EXPR takes no aggregates, sub-selects, functions of SQLite or functions that must be awaited',
      at,
    )
  })
}

const COMPUTED = new Set<Bound['kind']>(['op', 'builtin', 'case', 'row', 'try', 'collate'])

/** `(SELECT column_counts(columns, rest) FROM …)`, kept once for all rows. */
function countsOf(from: BoundFrom, relation: Relation, structured: boolean): Bound {
  const { columns, rest } = columnsOf(relation)
  const counts: Bound = {
    kind: 'aggregate',
    aggregate: {
      builtin: columnCounts,
      name: columnCounts.name,
      args: [
        row(columns),
        rest ?? NULL,
        { kind: 'const', value: structured ? 1 : 0, type: atoms('integer') },
      ],
      distinct: false,
      orderBy: [],
    },
    type: OPEN_ROW,
  }
  const kept = special('kept', [counts], atoms('integer'))
  return { kind: 'subquery', query: oneRowOf(from, kept), correlated: false, type: atoms('integer') }
}
