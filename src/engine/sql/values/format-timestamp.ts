import type { Timestamp } from '../../../contract/values.ts'
import { toCivil } from './civil-date.ts'

/** ISO 8601 in UTC with Z, a fraction only when it is not zero: `1969-07-20T01:02:03Z`. `-Inf` and `Inf` for the
 *  ends of time, `NaD` for not-a-date. */
export function formatTimestamp({ ms }: Pick<Timestamp, 'ms'>): string {
  if (Number.isNaN(ms)) return 'NaD'
  if (!Number.isFinite(ms)) return ms < 0 ? '-Inf' : 'Inf'
  const d = toCivil(ms)
  const fraction = d.microsecond === 0 ? '' : `.${pad(d.microsecond, 6).replace(/0+$/, '')}`
  const date = `${formatYear(d.year)}-${pad(d.month, 2)}-${pad(d.day, 2)}`
  return `${date}T${pad(d.hour, 2)}:${pad(d.minute, 2)}:${pad(d.second, 2)}${fraction}Z`
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0')

/** Four digits; ISO 8601 writes a sign and six outside 0..9999. */
function formatYear(year: number): string {
  if (year >= 0 && year <= 9999) return pad(year, 4)
  return `${year < 0 ? '-' : '+'}${pad(Math.abs(year), 6)}`
}
