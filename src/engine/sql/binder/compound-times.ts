import { RESULT_SOURCE } from './bind-compound.ts'
import { sourceColumn } from './bind-from.ts'
import type { Bound, BoundColumn, BoundQuery } from './bound.ts'
import { constant } from './make.ts'
import { TIME_TYPE } from './times.ts'

const NEVER = constant(Number.NEGATIVE_INFINITY)

/** A UNION ALL whose rows keep their times: behind its own columns it has one that says when a row is of, and one for each
 *  column whose values are not of their row's time in some part. What compares rows has no time to give them.
 *
 *  SELECT x FROM a UNION ALL SELECT y FROM b   =>   SELECT x, _time FROM a UNION ALL SELECT y, _time FROM b */
export function keepTimes(query: BoundQuery): BoundQuery {
  const parts = query.kind === 'compound' ? partsOf(query) : undefined
  if (query.kind !== 'compound' || !parts) return query
  const own = query.columns.flatMap((_, i) => (parts.some((part) => part.columns[i]!.time) ? [i] : []))
  const timeAt = query.columns.length
  const timeColumn = (place: number): Bound =>
    sourceColumn(RESULT_SOURCE, `c${timeAt + place}`, TIME_TYPE, 'time')
  const columns = query.columns.map((column, i) => {
    const place = own.indexOf(i)
    return place < 0 ? column : { ...column, time: timeColumn(place + 1) }
  })
  const times = [0, ...own].map((_, place) => ({ path: ['time'], value: timeColumn(place) }))
  return { ...withTimes(query, own), columns: [...columns, ...times], timeAt }
}

/** What left the rows of a query without times; undefined if they have some. */
export function timelessBy(query: BoundQuery): string | undefined {
  if (query.kind !== 'compound' || query.timeAt !== undefined) return undefined
  if (query.op !== 'UNION ALL') return query.op
  return timelessBy(query.left) ?? timelessBy(query.right) ?? 'a recursive WITH'
}

/** The selects and VALUES that a UNION ALL puts together; undefined for any other compound. */
function partsOf(query: BoundQuery): BoundQuery[] | undefined {
  if (query.kind !== 'compound') return [query]
  if (query.op !== 'UNION ALL') return undefined
  const [left, right] = [partsOf(query.left), partsOf(query.right)]
  return left && right && [...left, ...right]
}

/** @param own the columns that get a time of their own */
function withTimes<Query extends BoundQuery>(query: Query, own: readonly number[]): Query {
  const { columns } = query
  const extended = (times: readonly Bound[]): BoundColumn[] => [
    ...columns,
    ...times.map((value) => ({ path: ['time'], value })),
  ]
  switch (query.kind) {
    case 'select': {
      const { time } = query
      return { ...query, columns: extended([time, ...own.map((i) => columns[i]!.time ?? time)]) }
    }
    case 'values': {
      const times = [NEVER, ...own.map(() => NEVER)]
      return { ...query, columns: extended(times), rows: query.rows.map((row) => [...row, ...times]) }
    }
    case 'compound': {
      const [left, right] = [withTimes(query.left, own), withTimes(query.right, own)]
      return { ...query, left, right, columns: left.columns }
    }
  }
}
