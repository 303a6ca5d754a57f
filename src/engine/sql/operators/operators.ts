// operators/ is what the dialect's signs mean for values. The planner writes SQLite's own operators wherever types
// allow; these are for all else, and for evaluating without SQLite. They know values only.
import { EngineError } from '../../../contract/errors.ts'
import type { RowValue, Value } from '../../../contract/values.ts'
import { hashPath } from '../../../lib/city-hash64.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import { toTimestampValue } from '../builtins/time/timestamps.ts'
import { castValue } from '../values/cast-value.ts'
import { compareValues, equalValues } from '../values/compare-values.ts'
import { conversionError, toInteger } from '../values/to-number.ts'
import { kindOf } from '../values/type-name.ts'
import { valueToText } from '../values/value-to-text.ts'
import { add, divide, modulo, multiply, subtract } from './arithmetic.ts'
import { isGlob, isLike } from './like.ts'
import { elementAt, member, packEmbedding, packRow, pathElement, withPrefix } from './structure.ts'
import { applyWildcard, type Wildcard } from './wildcard.ts'

/** True, false or (for null) null. Non-zero numbers, non-empty text and any time are true; NaN is false. */
export function truth(value: Value): 1 | 0 | null {
  if (value === null) return null
  if (typeof value === 'number') return value !== 0 && !Number.isNaN(value) ? 1 : 0
  if (typeof value === 'bigint') return value !== 0n ? 1 : 0
  if (typeof value === 'string') return value === '' ? 0 : 1
  if (value instanceof Uint8Array) return value.length > 0 ? 1 : 0
  if (value.kind === 'row') return value.columns.length > 0 ? 1 : 0
  if (value.kind === 'embedding') throw conversionError(value, 'boolean')
  return 1
}

const bool = (b: boolean): 1 | 0 => (b ? 1 : 0)

/** Wraps an operator for which a null operand gives null. */
const strict =
  (work: (...args: Value[]) => Value) =>
  (...args: Value[]): Value =>
    args.includes(null) ? null : work(...args)

const compared = (test: (order: number) => boolean) => strict((a, b) => bool(test(compareValues(a!, b!))))

function bits(work: (a: bigint, b: bigint) => bigint) {
  return strict((a, b) => {
    return narrowed(BigInt.asIntN(64, work(toBits(a!), toBits(b!))))
  })
}

/** An integer as a number where that is exact. */
const narrowed = (n: bigint): Value => (n >= MIN_SAFE && n <= MAX_SAFE ? Number(n) : n)

/** By 64 bits or more nothing is left but the sign; by a negative number it goes the other way. */
function shiftLeft(a: bigint, by: bigint): bigint {
  if (by >= 64n) return 0n
  if (by <= -64n) return a < 0n ? -1n : 0n
  return a << by
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER)
const MIN_SAFE = BigInt(Number.MIN_SAFE_INTEGER)
const toBits = (value: Value): bigint => (typeof value === 'bigint' ? value : BigInt(toInteger(value)))

/** `x IN (…)`: null for a null x, or when nothing equals it and one of the items is null. */
function isIn(x: Value, ...items: Value[]): Value {
  if (x === null) return null
  if (items.some((item) => item !== null && equalValues(x, item))) return 1
  return items.includes(null) ? null : 0
}

/** What each `IS …` test asks of a value. */
export const IS_TESTS: Record<string, (value: Value) => boolean> = {
  NULL: (v) => v === null,
  TRUE: (v) => truth(v) === 1,
  FALSE: (v) => truth(v) === 0,
  STRING: (v) => typeof v === 'string',
  NUMBER: (v) => kindOf(v) === 'number',
  INTEGER: (v) => typeof v === 'bigint' || Number.isInteger(v),
  TIMESTAMP: (v) => kindOf(v) === 'timestamp',
  INTERVAL: (v) => kindOf(v) === 'interval',
}

function and(...args: Value[]): Value {
  const truths = args.map(truth)
  return truths.includes(0) ? 0 : truths.includes(null) ? null : 1
}

const notBefore = compared((order) => order >= 0)

/** All operators by the name that `Bound` uses. Arguments and results are values; nulls come through. */
export const operators = {
  '+': strict((a, b) => add(a!, b!)),
  '-': strict((a, b) => subtract(a!, b!)),
  '*': strict((a, b) => multiply(a!, b!)),
  '/': strict((a, b) => divide(a!, b!)),
  '%': strict((a, b) => modulo(a!, b!)),
  negate: strict((a) => multiply(a!, -1)),
  '||': strict((a, b) => valueToText(a!) + valueToText(b!)),
  '&': bits((a, b) => a & b),
  '|': bits((a, b) => a | b),
  '^': bits((a, b) => a ^ b),
  '<<': bits(shiftLeft),
  '>>': bits((a, b) => shiftLeft(a, -b)),
  '~': strict((a) => bits((x) => ~x)(a!, 0)),
  '=': compared((order) => order === 0),
  '!=': compared((order) => order !== 0),
  '<': compared((order) => order < 0),
  '<=': compared((order) => order <= 0),
  '>': compared((order) => order > 0),
  '>=': compared((order) => order >= 0),
  is: (a: Value, b: Value) => bool(equalValues(a, b)),
  'is not': (a: Value, b: Value) => bool(!equalValues(a, b)),
  not: (a: Value) => (a === null ? null : bool(truth(a) === 0)),
  truth: (a: Value) => truth(a),
  between: (x: Value, low: Value, high: Value) => and(notBefore(x, low), notBefore(high, x)),
  and,
  or: (...args: Value[]): Value => {
    const truths = args.map(truth)
    return truths.includes(1) ? 1 : truths.includes(null) ? null : 0
  },
  in: isIn,
  'in keys': (x: Value, row: Value) => (x === null ? null : bool(hasKey(row, valueToText(x)))),
  'in values': (x: Value, row: Value) => isIn(x, ...valuesOf(row)),
  like: strict((x, pattern, by) => bool(isLike(valueToText(x!), valueToText(pattern!), by))),
  glob: strict((x, pattern) => bool(isGlob(valueToText(x!), valueToText(pattern!)))),
  test: (x: Value, name: Value) => bool(IS_TESTS[name as string]!(x)),
  cast: (x: Value, type: Value) => castValue(x, type as string),
  plain: toPlain,
  'row name': rowName,
  at: (x: Value) => x,
  'time of': strict((t) => toTimestampValue(t!).ms),
  member: (x: Value, path: Value) => member(x, path as string),
  element: strict((x, ...indexes) => elementAt(x!, indexes)),
  row: (...args: Value[]) => packRow(args),
  prefix: (x: Value, prefix: Value) => withPrefix(x, prefix as string),
  wildcard: strict((x, wildcard) => applyWildcard(x!, JSON.parse(wildcard as string) as Wildcard)),
  path: strict((name) => ({ kind: 'path', path: parsePath(name as string) })),
  'path element': strict((name, n) => pathElement(parsePath(name as string), n!)),
  'path length': strict((name) => parsePath(name as string).length),
  'path hash': strict((name) => narrowed(hashPath(parsePath(name as string)))),
  'column count': (row: Value) => keysOf(row).length,
  embedding: (...args: Value[]) => packEmbedding(args),
  timestamp: (ms: Value): Value => ({
    kind: 'timestamp',
    ms: (ms as number | null) ?? Number.NEGATIVE_INFINITY,
  }),
} satisfies Record<string, (...args: never[]) => Value>

export type OperatorName = keyof typeof operators

function keysOf(row: Value): string[] {
  return isRow(row) ? row.columns.map(([path]) => formatPath(path)) : []
}

function hasKey(row: Value, key: string): boolean {
  if (!isRow(row)) return false
  for (const [path] of row.columns) if (formatPath(path) === key) return true
  return false
}

function valuesOf(row: Value): Value[] {
  if (isRow(row)) return row.columns.map(([, value]) => value)
  if (row !== null && typeof row === 'object' && 'kind' in row && row.kind === 'embedding')
    return [...row.data]
  return []
}

const isRow = (value: Value): value is RowValue => kindOf(value) === 'row'

/** The name of a row from what NAMED gives: text is one element, a path is taken as it is.
 *  @throws EngineError `invalid-argument` */
function rowName(value: Value): string {
  if (value === null) throw new EngineError('invalid-argument', "Can't create a row with a null name")
  if (typeof value === 'string') return formatPath([value])
  if (typeof value === 'number' || typeof value === 'bigint') return formatPath([valueToText(value)])
  if (!(value instanceof Uint8Array) && value.kind === 'path') return formatPath(value.path)
  throw new EngineError(
    'invalid-argument',
    `Row names must be text, a path or a number, not ${kindOf(value)}`,
  )
}

/** A value as SQLite's own functions understand it: times, intervals, paths and blobs of text as text, large integers
 *  as doubles, NaN as null.
 *  @throws EngineError `type-mismatch` for structures */
function toPlain(value: Value): number | string | null {
  if (value === null || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isNaN(value) ? null : value
  return typeof value === 'bigint' ? Number(value) : valueToText(value)
}
