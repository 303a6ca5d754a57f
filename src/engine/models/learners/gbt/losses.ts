import { softmax } from '../../../../lib/softmax.ts'
import type { GradientWorkspace } from './gradient-workspace.ts'

/** A loss whose derivatives boosting follows: F has `outputs` sums a row. */
export interface Loss {
  outputs: number
  /** What F starts from, for each output.
   *  @param rows those trained on, with their weights by row */
  start(rows: Int32Array, weights: Float64Array): Float64Array
  /** Called before the derivatives of a round are asked for. */
  prepare?(F: Float64Array, rows: Int32Array): void
  /** Writes first and second derivatives of one output, times the row's weight, to the workspace.
   *  @param rows this member's rows that are trained on
   *  @param mostWeight the largest weight of all rows */
  derive(output: number, work: GradientWorkspace, rows: Int32Array, mostWeight: number): void
  /** Weighted loss over some rows. */
  measure(F: Float64Array, rows: Int32Array, weights: Float64Array): number
}

/** Shares are kept this far from 0 and 1, so that their log-odds are finite. */
const LEAST_SHARE = 1e-7

const clampShare = (share: number): number => Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, share))

/** Two labels: F is the log-odds of the second, the loss the negative log likelihood. */
export function logisticLoss(y: Float64Array): Loss {
  return {
    outputs: 1,
    start(rows, weights) {
      let W = 0
      let S = 0
      for (const r of rows) {
        W += weights[r]!
        S += weights[r]! * y[r]!
      }
      const share = clampShare(S / W)
      return Float64Array.of(Math.log(share / (1 - share)))
    },
    derive(_, work, __, mostWeight) {
      work.scaleFor(mostWeight, mostWeight / 4)
      work.deriveLogistic()
    },
    measure(F, rows, weights) {
      let loss = 0
      for (const r of rows) {
        const margin = y[r] === 1 ? F[r]! : -F[r]!
        loss += weights[r]! * (Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(0, -margin))
      }
      return loss
    },
  }
}

/** Several labels: F is a label's unnormalised log likelihood (Friedman 2001, section 4.6). */
export function softmaxLoss(y: Float64Array, labels: number): Loss {
  let shares = new Float64Array(0)
  return {
    outputs: labels,
    start(rows, weights) {
      const totals = new Float64Array(labels)
      let W = 0
      for (const r of rows) {
        totals[y[r]!]! += weights[r]!
        W += weights[r]!
      }
      return totals.map((total) => Math.log(clampShare(total / W)))
    },
    prepare(F, rows) {
      if (shares.length !== F.length) shares = new Float64Array(F.length)
      for (const r of rows) softmax(F, shares, r * labels, labels)
    },
    derive(output, work, rows, mostWeight) {
      work.scaleFor(mostWeight, mostWeight / 4)
      for (let i = 0; i < rows.length; i++) {
        const r = rows[i]!
        const w = work.weights[r]!
        const p = shares[r * labels + output]!
        work.put(r, w * (p - (y[r] === output ? 1 : 0)), w * p * (1 - p))
      }
    },
    measure(F, rows, weights) {
      const own = new Float64Array(labels)
      let loss = 0
      for (const r of rows) {
        softmax(F.subarray(r * labels, (r + 1) * labels), own, 0, labels)
        loss -= weights[r]! * Math.log(Math.max(own[y[r]!]!, Number.MIN_VALUE))
      }
      return loss
    },
  }
}

/** Numbers: half the squared error. */
export function squaredLoss(y: Float64Array): Loss {
  return {
    outputs: 1,
    start(rows, weights) {
      let W = 0
      let S = 0
      for (const r of rows) {
        W += weights[r]!
        S += weights[r]! * y[r]!
      }
      return Float64Array.of(S / W)
    },
    derive(_, work, rows, mostWeight) {
      const { F, weights } = work
      let most = 0
      for (let i = 0; i < rows.length; i++) {
        const r = rows[i]!
        most = Math.max(most, weights[r]! * Math.abs(F[r]! - y[r]!))
      }
      work.scaleFor(work.largest(most), mostWeight)
      for (let i = 0; i < rows.length; i++) {
        const r = rows[i]!
        work.put(r, weights[r]! * (F[r]! - y[r]!), weights[r]!)
      }
    },
    measure(F, rows, weights) {
      let loss = 0
      for (const r of rows) loss += weights[r]! * (F[r]! - y[r]!) ** 2
      return loss
    },
  }
}
