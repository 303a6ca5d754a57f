import type { Timestamp } from '../../../contract/values.ts'
import { civilFromDays, daysFromCivil, daysOfMonth, MS_PER_DAY } from './civil-date.ts'

const CALENDAR = /^([+-]\d{6}|\d{4})-(\d{2})(?:-(\d{2}))?$/
const BASIC = /^(\d{4})(\d{2})(\d{2})$/
const ORDINAL = /^(\d{4})-?(\d{3})$/
const WEEK = /^(\d{4})-?W(\d{2})(?:-?(\d))?$/
const TIME = /^(\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9})\d*)?)?)?$/
const ZONE = /^(.*?)(Z|[+-]\d{2}(?::?\d{2})?)$/i

/** Reads ISO 8601: calendar, ordinal and week dates, with or without a time, a fraction and a zone (UTC where there is
 *  none); `T` or a space between; also `Inf`, `-Inf` and `NaD`. Undefined for anything else, impossible dates
 *  included. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const trimmed = text.trim()
  const special = SPECIAL.get(trimmed.toLowerCase())
  if (special !== undefined) return { kind: 'timestamp', ms: special }
  if (trimmed.length > 48) return undefined
  const at = trimmed.search(/[T ]/i)
  const days = parseDate(at < 0 ? trimmed : trimmed.slice(0, at))
  const time = at < 0 ? 0 : parseTime(trimmed.slice(at + 1).trim())
  if (days === undefined || time === undefined) return undefined
  return { kind: 'timestamp', ms: days * MS_PER_DAY + time }
}

const SPECIAL = new Map([
  ['inf', Number.POSITIVE_INFINITY],
  ['+inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['nad', Number.NaN],
])

/** Days since 1970, or undefined. */
function parseDate(text: string): number | undefined {
  const calendar = CALENDAR.exec(text) ?? BASIC.exec(text)
  if (calendar) {
    const [year, month, day] = [Number(calendar[1]), Number(calendar[2]), Number(calendar[3] ?? 1)]
    if (month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return undefined
    return daysFromCivil(year, month, day)
  }
  const week = WEEK.exec(text)
  if (week) return fromWeek(Number(week[1]), Number(week[2]), Number(week[3] ?? 1))
  const ordinal = ORDINAL.exec(text)
  if (!ordinal) return undefined
  const days = daysFromCivil(Number(ordinal[1]), 1, 1) + Number(ordinal[2]) - 1
  return civilFromDays(days).year === Number(ordinal[1]) ? days : undefined
}

/** Week 1 is the one with 4 January in it; weeks start on Monday. */
function fromWeek(year: number, week: number, day: number): number | undefined {
  if (week < 1 || week > 53 || day < 1 || day > 7) return undefined
  const fourth = daysFromCivil(year, 1, 4)
  const monday = fourth - ((((fourth + 3) % 7) + 7) % 7)
  return monday + (week - 1) * 7 + day - 1
}

/** Milliseconds since midnight UTC, or undefined. */
function parseTime(text: string): number | undefined {
  const zoned = ZONE.exec(text)
  const clock = TIME.exec((zoned?.[1] ?? text).trim())
  if (!clock) return undefined
  const [hour, minute, second] = [Number(clock[1]), Number(clock[2] ?? 0), Number(clock[3] ?? 0)]
  // 24:00 is the end of a day, 60 seconds a leap second.
  if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && minute + second > 0)) return undefined
  const microseconds = Math.round(Number((clock[4] ?? '').padEnd(9, '0')) / 1000)
  return ((hour * 60 + minute) * 60 + second) * 1000 + microseconds / 1000 - zoneMs(zoned?.[2])
}

function zoneMs(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0
  const digits = zone.slice(1).replace(':', '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0)
  return (zone[0] === '-' ? -minutes : minutes) * 60_000
}
