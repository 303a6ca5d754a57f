import { EngineError } from '../../../../contract/errors.ts'
import type { Value } from '../../../../contract/values.ts'
import { toNumber } from '../../values/to-number.ts'
import { valueToText } from '../../values/value-to-text.ts'
import { defineScalar } from '../define-builtin.ts'
import { strictAtoms } from '../shared/types.ts'
import { datePartOf, dateTruncTo } from './date-units.ts'
import { toTimestampValue } from './timestamps.ts'

const OFFSET = /^([+-]?)(\d{1,2})(?::?(\d{2}))?$/

/** Milliseconds that a zone is ahead of UTC: a number of minutes, or text such as `+05:00`, `-3` or `Z`.
 *  @throws EngineError `invalid-argument` */
function zoneMs(zone: Value | undefined): number {
  if (zone === undefined) return 0
  if (typeof zone !== 'string') return toNumber(zone) * 60_000
  if (/^z?$/i.test(zone.trim())) return 0
  const parts = OFFSET.exec(zone.trim())
  if (!parts)
    throw new EngineError('invalid-argument', `'${zone.slice(0, 40)}' is no time-zone offset, such as +05:00`)
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? 0)
  return (parts[1] === '-' ? -minutes : minutes) * 60_000
}

const UNITS_TEXT =
  'Units: microsecond, millisecond, second, minute, hour, day, dow (0 is Sunday), doy (from 0), isodow (1 is Monday), isodoy, week (from 0), isoweek, month, quarter, year, isoyear.'

/** A part of a time. */
export const datePart = defineScalar({
  name: 'date_part',
  group: 'time',
  signature: 'date_part(unit, x[, offset])',
  summary: `A part of a timestamp, or of ISO text, in UTC or with a time-zone offset such as '+05:00' (or in minutes). ${UNITS_TEXT}`,
  example: { sql: "date_part('month', '2020-05-06T07:08:09Z')", result: 5 },
  arity: [2, 3],
  result: strictAtoms('integer', 'nan'),
  apply: ([unit, x, zone]) => datePartOf(valueToText(unit!), toTimestampValue(x!).ms, zoneMs(zone)),
})

/** The beginning of a unit of time. */
export const dateTrunc = defineScalar({
  name: 'date_trunc',
  group: 'time',
  signature: 'date_trunc(unit, x[, offset])',
  summary:
    'The beginning of the unit of time that `x` is in, with the units and offset of `date_part`; days of the week or year give the day.',
  example: { sql: "date_trunc('month', '2020-05-06T07:08:09Z')", result: { ts: '2020-05-01T00:00:00Z' } },
  arity: [2, 3],
  result: strictAtoms('timestamp'),
  apply: ([unit, x, zone]) => ({
    kind: 'timestamp',
    ms: dateTruncTo(valueToText(unit!), toTimestampValue(x!).ms, zoneMs(zone)),
  }),
})
