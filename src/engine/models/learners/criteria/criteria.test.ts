import { describe, expect, it } from 'vitest'
import { Random } from '../random.ts'
import type { Criterion } from './criterion.ts'
import { GiniCriterion } from './gini-criterion.ts'
import { LabelCriterion } from './label-criterion.ts'
import { SingleCriterion } from './single-criterion.ts'

const ROWS = 60
const CODES = 9

interface Data {
  codes: Uint8Array
  y: Float64Array
  weights: Float64Array
  labelWeights: Float64Array
}

function makeData(seed: number, labels: number, withMissing: boolean): Data {
  const random = new Random(seed)
  const draw = (n: number) => Float64Array.from({ length: n }, () => 0.1 + random.uniform())
  return {
    codes: Uint8Array.from({ length: ROWS }, () =>
      withMissing ? random.below(CODES) : 1 + random.below(CODES - 1),
    ),
    y: Float64Array.from({ length: ROWS }, () => random.below(labels)),
    weights: draw(ROWS),
    labelWeights: draw(ROWS * labels),
  }
}

/** Score of a group of rows, straight from the definition. */
type SideScore = (rows: number[]) => number

const variance =
  ({ y, weights }: Data): SideScore =>
  (rows) => {
    const W = rows.reduce((sum, r) => sum + weights[r]!, 0)
    return rows.length === 0 ? 0 : rows.reduce((sum, r) => sum + weights[r]! * y[r]!, 0) ** 2 / W
  }

const gini =
  ({ y, weights }: Data): SideScore =>
  (rows) => {
    const W = rows.reduce((sum, r) => sum + weights[r]!, 0)
    const share = (k: number) => rows.reduce((sum, r) => sum + (y[r] === k ? weights[r]! : 0), 0)
    return rows.length === 0 ? 0 : [0, 1, 2].reduce((sum, k) => sum + share(k) ** 2, 0) / W
  }

/** Least weighted squared error to +1/-1 targets, as a score: larger is better, up to a constant. */
const labelError =
  ({ y, labelWeights }: Data): SideScore =>
  (rows) => {
    let score = 0
    for (let k = 0; k < 3; k++) {
      const W = rows.reduce((sum, r) => sum + labelWeights[r * 3 + k]!, 0)
      const S = rows.reduce((sum, r) => sum + labelWeights[r * 3 + k]! * (y[r] === k ? 1 : -1), 0)
      if (rows.length === 0) continue
      const error = rows.reduce(
        (sum, r) => sum + labelWeights[r * 3 + k]! * ((y[r] === k ? 1 : -1) - S / W) ** 2,
        0,
      )
      score -= error
    }
    return score
  }

/** The best threshold by trying all: codes up to it go left. */
function bruteForce({ codes }: Data, score: SideScore): number {
  const all = Array.from({ length: ROWS }, (_, r) => r)
  const missing = all.filter((r) => codes[r] === 0)
  let best = Number.NEGATIVE_INFINITY
  let bestCode = -1
  for (let code = 1; code < CODES - 1; code++) {
    const left = all.filter((r) => codes[r]! > 0 && codes[r]! <= code)
    const right = all.filter((r) => codes[r]! > code)
    if (left.length === 0 || right.length === 0) continue
    const value = score(left) + score(right) + score(missing)
    if (value <= best + 1e-12) continue
    best = value
    bestCode = code
  }
  return bestCode
}

const rule = { rule: 'prob', smooth: 0 } as const
const criteria: [string, number, (d: Data) => Criterion, (d: Data) => SideScore][] = [
  ['single', 2, (d) => new SingleCriterion(d.weights, d.y, 'prob', 0), variance],
  ['gini', 3, (d) => new GiniCriterion(d.weights, d.y, 3, rule), gini],
  ['label', 3, (d) => new LabelCriterion(d.labelWeights, d.y, 3, rule), labelError],
]

describe.each(criteria)('%s criterion', (_, labels, make, score) => {
  const all = Int32Array.from({ length: ROWS }, (_, r) => r)
  const node = { rows: all, start: 0, end: ROWS }

  it.each([
    { missing: false, seed: 1 },
    { missing: true, seed: 2 },
    { missing: true, seed: 3 },
  ])('finds the best threshold by both scans (missing: $missing, seed $seed)', ({ missing, seed }) => {
    const data = makeData(seed, labels, missing)
    const criterion = make(data)
    criterion.enter(all, 0, ROWS)
    const expected = bruteForce(data, score(data))
    const sorted = Int32Array.from(all).sort((a, b) => data.codes[a]! - data.codes[b]!)
    const bySort = criterion.scanSorted(data.codes, 0, sorted, ROWS)
    expect(criterion.lowCode).toBe(expected)
    const byHistogram = criterion.scanHistogram(data.codes, 0, node, CODES)
    expect(criterion.lowCode).toBe(expected)
    expect(byHistogram).toBeCloseTo(bySort, 9)
  })

  it('separates present from missing where there is one value', () => {
    const data = makeData(4, labels, false)
    const half = { ...data, codes: data.codes.map((_, r) => (data.y[r] === 1 ? 5 : 0)) }
    const criterion = make(half)
    criterion.enter(all, 0, ROWS)
    const sorted = Int32Array.from(all).sort((a, b) => half.codes[a]! - half.codes[b]!)
    expect(criterion.scanSorted(half.codes, 0, sorted, ROWS)).toBeGreaterThan(0)
    expect(criterion.highCode).toBe(Number.POSITIVE_INFINITY)
    expect(criterion.scanHistogram(half.codes, 0, node, CODES)).toBeGreaterThan(0)
    expect(criterion.highCode).toBe(Number.POSITIVE_INFINITY)
  })

  it('finds no split where all values are equal or missing', () => {
    const data = makeData(5, labels, false)
    const criterion = make(data)
    criterion.enter(all, 0, ROWS)
    for (const code of [0, 7]) {
      const codes = data.codes.map(() => code)
      expect(criterion.scanSorted(codes, 0, all, ROWS)).toBe(Number.NEGATIVE_INFINITY)
      expect(criterion.scanHistogram(codes, 0, node, CODES)).toBe(Number.NEGATIVE_INFINITY)
      expect(criterion.scanLevels(codes, 0, node, CODES)).toBe(Number.NEGATIVE_INFINITY)
    }
  })

  it('puts the levels of one label on one side, whatever their codes', () => {
    const data = makeData(6, labels, false)
    // Levels 1, 4, 6 hold label 1 alone; 2, 3, 5 the others.
    const codes = data.codes.map((_, r) => (data.y[r] === 1 ? [1, 4, 6] : [2, 3, 5])[r % 3]!)
    const criterion = make({ ...data, codes })
    criterion.enter(all, 0, ROWS)
    expect(criterion.scanLevels(codes, 0, node, CODES)).toBeGreaterThan(0)
    const left = criterion.leftLevels.toSorted().join()
    expect(['1,4,6', '2,3,5']).toContain(left)
  })
})
