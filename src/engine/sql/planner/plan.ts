import type { BoundQuery } from '../binder/bound.ts'
import { hoistCalls } from './hoist-calls.ts'
import { rules } from './rules/index.ts'
import type { Plan } from './stage.ts'

/** Turns a bound query into stages. */
export function planQuery(
  query: BoundQuery,
  datasets: ReadonlySet<string>,
  nextSource: () => number,
  cellTimes: boolean,
): Plan {
  const shown = cellTimes ? query : withoutTimes(query)
  const rewritten = rules.reduce((q, rule) => rule(q, nextSource), shown)
  return { stages: hoistCalls(rewritten), query: rewritten, datasets, cellTimes }
}

/** Nobody reads the times of a result's columns. */
const withoutTimes = (query: BoundQuery): BoundQuery =>
  query.kind === 'select'
    ? { ...query, columns: query.columns.map(({ time: _, ...column }) => column) }
    : query
