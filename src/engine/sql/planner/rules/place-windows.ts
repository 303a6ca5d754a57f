import type { Bound, BoundOrder, BoundSelect, BoundWindow } from '../../binder/bound.ts'
import { someBound } from '../../binder/bound-tree.ts'
import { mapBound } from '../../binder/map-bound.ts'
import { atoms } from '../../builtins/shared/types.ts'
import { isForeignWindow } from '../windows.ts'
import type { Rule } from './index.ts'
import { mapSelects } from './map-selects.ts'
import { selectAround } from './select-around.ts'

/** An aggregate with OVER that SQLite cannot compute gets the place of each row in the window's order; over those it
 *  asks SQLite for the first and the last row of the frame, and JavaScript computes what lies between.
 *
 *  SELECT stddev(x) OVER (ORDER BY y) FROM t
 *  =>  SELECT stddev(x) OVER (ORDER BY y), at place FROM (SELECT x, y, row_number() OVER (ORDER BY y) AS place FROM t) */
export const placeWindows: Rule = (query, nextSource) =>
  mapSelects(query, (select) => (hasForeignWindow(select) ? placed(select, nextSource()) : select))

const placed = (select: BoundSelect, source: number): BoundSelect =>
  selectAround(select, source, isForeignWindow, (window, column) => {
    const { aggregate } = window as Extract<Bound, { kind: 'aggregate' }>
    const inner = mapBound(window, (bound) => (bound === window ? undefined : column(bound))) as typeof window
    if (inner.kind !== 'aggregate') return inner
    return { ...inner, aggregate: { ...inner.aggregate, position: column(placeIn(aggregate.over!)) } }
  })

/** The place of a row among all, where the rows of a partition stand together in the window's order. */
function placeIn({ partitionBy, orderBy }: BoundWindow): Bound {
  const byBytes = partitionBy.map((expr): BoundOrder => {
    const isCollated = expr.kind === 'collate'
    return {
      expr: isCollated ? expr : { kind: 'collate', operand: expr, collation: 'BINARY', type: expr.type },
      descending: false,
    }
  })
  const over: BoundWindow = { partitionBy: [], orderBy: [...byBytes, ...orderBy], frame: '', offsets: [] }
  return {
    kind: 'aggregate',
    aggregate: { name: 'row_number', args: [], distinct: false, orderBy: [], over },
    type: atoms('integer'),
  }
}

export function hasForeignWindow(select: BoundSelect): boolean {
  const outputs = [...select.columns.map(({ value }) => value), ...(select.rest ? [select.rest] : [])]
  return [...outputs, ...select.orderBy.map(({ expr }) => expr)].some((expr) =>
    someBound(expr, isForeignWindow),
  )
}
