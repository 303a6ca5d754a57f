import { EngineError } from '../../../../contract/errors.ts'
import { type CivilDate, daysFromCivil, fromCivil, MS_PER_DAY, toCivil } from '../../values/civil-date.ts'

const modulo = (x: number, n: number): number => ((x % n) + n) % n
const dayOf = (ms: number): number => Math.floor(ms / MS_PER_DAY)
/** 0 is Sunday; 1970-01-01 was a Thursday. */
const weekday = (day: number): number => modulo(day + 4, 7)
const mondayOf = (day: number): number => day - modulo(day + 3, 7)

/** The first day (Monday) of the ISO year that a day is in, and that year: the one that holds its week's Thursday. */
function isoYearOf(day: number): { year: number; start: number } {
  const { year } = toCivil((mondayOf(day) + 3) * MS_PER_DAY)
  return { year, start: mondayOf(daysFromCivil(year, 1, 4)) }
}

interface Unit {
  part: (d: CivilDate, ms: number) => number
  trunc: (d: CivilDate, ms: number) => number
}

const toDay = (_: CivilDate, ms: number): number => dayOf(ms) * MS_PER_DAY
const toMultiple =
  (size: number) =>
  (_: CivilDate, ms: number): number =>
    Math.floor(ms / size) * size
const toDate = (year: number, month: number): number => daysFromCivil(year, month, 1) * MS_PER_DAY
const dayOfYear = (d: CivilDate, ms: number): number => dayOf(ms) - daysFromCivil(d.year, 1, 1)

const UNITS: Record<string, Unit> = {
  microsecond: { part: (d) => d.microsecond, trunc: (d) => fromCivil(d) },
  millisecond: { part: (d) => Math.floor(d.microsecond / 1000), trunc: toMultiple(1) },
  second: { part: (d) => d.second, trunc: toMultiple(1000) },
  minute: { part: (d) => d.minute, trunc: toMultiple(60_000) },
  hour: { part: (d) => d.hour, trunc: toMultiple(3_600_000) },
  day: { part: (d) => d.day, trunc: toDay },
  dow: { part: (_, ms) => weekday(dayOf(ms)), trunc: toDay },
  doy: { part: dayOfYear, trunc: toDay },
  isodow: { part: (_, ms) => weekday(dayOf(ms)) || 7, trunc: toDay },
  isodoy: { part: (_, ms) => dayOf(ms) - isoYearOf(dayOf(ms)).start + 1, trunc: toDay },
  // Weeks start on Sunday; the days before the first Sunday are week 0.
  week: {
    part: (d, ms) => Math.floor((dayOfYear(d, ms) + 7 - weekday(dayOf(ms))) / 7),
    trunc: (_, ms) => (dayOf(ms) - weekday(dayOf(ms))) * MS_PER_DAY,
  },
  isoweek: {
    part: (_, ms) => Math.floor((dayOf(ms) - isoYearOf(dayOf(ms)).start) / 7) + 1,
    trunc: (_, ms) => mondayOf(dayOf(ms)) * MS_PER_DAY,
  },
  month: { part: (d) => d.month, trunc: (d) => toDate(d.year, d.month) },
  quarter: {
    part: (d) => Math.ceil(d.month / 3),
    trunc: (d) => toDate(d.year, Math.ceil(d.month / 3) * 3 - 2),
  },
  year: { part: (d) => d.year, trunc: (d) => toDate(d.year, 1) },
  isoyear: {
    part: (_, ms) => isoYearOf(dayOf(ms)).year,
    trunc: (_, ms) => isoYearOf(dayOf(ms)).start * MS_PER_DAY,
  },
}

/** The names of the units. */
export const DATE_UNITS = Object.keys(UNITS)

const byName = new Map(
  Object.entries(UNITS).flatMap(([name, unit]) => [name, `${name}s`].map((n) => [n, unit])),
)

function findUnit(name: string): Unit {
  const unit = byName.get(name) ?? byName.get(name.toLowerCase())
  if (unit) return unit
  throw new EngineError(
    'invalid-argument',
    `'${name.slice(0, 40)}' is no unit of time; known are ${DATE_UNITS.join(', ')}`,
  )
}

/** A part of an instant, in the zone that is `zoneMs` ahead of UTC; NaN where there is no date.
 *  @throws EngineError `invalid-argument` for an unknown unit */
export function datePartOf(unit: string, ms: number, zoneMs: number): number {
  const { part } = findUnit(unit)
  return Number.isFinite(ms) ? part(toCivil(ms + zoneMs), ms + zoneMs) : Number.NaN
}

/** The beginning of the unit that an instant is in, in that zone.
 *  @throws EngineError `invalid-argument` for an unknown unit */
export function dateTruncTo(unit: string, ms: number, zoneMs: number): number {
  const { trunc } = findUnit(unit)
  return Number.isFinite(ms) ? trunc(toCivil(ms + zoneMs), ms + zoneMs) - zoneMs : ms
}
