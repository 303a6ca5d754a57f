import type { Value } from '../../../contract/values.ts'
import { fromSqlite, isFailureBlob, type SqliteValue, toSqlite } from '../../sqlite/codec.ts'
import type { AggregateBuiltin } from '../builtins/define-builtin.ts'
import { valueKey } from '../builtins/shared/value-key.ts'
import type { Extent } from '../span.ts'
import { failedIn } from './applied.ts'
import { recall } from './statement-memory.ts'

/** The rows of an aggregate with OVER by their place, and what it gives for the frame that was asked for last. Frames that
 *  only grow at their end are continued, not computed anew. */
export class FrameStore {
  /** Arguments; a failure; or null for a row that FILTER leaves out. */
  private readonly rows: (readonly Value[] | { failure: SqliteValue } | null)[] = []
  private readonly builtin: AggregateBuiltin
  private readonly distinct: boolean
  private readonly at: Extent | undefined
  private frame: { first: number; last: number; state: unknown; seen: Set<unknown> } | undefined
  private failure: SqliteValue | undefined
  private result: SqliteValue = null

  /** @param at where the statement calls it */
  constructor(builtin: AggregateBuiltin, distinct: boolean, at: Extent | undefined) {
    this.at = at
    this.builtin = builtin
    this.distinct = distinct
  }

  put(place: number, keep: boolean, cells: SqliteValue[]): void {
    // A place that is taken again belongs to another run of a sub-select.
    if (this.frame && place <= this.frame.last) this.frame = undefined
    const failure = cells.find(isFailureBlob)
    this.rows[place] = failure !== undefined ? { failure } : keep ? cells.map(fromSqlite) : null
  }

  /** The aggregate over the rows from `first` to `last` but those that `isLeftOut` says. */
  take(first: number, last: number, isLeftOut?: (place: number) => boolean): SqliteValue {
    const { frame } = this
    if (!isLeftOut && frame?.first === first && frame.last === last) return this.result
    const grows = !isLeftOut && frame?.first === first && last > frame.last
    if (!grows) this.failure = undefined
    const next = grows ? frame : { first, last, state: this.builtin.init(), seen: new Set() }
    for (let place = grows ? frame.last + 1 : first; place <= last; place++) {
      if (!isLeftOut?.(place)) this.step(next, place)
    }
    next.last = last
    this.frame = isLeftOut ? undefined : next
    this.result = this.failure ?? toSqlite(this.builtin.finish(next.state))
    return this.result
  }

  private step(frame: NonNullable<FrameStore['frame']>, place: number): void {
    const row = this.rows[place]
    if (!row) return
    if ('failure' in row) {
      this.failure ??= row.failure
      return
    }
    if (this.distinct) {
      const key = valueKey(row[0]!)
      if (frame.seen.has(key)) return
      frame.seen.add(key)
    }
    try {
      frame.state = this.builtin.step(frame.state, row)
    } catch (error) {
      throw failedIn(error, { at: this.at })
    }
  }
}

/** `put(id, place, keep, …args)`: the place, once the row is put down. */
export function putInWindow(
  id: SqliteValue,
  place: SqliteValue,
  keep: SqliteValue,
  ...cells: SqliteValue[]
): SqliteValue {
  recall<FrameStore>(id).put(place as number, keep !== null && keep !== 0, cells)
  return place
}

/** `take(id, first, last[, place, firstLeftOut, lastLeftOut, stays])`: the result over a frame, null places being none. */
export function takeFromWindow(id: SqliteValue, ...places: SqliteValue[]): SqliteValue {
  const store = recall<FrameStore>(id)
  const [first, last, self, from, to, stays] = places as number[]
  if (first === null || last === null) return store.take(1, 0, () => false)
  if (places.length === 2) return store.take(first!, last!)
  return store.take(
    first!,
    last!,
    (place) => place >= from! && place <= to! && !(stays === 1 && place === self),
  )
}
