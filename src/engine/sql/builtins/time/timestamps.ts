// time/ holds functions of instants and of the times of cells.
import { EngineError } from '../../../../contract/errors.ts'
import type { Timestamp, Value } from '../../../../contract/values.ts'
import { parseTimestamp } from '../../values/parse-timestamp.ts'
import { conversionError } from '../../values/to-number.ts'
import { defineScalar, type ScalarBuiltin } from '../define-builtin.ts'
import { atoms, OPEN_ROW, strictAtoms } from '../shared/types.ts'

const ALWAYS: Timestamp = { kind: 'timestamp', ms: Number.NEGATIVE_INFINITY }

/** A timestamp as it is, text by ISO 8601, a number as seconds since 1970.
 *  @throws EngineError `type-mismatch` */
export function toTimestampValue(value: Value): Timestamp {
  if (typeof value === 'number' || typeof value === 'bigint')
    return { kind: 'timestamp', ms: Number(value) * 1000 }
  if (typeof value === 'string') {
    const timestamp = parseTimestamp(value)
    if (timestamp) return timestamp
    throw new EngineError(
      'type-mismatch',
      `'${value.slice(0, 80)}' is no ISO 8601 date or time, such as 2020-01-02T03:04:05Z`,
    )
  }
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'timestamp')
    return value
  throw conversionError(value, 'timestamp')
}

/** A value as a timestamp. */
export const toTimestamp = defineScalar({
  name: 'to_timestamp',
  group: 'time',
  signature: 'to_timestamp(x)',
  summary: 'A number of seconds since 1970, or ISO 8601 text, as a timestamp.',
  example: { sql: 'to_timestamp(60)', result: { ts: '1970-01-01T00:01:00Z' } },
  arity: [1, 1],
  result: strictAtoms('timestamp'),
  apply: ([x]) => toTimestampValue(x!),
})

/** The time now. */
export const now = defineScalar({
  name: 'now',
  group: 'time',
  signature: 'now()',
  summary: 'The time now.',
  example: { sql: "now() > TIMESTAMP '2020-01-01'", result: 1 },
  arity: [0, 0],
  deterministic: false,
  result: () => atoms('timestamp'),
  apply: () => ({ kind: 'timestamp', ms: Date.now() }),
})

function timeOfCell(timed: 'latest' | 'earliest', summary: string): ScalarBuiltin {
  const name = `${timed}_timestamp`
  return defineScalar({
    name,
    group: 'time',
    signature: `${name}(x)`,
    summary,
    example: { sql: `${name}(5)`, result: { ts: '-Inf' } },
    arity: [1, 1],
    timed,
    strict: false,
    result: () => atoms('timestamp'),
    apply: ([, time]) => time ?? ALWAYS,
  })
}

/** The latest time of a value. */
export const latestTimestamp = timeOfCell(
  'latest',
  'The latest time among the values of `x`; constants have always been (-Inf).',
)

/** The earliest time of a value. */
export const earliestTimestamp = timeOfCell(
  'earliest',
  'The earliest time among the values of `x`; constants have always been (-Inf).',
)

/** The times of a value. */
export const distinctTimestamps = defineScalar({
  name: 'distinct_timestamps',
  group: 'time',
  signature: 'distinct_timestamps(x)',
  summary: 'The distinct times among the values of `x`, as a row of indexes.',
  example: { sql: 'distinct_timestamps(5)', result: { 0: { ts: '-Inf' } } },
  arity: [1, 1],
  timed: 'all',
  strict: false,
  result: () => OPEN_ROW,
  apply: ([, ...times]) => {
    const ms = times.map((time) => (time as Timestamp).ms)
    const sorted = [...new Set(ms.length ? ms : [ALWAYS.ms])].sort((a, b) => a - b)
    return { kind: 'row', columns: sorted.map((time, i) => [[String(i)], { kind: 'timestamp', ms: time }]) }
  },
})

/** The same value at another time, which the binder knows and the value does not. */
export const at = defineScalar({
  name: 'at',
  group: 'time',
  signature: 'at(x, t)',
  summary: 'The value `x` with the time `t`, as `x @ t`.',
  example: { sql: "at(5, '2020-01-01')", result: 5 },
  arity: [2, 2],
  strict: false,
  result: ([x]) => x!,
  apply: ([x, t]) => {
    if (t !== null) toTimestampValue(t!)
    return x!
  },
})
