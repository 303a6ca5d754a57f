import type { ClassifierMode, Examples } from '../../../contract/learning.ts'
import { type CodedExamples, type Codes, NARROW_CODES } from './coded-examples.ts'
import { exampleWeights } from './example-weights.ts'
import { FloatSorter } from './float-sorter.ts'

/** Up to this many distinct values each has a code of its own; beyond, a code is a bin of about as many rows. */
const MAX_BINS = 254
/** Levels from this one on count as missing, so list the frequent ones first where there may be as many. */
const MAX_LEVELS = 65534
/** Bins of tall data are taken from about this many evenly spaced rows. */
const QUANTILE_ROWS = 65_536
/** Columns copied out of the matrix together: neighbours share its cache lines. Fewer where columns are long. */
const TOGETHER = 16
const TOGETHER_CELLS = 1 << 22

interface Column {
  low: Float32Array
  high: Float32Array
}

/** Options of `codeExamples`. */
export interface CodeOptions {
  mode: ClassifierMode
  equalizationFactor: number
  /** Makes the memory of the large arrays, for example a SharedArrayBuffer. */
  allocate?: (sizeBytes: number) => ArrayBufferLike
  /** Called after each column, so that a caller may let others run. */
  afterColumn?: () => Promise<void> | undefined
}

/** Turns values into codes: exact ranks where a feature has up to 254 distinct values, otherwise quantile bins. */
export async function codeExamples(examples: Examples, options: CodeOptions): Promise<CodedExamples> {
  const { rows, features, X } = examples
  const allocate = options.allocate ?? ((size: number) => new ArrayBuffer(size))
  const columns = features.length
  const isWide = (f: number): boolean => (features[f]!.levels?.length ?? 0) >= NARROW_CODES
  const wide = features.filter((_, f) => isWide(f)).length
  const codes = new Uint8Array(allocate((columns - wide) * rows))
  const wideCodes = new Uint16Array(allocate(wide * rows * 2))
  const columnAt = new Float64Array(columns)
  const codeCounts = new Uint32Array(columns)
  const codeOffsets = new Uint32Array(columns + 1)
  const lows: Float32Array[] = []
  const highs: Float32Array[] = []
  const together = Math.min(TOGETHER, columns, Math.max(1, Math.floor(TOGETHER_CELLS / rows)))
  const values = Array.from({ length: together }, () => new Float32Array(rows))
  const sample = new Float32Array(Math.min(rows, QUANTILE_ROWS))
  const sorter = new FloatSorter(sample.length)
  let narrowAt = 0
  let wideAt = 0
  for (let f = 0; f < columns; f++) {
    if (f % together === 0) copyColumns(X, columns, f, values)
    const column = values[f % together]!
    columnAt[f] = isWide(f) ? wideAt : narrowAt
    const own: Codes = isWide(f)
      ? wideCodes.subarray(wideAt, wideAt + rows)
      : codes.subarray(narrowAt, narrowAt + rows)
    if (isWide(f)) wideAt += rows
    else narrowAt += rows
    const levels = features[f]!.levels
    const { low, high } = levels
      ? codeLevels(column, levels.length, own)
      : codeNumbers(column, sample, own as Uint8Array, sorter)
    codeCounts[f] = low.length
    codeOffsets[f + 1] = codeOffsets[f]! + low.length
    lows.push(low)
    highs.push(high)
    const pause = options.afterColumn?.()
    if (pause) await pause
  }
  const labels = codeLabels(examples, options.mode)
  const weights = exampleWeights(examples, options.mode, options.equalizationFactor, allocate)
  let { y } = labels
  if (options.allocate) {
    y = new Float64Array(allocate(labels.y.byteLength))
    y.set(labels.y)
  }
  const labelWeights = sameByLabel(labels, weights)
  return {
    mode: options.mode,
    rows,
    columns,
    codes,
    wideCodes,
    columnAt,
    codeCounts,
    codeOffsets,
    codeLow: join(lows, codeOffsets[columns]!, allocate),
    codeHigh: join(highs, codeOffsets[columns]!, allocate),
    categorical: Uint8Array.from(features, (f) => (f.levels ? 1 : 0)),
    y,
    labels: labels.labels,
    weights,
    ...(labelWeights && { labelWeights }),
  }
}

/** The weight that all rows of a label have; undefined where they differ, and in a regression. */
function sameByLabel(
  { y, labels }: { y: Float64Array; labels: number },
  weights: Float64Array,
): Float64Array | undefined {
  if (labels === 0) return undefined
  const own = new Float64Array(labels)
  for (let r = 0; r < y.length; r++) {
    const label = y[r]!
    if (own[label] === 0) own[label] = weights[r]!
    if (own[label] !== weights[r]) return undefined
  }
  return own
}

function copyColumns(X: Float32Array, columns: number, first: number, into: Float32Array[]): void {
  const count = Math.min(into.length, columns - first)
  const rows = into[0]!.length
  // A few rows of all the columns at a time: what is read of a cache line is used before it is gone.
  for (let from = 0; from < rows; from += 64) {
    const to = Math.min(rows, from + 64)
    for (let c = 0; c < count; c++) {
      const column = into[c]!
      for (let r = from; r < to; r++) column[r] = X[r * columns + first + c]!
    }
  }
}

/** A lone label becomes the second of two, so that its share is 1. */
function codeLabels({ y, labels }: Examples, mode: ClassifierMode): { y: Float64Array; labels: number } {
  if (mode === 'regression') return { y, labels: 0 }
  return labels.length === 1
    ? { y: new Float64Array(y.length).fill(1), labels: 2 }
    : { y, labels: labels.length }
}

function codeNumbers(
  values: Float32Array,
  sample: Float32Array,
  codes: Uint8Array,
  sorter: FloatSorter,
): Column {
  const step = Math.max(1, Math.ceil(values.length / QUANTILE_ROWS))
  const sorted = sortedPresent(values, step, sample, sorter)
  let ends = distinct(sorted)
  if (ends.length > MAX_BINS) ends = quantiles(sorted)
  if (ends.length === 0) ends = new Float32Array(1)
  // The last bin must hold the maximum of all rows, not only of the sampled ones.
  if (step > 1) ends[ends.length - 1] = Number.POSITIVE_INFINITY
  const low = new Float32Array(ends.length + 1).fill(Number.POSITIVE_INFINITY)
  const high = new Float32Array(ends.length + 1).fill(Number.NEGATIVE_INFINITY)
  for (let r = 0; r < values.length; r++) {
    const value = values[r]!
    if (Number.isNaN(value)) continue
    const code = lowerBound(ends, value) + 1
    codes[r] = code
    if (value < low[code]!) low[code] = value
    if (value > high[code]!) high[code] = value
  }
  return { low, high }
}

/** Present values in ascending order, of every `step`th row. */
function sortedPresent(
  values: Float32Array,
  step: number,
  sample: Float32Array,
  sorter: FloatSorter,
): Float32Array {
  let n = 0
  for (let r = 0; r < values.length; r += step) {
    // -0 and 0 must share a code.
    if (!Number.isNaN(values[r]!)) sample[n++] = values[r]! + 0
  }
  return sorter.sort(sample.subarray(0, n))
}

/** The distinct ones of sorted values, or as many as tell that there are too many for exact codes. */
function distinct(sorted: Float32Array): Float32Array {
  const result = new Float32Array(MAX_BINS + 1)
  let n = 0
  for (let i = 0; i < sorted.length && n <= MAX_BINS; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) result[n++] = sorted[i]!
  }
  return result.slice(0, n)
}

/** Upper ends of up to `MAX_BINS` bins that hold about equally many of the values. */
function quantiles(sorted: Float32Array): Float32Array {
  const ends = new Float32Array(MAX_BINS)
  for (let b = 0; b < MAX_BINS; b++) ends[b] = sorted[Math.ceil(((b + 1) * sorted.length) / MAX_BINS) - 1]!
  return distinct(ends)
}

/** The first index whose element is not below the value. */
function lowerBound(sorted: Float32Array, value: number): number {
  let from = 0
  let to = sorted.length - 1
  while (from < to) {
    const middle = (from + to) >> 1
    if (sorted[middle]! < value) from = middle + 1
    else to = middle
  }
  return from
}

function codeLevels(values: Float32Array, levels: number, codes: Codes): Column {
  const count = Math.min(levels, MAX_LEVELS)
  for (let r = 0; r < values.length; r++) {
    const level = values[r]!
    if (level >= 0 && level < count) codes[r] = level + 1
  }
  const ends = new Float32Array(count + 1)
  return { low: ends, high: ends }
}

function join(parts: Float32Array[], size: number, allocate: (n: number) => ArrayBufferLike): Float32Array {
  const result = new Float32Array(allocate(size * 4))
  let at = 0
  for (const part of parts) {
    result.set(part, at)
    at += part.length
  }
  return result
}
