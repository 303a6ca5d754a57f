import type { Interval } from '../../../contract/values.ts'

interface Unit {
  field: 'months' | 'days' | 'seconds'
  amount: number
}

const UNITS = new Map<string, Unit>(
  (
    [
      [['second', 's'], 'seconds', 1],
      [['minute', 'm'], 'seconds', 60],
      [['hour', 'h'], 'seconds', 3600],
      [['day', 'd'], 'days', 1],
      [['week', 'w'], 'days', 7],
      [['month'], 'months', 1],
      [['year', 'y'], 'months', 12],
    ] as const
  ).flatMap(([names, field, amount]) => names.map((name) => [name, { field, amount }] as const)),
)

const PART = /\s*([+-]?)\s*(\d+(?:\.\d+)?|\.\d+)\s*([a-z]+)\s*/iy

/** Reads `3 month 2 day 1h 5s`; units second, minute, hour, day, week, month, year, their plurals and s m h d w y, in
 *  any case. One leading `-` negates everything. Undefined for anything else. */
export function parseInterval(text: string): Interval | undefined {
  const trimmed = text.trim()
  const negative = trimmed.startsWith('-')
  const body = negative ? trimmed.slice(1) : trimmed
  const sums = { months: 0, days: 0, seconds: 0 }
  if (body.trim() === '') return undefined
  PART.lastIndex = 0
  while (PART.lastIndex < body.length) {
    const part = PART.exec(body)
    const unit = part && findUnit(part[3]!.toLowerCase())
    if (!part || !unit) return undefined
    sums[unit.field] += Number(part[2]) * unit.amount * (part[1] === '-' ? -1 : 1)
  }
  return normalise(sums, negative ? -1 : 1)
}

const findUnit = (name: string): Unit | undefined =>
  UNITS.get(name) ?? (name.length > 2 && name.endsWith('s') ? UNITS.get(name.slice(0, -1)) : undefined)

/** Months and days are whole: what is left over goes to the next smaller field, a month counting as 30 days. */
function normalise(sums: { months: number; days: number; seconds: number }, sign: number): Interval {
  const months = Math.trunc(sums.months)
  const allDays = sums.days + (sums.months - months) * 30
  const days = Math.trunc(allDays)
  const seconds = sums.seconds + Math.round((allDays - days) * 86_400e6) / 1e6
  // `+ 0` turns a negative zero into zero.
  return { kind: 'interval', months: sign * months + 0, days: sign * days + 0, seconds: sign * seconds + 0 }
}
