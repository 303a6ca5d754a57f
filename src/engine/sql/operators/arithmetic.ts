import { EngineError } from '../../../contract/errors.ts'
import type { Interval, Timestamp, Value } from '../../../contract/values.ts'
import { pairNumbers } from '../builtins/shared/pair-numbers.ts'
import { daysOfMonth, fromCivil, MS_PER_DAY, toCivil } from '../values/civil-date.ts'
import { kindOf } from '../values/type-name.ts'
import { valueToText } from '../values/value-to-text.ts'

/** Numbers add as doubles, text on either side concatenates, a time moves by days or by an interval.
 *  @throws EngineError `type-mismatch` */
export function add(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return a + b
  if (typeof a === 'string' || typeof b === 'string') return valueToText(a) + valueToText(b)
  if (isTimestamp(a)) return move(a, b, 1)
  if (isTimestamp(b)) return move(b, a, 1)
  if (isInterval(a) && isInterval(b)) return combine(a, b, 1)
  return pairNumbers(a, b, (x, y) => x + y)
}

/** Numbers subtract as doubles; two times give the interval between them. */
export function subtract(a: Value, b: Value): Value {
  if (isTimestamp(a) && isTimestamp(b)) {
    const ms = a.ms - b.ms
    const days = Math.trunc(ms / MS_PER_DAY)
    return { kind: 'interval', months: 0, days, seconds: (ms - days * MS_PER_DAY) / 1000 }
  }
  if (isTimestamp(a)) return move(a, b, -1)
  if (isInterval(a) && isInterval(b)) return combine(a, b, -1)
  return pairNumbers(a, b, (x, y) => x - y)
}

/** Numbers multiply as doubles, an interval by a number. */
export function multiply(a: Value, b: Value): Value {
  if (isInterval(a) && typeof b === 'number') return scale(a, b)
  if (isInterval(b) && typeof a === 'number') return scale(b, a)
  return pairNumbers(a, b, (x, y) => x * y)
}

/** Never integer division: `1/2` is 0.5, `1/0` infinite, `0/0` NaN. */
export function divide(a: Value, b: Value): Value {
  if (isInterval(a) && typeof b === 'number') return scale(a, 1 / b)
  return pairNumbers(a, b, (x, y) => x / y)
}

/** Of two integers the remainder with the sign of the left one, else of doubles.
 *  @throws EngineError `invalid-argument` for an integer divided by zero */
export function modulo(a: Value, b: Value): Value {
  const whole = (x: Value): x is number | bigint => typeof x === 'bigint' || Number.isInteger(x)
  if (whole(a) && whole(b)) {
    // biome-ignore lint/suspicious/noDoubleEquals: zero is 0 or 0n
    if (b == 0) throw new EngineError('invalid-argument', 'Integer Modulus by a zero dividend')
    if (typeof a === 'number' && typeof b === 'number') return a % b || 0
    const remainder = BigInt(a) % BigInt(b)
    return Number.isSafeInteger(Number(remainder)) ? Number(remainder) : remainder
  }
  return pairNumbers(a, b, (x, y) => x % y)
}

const isTimestamp = (value: Value): value is Timestamp => kindOf(value) === 'timestamp'
const isInterval = (value: Value): value is Interval => kindOf(value) === 'interval'

const combine = (a: Interval, b: Interval, sign: 1 | -1): Interval => ({
  kind: 'interval',
  months: a.months + sign * b.months,
  days: a.days + sign * b.days,
  seconds: a.seconds + sign * b.seconds,
})

/** Whole months and days stay such; what is left over goes to the next smaller field. */
function scale({ months, days, seconds }: Interval, by: number): Interval {
  const wholeMonths = Math.trunc(months * by)
  const allDays = days * by + (months * by - wholeMonths) * 30
  const wholeDays = Math.trunc(allDays)
  return {
    kind: 'interval',
    months: wholeMonths,
    days: wholeDays,
    seconds: seconds * by + (allDays - wholeDays) * 86_400,
  }
}

/** A time plus or minus days (a number) or an interval. A month ends where the target month does. */
function move(time: Timestamp, by: Value, sign: 1 | -1): Timestamp {
  if (typeof by === 'number') return { kind: 'timestamp', ms: time.ms + sign * by * MS_PER_DAY }
  if (!isInterval(by))
    throw new EngineError('type-mismatch', `cannot add a value of type ${kindOf(by)} to a timestamp`)
  const ms = by.months === 0 || !Number.isFinite(time.ms) ? time.ms : addMonths(time.ms, sign * by.months)
  return { kind: 'timestamp', ms: ms + sign * (by.days * MS_PER_DAY + by.seconds * 1000) }
}

function addMonths(ms: number, months: number): number {
  const date = toCivil(ms)
  const index = date.year * 12 + (date.month - 1) + months
  const year = Math.floor(index / 12)
  const month = index - year * 12 + 1
  return fromCivil({ ...date, year, month, day: Math.min(date.day, daysOfMonth(year, month)) })
}
