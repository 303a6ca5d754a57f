import { EngineError } from '../../../../contract/errors.ts'
import { CONSTANTS_END } from '../../../../lib/wasm/assembler.ts'
import { type CodedExamples, NARROW_CODES } from '../coded-examples.ts'
import { BIN_BYTES, CHUNK, NARROW_BYTES } from './emit-histogram.ts'

/** Histograms of all leaves take no more than this; where they would, each is made when needed and forgotten. */
const MOST_BIN_BYTES = 1 << 26
const PAGE = 65536
/** The address space of WebAssembly. */
const MOST_PAGES = 65536

/** Levels of a categorical split as bits, after the numbers of a split. */
export const LEVEL_WORDS = 65536 / 32
export const SPLIT_NUMBERS = 8
const SPLIT_BYTES = SPLIT_NUMBERS * 8 + LEVEL_WORDS * 4
/** A node has two children, so at most two splits are told at a time, in one of two places by turns. */
const SPLITS = 2

/** Addresses, in bytes, of what a team's memory holds. Where there is one for each member, `member` says how far they are
 *  apart. */
export interface GradientLayout {
  members: number
  rows: number
  outputs: number
  control: number
  splits: { at: number; member: number; turn: number; one: number }
  /** By member: sums of a node's derivatives, or their largest sizes, as two 64-bit floats. */
  sums: { at: number; member: number }
  /** By member: rows of each node, as 32-bit integers. */
  counts: { at: number; member: number }
  /** By member: what partitioning gave, factors of derivatives, codes that go left, one feature's bins as numbers. */
  result: { at: number; member: number }
  scales: { at: number; member: number }
  goesLeft: { at: number; member: number }
  numbers: { at: number; member: number }
  /** Shape (chunks, rows, 8): codes of narrow features. Shape (wide features, rows): two bytes each. */
  codes: number
  wideCodes: number
  /** By row: derivatives (two integers), label and weight (floats), sums of trees (64-bit floats, shape (rows, outputs)). */
  pairs: number
  truths: number
  weights: number
  F: number
  /** Rows in the order of nodes, and room to bring them into it: each member has its slice. */
  order: number
  spare: number
  /** Histograms: one for each member, then those of leaves. */
  histograms: number
  histogramBytes: number
  leafHistograms: number
  /** Whether leaves keep their histograms. */
  keep: boolean
  /** By feature: where its bins begin in a histogram; and where its codes do. */
  binAt: Float64Array
  codesAt: Float64Array
  pages: number
}

/** Lays the memory of a training out.
 *  @throws EngineError `not-supported` if it would take more than WebAssembly can address */
export function layOutGradients(
  examples: CodedExamples,
  { maxLeaves, outputs }: { maxLeaves: number; outputs: number },
  members: number,
): GradientLayout {
  let at = CONSTANTS_END
  const place = (bytes: number): number => {
    const start = at
    at += Math.ceil(bytes / 64) * 64
    return start
  }
  const each = (bytes: number): { at: number; member: number } => {
    const member = Math.ceil(bytes / 64) * 64
    return { at: place(member * members), member }
  }
  const { codeCounts } = examples
  const rows = Math.ceil(examples.rows / 4) * 4
  const mostCodes = codeCounts.reduce((most, count) => Math.max(most, count), 0)
  const control = place(64)
  const splits = { at, one: SPLIT_BYTES, member: SPLITS * SPLIT_BYTES, turn: SPLITS * SPLIT_BYTES * members }
  place(2 * splits.turn)
  const sums = each(16)
  const counts = each(8 * maxLeaves)
  const result = each(4)
  const scales = each(64)
  const goesLeft = each(mostCodes)
  const numbers = each(mostCodes * BIN_BYTES)
  const { binAt, codesAt, histogramBytes, chunks, wide } = placeFeatures(codeCounts, rows)
  const codes = place(chunks * rows * CHUNK)
  const wideCodes = place(wide * rows * 2)
  codeCounts.forEach((count, f) => {
    codesAt[f]! += count > NARROW_CODES ? wideCodes : codes
  })
  const keep = histogramBytes * maxLeaves <= MOST_BIN_BYTES
  const layout = {
    members,
    rows,
    outputs,
    control,
    splits,
    sums,
    counts,
    result,
    scales,
    goesLeft,
    numbers,
    codes,
    wideCodes,
    pairs: place(rows * 8),
    truths: place(rows * 4),
    weights: place(rows * 4),
    F: place(rows * 8 * outputs),
    order: place(rows * 4),
    spare: place(rows * 4),
    histograms: place(histogramBytes * members),
    histogramBytes,
    leafHistograms: place(histogramBytes * (keep ? maxLeaves + 1 : 3)),
    keep,
    binAt,
    codesAt,
    pages: Math.ceil(at / PAGE),
  }
  if (layout.pages > MOST_PAGES)
    throw new EngineError(
      'not-supported',
      `Gradient boosting of ${examples.rows} rows of ${examples.columns} features needs more than 4 GiB; train on fewer rows or features`,
    )
  return layout
}

/** Where features stand: bytes in chunks of eight, those of two bytes behind them; in histograms likewise. */
function placeFeatures(
  codeCounts: Uint32Array,
  rows: number,
): Pick<GradientLayout, 'binAt' | 'codesAt' | 'histogramBytes'> & { chunks: number; wide: number } {
  const binAt = new Float64Array(codeCounts.length)
  const codesAt = new Float64Array(codeCounts.length)
  let narrow = 0
  let wide = 0
  codeCounts.forEach((count, f) => {
    if (count > NARROW_CODES) return
    binAt[f] = narrow * NARROW_BYTES
    codesAt[f] = Math.floor(narrow / CHUNK) * rows * CHUNK + (narrow % CHUNK)
    narrow++
  })
  let histogramBytes = narrow * NARROW_BYTES
  codeCounts.forEach((count, f) => {
    if (count <= NARROW_CODES) return
    binAt[f] = histogramBytes
    codesAt[f] = wide * rows * 2
    histogramBytes += count * BIN_BYTES
    wide++
  })
  return { binAt, codesAt, histogramBytes, chunks: Math.ceil(narrow / CHUNK), wide }
}

/** Memory of that layout. */
export function gradientMemory({ pages }: GradientLayout, shared: boolean): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared })
}
