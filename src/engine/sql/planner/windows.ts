import type { Bound, BoundAggregate } from '../binder/bound.ts'
import { SQLITE_AGGREGATES, SQLITE_WINDOW_FUNCTIONS } from '../binder/sqlite-functions.ts'
import { isAtomOf, isPlainNumber } from '../builtins/shared/types.ts'

/** A function with OVER. */
export const isWindow = (bound: Bound): boolean =>
  bound.kind === 'aggregate' && bound.aggregate.over !== undefined

/** SQLite's own SQL for a function with OVER, or undefined where only JavaScript can compute it: SQLite lets no
 *  function of ours be one. `over` is the text after the call. */
export function nativeWindow(
  { name, args, distinct }: BoundAggregate,
  list: string,
  over: string,
): string | undefined {
  if (distinct) return undefined
  const [x] = args
  if (SQLITE_WINDOW_FUNCTIONS.has(name) || SQLITE_AGGREGATES.has(name)) return `${name}(${list})${over}`
  if (!x) return name === 'count' ? `count(*)${over}` : undefined
  switch (name) {
    case 'count':
      return x.type.kind === 'atoms' ? `count(${list})${over}` : undefined
    case 'sum':
      return isPlainNumber(x.type) ? `total(${list})${over}` : undefined
    case 'avg':
      return isPlainNumber(x.type) ? `coalesce(avg(${list})${over}, X'01')` : undefined
    case 'min':
    case 'max': {
      const ordersNatively = isAtomOf(
        x.type,
        'null',
        'integer',
        'number',
        'infinite',
        'string',
        'timestamp',
        'interval',
        'blob',
      )
      return ordersNatively ? `${name}(${list})${over}` : undefined
    }
    default:
      return undefined
  }
}

/** True if JavaScript must compute a function with OVER. */
export const isForeignWindow = (bound: Bound): boolean =>
  bound.kind === 'aggregate' &&
  bound.aggregate.over !== undefined &&
  nativeWindow(bound.aggregate, '', '') === undefined
