import type { Bound, BoundColumn, BoundOrder } from './bound.ts'

/** The expression with parts replaced: `replace` gives the replacement of a part, or undefined to look inside it.
 *  Sub-selects are left as they are. */
export function mapBound(bound: Bound, replace: (bound: Bound) => Bound | undefined): Bound {
  const replaced = replace(bound)
  if (replaced) return replaced
  const map = (child: Bound): Bound => mapBound(child, replace)
  switch (bound.kind) {
    case 'const':
    case 'column':
    case 'input':
    case 'subquery':
    case 'exists':
      return bound
    case 'op':
    case 'special':
    case 'builtin':
    case 'sqlite':
    case 'columnExpr':
      return { ...bound, args: bound.args.map(map) }
    case 'aggregate': {
      const { args, filter, orderBy, over, position } = bound.aggregate
      const aggregate = {
        ...bound.aggregate,
        args: args.map(map),
        orderBy: mapOrder(orderBy, replace),
        ...(filter && { filter: map(filter) }),
        ...(position && { position: map(position) }),
        ...(over && {
          over: {
            ...over,
            partitionBy: over.partitionBy.map(map),
            orderBy: mapOrder(over.orderBy, replace),
            offsets: over.offsets.map(map),
          },
        }),
      }
      return { ...bound, aggregate }
    }
    case 'case':
      return {
        ...bound,
        branches: bound.branches.map(({ when, result }) => ({ when: map(when), result: map(result) })),
        otherwise: map(bound.otherwise),
      }
    case 'output':
      return { ...bound, call: { ...bound.call, args: bound.call.args.map(map) } }
    case 'row':
      return {
        ...bound,
        columns: bound.columns.map(({ path, value }) => ({ path, value: map(value) })),
        ...(bound.rest && { rest: map(bound.rest) }),
      }
    case 'inQuery':
      return { ...bound, operand: bound.operand.map(map) }
    case 'tuple':
      return { ...bound, left: bound.left.map(map), right: bound.right.map(map) }
    case 'collate':
      return { ...bound, operand: map(bound.operand) }
    case 'try':
      return {
        ...bound,
        body: map(bound.body),
        watched: bound.watched.map(map),
        ...(bound.fallback && { fallback: map(bound.fallback) }),
      }
  }
}

/** ORDER BY terms with parts replaced. */
export const mapOrder = (
  order: readonly BoundOrder[],
  replace: (bound: Bound) => Bound | undefined,
): BoundOrder[] => order.map((term) => ({ ...term, expr: mapBound(term.expr, replace) }))

/** A column with parts of its value and time replaced. */
export const mapColumn = (
  column: BoundColumn,
  replace: (bound: Bound) => Bound | undefined,
): BoundColumn => ({
  ...column,
  value: mapBound(column.value, replace),
  ...(column.time && { time: mapBound(column.time, replace) }),
})
