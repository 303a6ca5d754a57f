// criteria/ says which split is best and what a leaf predicts, one kind of target per file. Rows are row numbers of
// the coded examples; every scan ignores the constant part of a score, so scores compare only within one node.
import type { Codes } from '../coded-examples.ts'

/** How a leaf turns the share p of a label (or the mean of a regression) into its value (procedures.md section 5):
 *  `prob` p; `gentle` p - (1 - p) (Friedman, Hastie & Tibshirani 2000); `normal` half the log-odds, smoothed
 *  (Schapire & Singer 1999, section 4.2); `mean` p of a regression. */
export type LeafRule = 'prob' | 'gentle' | 'normal' | 'mean'

/** Weights below this share of a node's are rounding, not rows. */
export const NOTHING = 1e-12

/** What a leaf says, and how little weight it may have. */
export interface LeafOptions {
  rule: LeafRule
  /** See `toLeafValue`. */
  smooth: number
  /** No split leaves a side of less weight. */
  least?: number
}

/** The larger the score, the purer the children. `enter` a node first, then scan features in it. */
export interface Criterion {
  /** Values a leaf has. */
  readonly outputs: number
  /** After a scan: codes up to `lowCode` go left, from `highCode` on right. */
  lowCode: number
  highCode: number
  /** After `scanLevels`: the codes that go left. */
  leftLevels: number[]
  /** Sums up the node's rows `rows[start..end)`. False if they are pure: no split can help. */
  enter(rows: Int32Array, start: number, end: number): boolean
  /** After `enter`: the node's own score, as that of its rows on one side; a split's gain is its score less this. */
  readonly worth: number
  /** Writes the node's values (those of a leaf, should it be one). */
  write(values: Float32Array, offset: number): void
  /** Best threshold on one numeric feature, whose codes are given. @returns its score, or -Infinity if there is no
   *  split */
  scanNumbers(codes: Uint8Array, node: NodeRows): number
  /** Best subset of levels of one categorical feature. */
  scanLevels(codes: Codes, node: NodeRows, codeCount: number): number
}

/** The rows of one node: `rows[start..end)`. */
export interface NodeRows {
  rows: Int32Array
  start: number
  end: number
}

/** A leaf's value for a share: `part` of `whole`, both weights. `smooth` is a weight added to both sides: it keeps
 *  log-odds finite, and in boosting a gentle leaf of few rows from being as sure as one of many. */
export function toLeafValue(rule: LeafRule, part: number, whole: number, smooth: number): number {
  if (rule === 'normal') return 0.5 * Math.log((part + smooth) / (Math.max(0, whole - part) + smooth))
  if (rule === 'gentle') return whole + smooth > 0 ? (2 * part - whole) / (whole + smooth) : 0
  return whole > 0 ? part / whole : 0
}
