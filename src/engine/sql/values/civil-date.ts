/** A date and time of day in UTC (proleptic Gregorian), month and day from 1. */
export interface CivilDate {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  /** 0..999,999 */
  microsecond: number
}

export const MS_PER_DAY = 86_400_000

/** Days since 1970-01-01 of a date. H. Hinnant, "chrono-compatible low-level date algorithms", 2013. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** Inverse of `daysFromCivil`. */
export function civilFromDays(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const doe = z - era * 146_097
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365,
  )
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100))
  const mp = Math.floor((5 * doy + 2) / 153)
  const month = mp < 10 ? mp + 3 : mp - 9
  return {
    year: yoe + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: doy - Math.floor((153 * mp + 2) / 5) + 1,
  }
}

/** The parts of a finite instant, rounded to the microsecond. */
export function toCivil(ms: number): CivilDate {
  let days = Math.floor(ms / MS_PER_DAY)
  let microseconds = Math.round((ms - days * MS_PER_DAY) * 1000)
  // Rounding may reach midnight of the next day.
  if (microseconds === MS_PER_DAY * 1000) {
    days++
    microseconds = 0
  }
  const { year, month, day } = civilFromDays(days)
  const seconds = Math.floor(microseconds / 1e6)
  const minutes = Math.floor(seconds / 60)
  return {
    year,
    month,
    day,
    hour: Math.floor(minutes / 60),
    minute: minutes % 60,
    second: seconds % 60,
    microsecond: microseconds % 1e6,
  }
}

/** Milliseconds since 1970 of a date and time. */
export const fromCivil = (d: CivilDate): number =>
  daysFromCivil(d.year, d.month, d.day) * MS_PER_DAY +
  ((d.hour * 60 + d.minute) * 60 + d.second) * 1000 +
  d.microsecond / 1000

/** Days of a month, 28 to 31. */
export function daysOfMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
