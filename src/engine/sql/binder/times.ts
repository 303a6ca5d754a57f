import type { AggregateBuiltin } from '../builtins/define-builtin.ts'
import { atoms } from '../builtins/shared/types.ts'
import type { Extent } from '../span.ts'
import type { Binding } from './binding.ts'
import type { Bound } from './bound.ts'
import { childrenOf, keyOf, sourcesOf } from './bound-tree.ts'
import { constant, operator, special } from './make.ts'
import type { Relation } from './scope.ts'
import { warn } from './unknown-name.ts'

/** When the values of a source were recorded: its rows, and those of its columns that have times of their own. */
export interface SourceTimes {
  row: Bound
  columns: ReadonlyMap<string, Bound>
  /** What left its rows without times. */
  timeless?: string
}

/** Tells the binding the times of what a relation offers. */
export function rememberTimes(b: Binding, source: number, relation: Relation): void {
  const columns = new Map<string, Bound>()
  for (const { value, time } of relation.columns) {
    if (value.kind === 'column' && time) columns.set(value.name, time)
  }
  const { timeless } = relation
  b.state.times.set(source, { row: relation.time, columns, ...(timeless && { timeless }) })
}

/** Warns where a time is asked for that rows do not have any more. */
export function warnOfLostTimes(b: Binding, value: Bound, at: Extent, name: string): void {
  const lost = [...sourcesOf([value])].map((source) => b.state.times.get(source)?.timeless).find(Boolean)
  const advice = lost === 'UNION' ? '; UNION ALL keeps times' : ''
  if (lost) warn(b, `rows of ${lost} are of no time, which ${name} asks for${advice}`, at)
}

export const TIME_TYPE = atoms('number', 'infinite', 'null')
const NEVER = constant(Number.NEGATIVE_INFINITY)

/** The latest time of what an expression is computed of, ms since 1970. `grouped`: the expression is about a group, so that
 *  of a column all times in the group count. */
export function latestTime(b: Binding, value: Bound, grouped = false): Bound {
  return oneOf(timesOf(b, value, grouped), 'time')
}

/** The earliest among the times of a row's columns; of any other value its time. */
export function earliestTime(b: Binding, value: Bound, grouped = false): Bound {
  return oneOf(cellTimes(b, value, grouped), 'earliestTime')
}

/** The times of a row's columns, each once. */
export function cellTimes(b: Binding, value: Bound, grouped = false): Bound[] {
  if (value.kind !== 'row') return [latestTime(b, value, grouped)]
  const parts = [...value.columns.map((column) => column.value), ...(value.rest ? [value.rest] : [])]
  return distinct(parts.flatMap((part) => cellTimes(b, part, grouped)))
}

function oneOf(times: Bound[], op: 'time' | 'earliestTime'): Bound {
  if (times.length < 2) return times[0] ?? NEVER
  return special(op, times, TIME_TYPE)
}

function distinct(times: readonly Bound[]): Bound[] {
  return [...new Map(times.map((time) => [keyOf(time), time])).values()]
}

/** What an expression is computed of: constants are of no time, so they never decide. */
function timesOf(b: Binding, value: Bound, grouped: boolean): Bound[] {
  switch (value.kind) {
    case 'const':
    case 'input':
      return []
    case 'column': {
      const source = b.state.times.get(value.source)
      if (!source) return []
      const time = source.columns.get(value.name) ?? source.row
      if (time.kind === 'const') return time.value === Number.NEGATIVE_INFINITY ? [] : [time]
      return [grouped ? latestOf(b, time) : time]
    }
    case 'aggregate':
      return distinct(
        value.aggregate.args.flatMap((arg) => timesOf(b, arg, grouped && value.aggregate.over === undefined)),
      )
    case 'op':
      // `x @ t` is of the time t, whenever x was.
      if (value.op === 'at') return [operator('time of', [value.args[1]!], TIME_TYPE)]
      break
    case 'subquery': {
      const { query } = value
      if (query.kind !== 'select' || query.distinctOn) return []
      const time = query.columns[0]?.time ?? query.time
      return [{ ...value, query: { ...query, columns: [{ path: ['time'], value: time }] }, type: TIME_TYPE }]
    }
  }
  return distinct(childrenOf(value).flatMap((child) => timesOf(b, child, grouped)))
}

/** The latest time in a group. */
const latestOf = (b: Binding, time: Bound): Bound => ({
  kind: 'aggregate',
  aggregate: {
    builtin: b.builtins.get('max') as AggregateBuiltin,
    name: 'max',
    args: [time],
    distinct: false,
    orderBy: [],
  },
  type: TIME_TYPE,
})
