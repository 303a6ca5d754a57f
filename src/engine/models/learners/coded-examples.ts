import type { ClassifierMode } from '../../../contract/learning.ts'

/** Integer codes of feature values: 0 is missing, larger codes are larger values (or levels, in any order). */
export type Codes = Uint8Array | Uint16Array

/** What a worker trains on: values replaced by small integers, column by column. Plain data; it may be shared. */
export interface CodedExamples {
  mode: ClassifierMode
  rows: number
  columns: number
  /** Shape (columns, rows): each feature's codes stand together. */
  codes: Codes
  /** Number of codes of each feature, code 0 included. */
  codeCounts: Uint32Array
  /** Where each feature's codes begin in `codeLow` and `codeHigh`. */
  codeOffsets: Uint32Array
  /** Least and greatest value that has a code; equal where codes are exact. Unused for categorical features. */
  codeLow: Float32Array
  codeHigh: Float32Array
  /** 1 for a categorical feature: code - 1 is its level. */
  categorical: Uint8Array
  /** Shape (columns, rows): rows in the order of their codes. Present only where there are few rows. */
  order?: Uint16Array
  /** Regression: the value. Otherwise the index of the label. */
  y: Float64Array
  /** Number of labels, at least 2; 0 for regression. */
  labels: number
  /** Positive, summing to 1. */
  weights: Float64Array
}
