import type { ClassifierMode, Examples } from '../../../contract/learning.ts'
import type { CodedExamples, Codes } from './coded-examples.ts'
import { exampleWeights } from './example-weights.ts'

/** Up to this many rows every distinct value has a code of its own; beyond, a feature has at most `MAX_BINS`. */
const EXACT_ROWS = 4096
const MAX_BINS = 254
/** Levels from this one on count as missing, so list the frequent ones first where there may be as many. */
const MAX_LEVELS = 65534
/** `order` costs two bytes a cell and pays off only where it stays small. */
const MAX_ORDERED_CELLS = 1 << 25
/** Quantiles of tall data are taken from this many evenly spaced rows. */
const QUANTILE_ROWS = 200_000

interface Column {
  codes: Uint16Array
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

/** Turns values into codes: exact ranks for up to 4,096 rows, otherwise up to 254 quantile bins a feature. */
export async function codeExamples(examples: Examples, options: CodeOptions): Promise<CodedExamples> {
  const { rows, features, X } = examples
  const allocate = options.allocate ?? ((size: number) => new ArrayBuffer(size))
  const columns = features.length
  const wide = rows > 254 && (rows <= EXACT_ROWS || features.some((f) => (f.levels?.length ?? 0) > 254))
  const codes: Codes = wide
    ? new Uint16Array(allocate(columns * rows * 2))
    : new Uint8Array(allocate(columns * rows))
  const ordered = rows <= EXACT_ROWS && rows * columns <= MAX_ORDERED_CELLS
  const order = ordered ? new Uint16Array(allocate(columns * rows * 2)) : undefined
  const codeCounts = new Uint32Array(columns)
  const codeOffsets = new Uint32Array(columns + 1)
  const lows: Float32Array[] = []
  const highs: Float32Array[] = []
  const values = new Float32Array(rows)
  for (let f = 0; f < columns; f++) {
    for (let r = 0; r < rows; r++) values[r] = X[r * columns + f]!
    const levels = features[f]!.levels
    const column = levels ? codeLevels(values, levels.length) : codeNumbers(values)
    codes.set(column.codes, f * rows)
    codeCounts[f] = column.low.length
    codeOffsets[f + 1] = codeOffsets[f]! + column.low.length
    lows.push(column.low)
    highs.push(column.high)
    if (order) sortByCode(column, order.subarray(f * rows, (f + 1) * rows))
    const pause = options.afterColumn?.()
    if (pause) await pause
  }
  return {
    mode: options.mode,
    rows,
    columns,
    codes,
    codeCounts,
    codeOffsets,
    codeLow: join(lows, codeOffsets[columns]!, allocate),
    codeHigh: join(highs, codeOffsets[columns]!, allocate),
    categorical: Uint8Array.from(features, (f) => (f.levels ? 1 : 0)),
    ...(order && { order }),
    ...codeLabels(examples, options.mode),
    weights: exampleWeights(examples, options.mode, options.equalizationFactor),
  }
}

/** A lone label becomes the second of two, so that its share is 1. */
function codeLabels({ y, labels }: Examples, mode: ClassifierMode): { y: Float64Array; labels: number } {
  if (mode === 'regression') return { y, labels: 0 }
  return labels.length === 1
    ? { y: new Float64Array(y.length).fill(1), labels: 2 }
    : { y, labels: labels.length }
}

function codeNumbers(values: Float32Array): Column {
  const exact = values.length <= EXACT_ROWS
  const sorted = sortedPresent(values, exact ? values.length : QUANTILE_ROWS)
  let high = distinct(sorted)
  if (!exact && high.length > MAX_BINS) high = quantiles(sorted)
  // The last bin must hold the maximum of all rows, not only of the sampled ones.
  if (high.length === 0) high = new Float32Array(1)
  if (!exact) high[high.length - 1] = Number.POSITIVE_INFINITY
  const codes = new Uint16Array(values.length)
  const low = new Float32Array(high.length + 1).fill(Number.POSITIVE_INFINITY)
  const top = new Float32Array(high.length + 1).fill(Number.NEGATIVE_INFINITY)
  for (let r = 0; r < values.length; r++) {
    const value = values[r]!
    if (Number.isNaN(value)) continue
    const code = lowerBound(high, value) + 1
    codes[r] = code
    if (value < low[code]!) low[code] = value
    if (value > top[code]!) top[code] = value
  }
  return { codes, low, high: top }
}

/** Present values in ascending order, of all rows or of about `limit` evenly spaced ones. */
function sortedPresent(values: Float32Array, limit: number): Float32Array {
  const step = Math.max(1, Math.floor(values.length / limit))
  const present = new Float32Array(Math.ceil(values.length / step))
  let n = 0
  for (let r = 0; r < values.length; r += step) {
    // -0 and 0 must share a code.
    if (!Number.isNaN(values[r]!)) present[n++] = values[r]! + 0
  }
  return present.subarray(0, n).sort()
}

function distinct(sorted: Float32Array): Float32Array {
  const result = new Float32Array(sorted.length)
  let n = 0
  for (let i = 0; i < sorted.length; i++) {
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

function codeLevels(values: Float32Array, levels: number): Column {
  const codes = new Uint16Array(values.length)
  const count = Math.min(levels, MAX_LEVELS)
  for (let r = 0; r < values.length; r++) {
    const level = values[r]!
    if (level >= 0 && level < count) codes[r] = level + 1
  }
  const ends = new Float32Array(count + 1)
  return { codes, low: ends, high: ends }
}

/** Counting sort of the rows by their code. */
function sortByCode({ codes, low }: Column, order: Uint16Array): void {
  const next = new Uint32Array(low.length + 1)
  for (const code of codes) next[code + 1]!++
  for (let c = 1; c < next.length; c++) next[c]! += next[c - 1]!
  for (let r = 0; r < codes.length; r++) order[next[codes[r]!]!++] = r
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
