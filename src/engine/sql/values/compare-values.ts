import type { Embedding, Interval, RowValue, Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { kindOf, type ValueKind } from './type-name.ts'

const RANK: Record<ValueKind, number> = {
  null: 0,
  number: 1,
  string: 2,
  timestamp: 3,
  interval: 4,
  blob: 5,
  path: 6,
  row: 7,
  embedding: 8,
}

/** The dialect's total order: null, numbers (NaN first, integers and doubles by value), strings (by code point, as
 *  SQLite orders UTF-8), timestamps, intervals, blobs, paths, rows, embeddings. Negative, zero or positive. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b)
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b)
  const kind = kindOf(a)
  const difference = RANK[kind] - RANK[kindOf(b)]
  return difference !== 0 ? difference : compareSameKind(kind, a, b)
}

/** True for values of one type and equal content: 1 and 1.0 are, 1 and '1' are not; NaN equals NaN, as in grouping. */
export const equalValues = (a: Value, b: Value): boolean => compareValues(a, b) === 0

function compareSameKind(kind: ValueKind, a: Value, b: Value): number {
  switch (kind) {
    case 'null':
      return 0
    case 'number':
      return compareNumbers(a as number | bigint, b as number | bigint)
    case 'string':
      return compareStrings(a as string, b as string)
    case 'timestamp':
      return compareNumbers((a as { ms: number }).ms, (b as { ms: number }).ms)
    case 'interval':
      return compareIntervals(a as Interval, b as Interval)
    case 'blob':
      return compareBytes(a as Uint8Array, b as Uint8Array)
    case 'path':
      return comparePaths((a as { path: readonly string[] }).path, (b as { path: readonly string[] }).path)
    case 'row':
      return compareRows(a as RowValue, b as RowValue)
    case 'embedding':
      return compareEmbeddings(a as Embedding, b as Embedding)
  }
}

function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1
  if (a > b) return 1
  // biome-ignore lint/suspicious/noDoubleEquals: a bigint and a number of equal value are the same number
  if (a == b) return 0
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a))
}

/** By code point: UTF-16 puts U+E000..U+FFFF after the surrogates of higher code points, UTF-8 does not. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x === y) continue
    if (x >= 0xd800 && y >= 0xd800) return byCodePoint(x) - byCodePoint(y)
    return x - y
  }
  return a.length - b.length
}

const byCodePoint = (unit: number): number => (unit >= 0xe000 ? unit - 0x2000 : unit + 0x2000)

/** Field by field, which is how their blobs lie in SQLite: any month is more than any number of days. */
const compareIntervals = (a: Interval, b: Interval): number =>
  a.months - b.months || a.days - b.days || compareNumbers(a.seconds, b.seconds)

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return a[i]! - b[i]!
  }
  return a.length - b.length
}

function comparePaths(a: readonly string[], b: readonly string[]): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const difference = compareStrings(a[i]!, b[i]!)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

function compareRows(a: RowValue, b: RowValue): number {
  const A = sortedColumns(a)
  const B = sortedColumns(b)
  const length = Math.min(A.length, B.length)
  for (let i = 0; i < length; i++) {
    const difference = compareStrings(A[i]!.name, B[i]!.name) || compareValues(A[i]!.value, B[i]!.value)
    if (difference !== 0) return difference
  }
  return A.length - B.length
}

const sortedColumns = (row: RowValue) =>
  row.columns
    .map(([path, value]) => ({ name: formatPath(path), value }))
    .sort((a, b) => compareStrings(a.name, b.name))

function compareEmbeddings(a: Embedding, b: Embedding): number {
  const length = Math.min(a.data.length, b.data.length)
  for (let i = 0; i < length; i++) {
    const difference = compareNumbers(a.data[i]!, b.data[i]!)
    if (difference !== 0) return difference
  }
  return a.data.length - b.data.length || a.shape.length - b.shape.length
}
