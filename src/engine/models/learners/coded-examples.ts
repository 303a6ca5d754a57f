import type { ClassifierMode } from '../../../contract/learning.ts'

/** Integer codes of one feature's values, one per row: 0 is missing, larger codes are larger values (or levels, in
 *  any order). Numbers have at most 255 codes. */
export type Codes = Uint8Array | Uint16Array

/** What a worker trains on: values replaced by small integers, column by column. Plain data; it may be shared. */
export interface CodedExamples {
  mode: ClassifierMode
  rows: number
  columns: number
  /** Shape (narrow columns, rows): codes of the features that have no more than 256. */
  codes: Uint8Array
  /** Shape (wide columns, rows): codes of categorical features of more levels. */
  wideCodes: Uint16Array
  /** Where each feature's codes begin in `codes`, or in `wideCodes` where it has more than 256. */
  columnAt: Float64Array
  /** Number of codes of each feature, code 0 included. */
  codeCounts: Uint32Array
  /** Where each feature's codes begin in `codeLow` and `codeHigh`. */
  codeOffsets: Uint32Array
  /** Least and greatest value that has a code; equal where codes are exact. Unused for categorical features. */
  codeLow: Float32Array
  codeHigh: Float32Array
  /** 1 for a categorical feature: code - 1 is its level. */
  categorical: Uint8Array
  /** Regression: the value. Otherwise the index of the label. */
  y: Float64Array
  /** Number of labels, at least 2; 0 for regression. */
  labels: number
  /** Positive, summing to 1. */
  weights: Float64Array
  /** What each row of a label weighs, where all of a label weigh the same. */
  labelWeights?: Float64Array
}

/** A feature with more codes than this has a wide column. */
export const NARROW_CODES = 256

/** Each feature's codes, as views. */
export function columnsOf(examples: CodedExamples): Codes[] {
  const { columns, rows, codes, wideCodes, columnAt, codeCounts } = examples
  return Array.from({ length: columns }, (_, f) => {
    const at = columnAt[f]!
    return codeCounts[f]! > NARROW_CODES ? wideCodes.subarray(at, at + rows) : codes.subarray(at, at + rows)
  })
}
