import { describe, expect, it } from 'vitest'
import { Random } from '../random.ts'
import { CountCriterion } from './count-criterion.ts'
import type { Criterion } from './criterion.ts'
import { GiniCriterion } from './gini-criterion.ts'
import { LabelCriterion } from './label-criterion.ts'
import { SingleCriterion } from './single-criterion.ts'

const CODES = 9

interface Data {
  rows: number
  codes: Uint8Array
  y: Float64Array
  weights: Float64Array
  labelWeights: Float64Array
}

function makeData(seed: number, labels: number, withMissing: boolean, rows = 60): Data {
  const random = new Random(seed)
  const draw = (n: number) => Float64Array.from({ length: n }, () => 0.1 + random.uniform())
  return {
    rows,
    codes: Uint8Array.from({ length: rows }, () =>
      withMissing ? random.below(CODES) : 1 + random.below(CODES - 1),
    ),
    y: Float64Array.from({ length: rows }, () => random.below(labels)),
    weights: draw(rows),
    labelWeights: draw(rows * labels),
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
function bruteForce({ codes, rows }: Data, score: SideScore): number {
  const all = Array.from({ length: rows }, (_, r) => r)
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

const LABEL_WEIGHTS = Float64Array.of(0.3, 0.8)
/** How often a row counts: from 1 to 3, by its weight. */
const timesOf = ({ weights }: Data, r: number) => 1 + (Math.floor(weights[r]! * 10) % 3)
const countedWeights = (d: Data) => d.y.map((label, r) => LABEL_WEIGHTS[label]! * timesOf(d, r))
const countCriterion = (d: Data) =>
  new CountCriterion(
    Uint16Array.from(d.y, (label, r) => 2 * timesOf(d, r) + label),
    LABEL_WEIGHTS,
    new Uint16Array(d.rows),
    rule,
  )

const rule = { rule: 'prob', smooth: 0 } as const
const criteria: [string, number, (d: Data) => Criterion, (d: Data) => SideScore][] = [
  ['single', 2, (d) => new SingleCriterion(d.weights, d.y, d.y.length, rule), variance],
  ['count', 2, countCriterion, (d) => variance({ ...d, weights: countedWeights(d) })],
  ['gini', 3, (d) => new GiniCriterion(d.weights, d.y, 3, { ...rule, mostRows: d.y.length }), gini],
  ['label', 3, (d) => new LabelCriterion(d.labelWeights, d.y, 3, rule), labelError],
]

describe.each(criteria)('%s criterion', (_, labels, make, score) => {
  const allOf = ({ rows }: Data) => Int32Array.from({ length: rows }, (_, r) => r)
  const nodeOf = (data: Data) => ({ rows: allOf(data), start: 0, end: data.rows })

  // Few rows are put in order, many counted in a histogram.
  it.each([
    { missing: false, seed: 1, rows: 60 },
    { missing: true, seed: 2, rows: 60 },
    { missing: true, seed: 3, rows: 60 },
    { missing: false, seed: 1, rows: 700 },
    { missing: true, seed: 2, rows: 700 },
  ])('finds the best threshold (missing: $missing, seed $seed, $rows rows)', ({ missing, seed, rows }) => {
    const data = makeData(seed, labels, missing, rows)
    const criterion = make(data)
    criterion.enter(allOf(data), 0, rows)
    const expected = bruteForce(data, score(data))
    // Twice: a scan must leave nothing behind for the next.
    const scores = [1, 2].map(() => criterion.scanNumbers(data.codes, nodeOf(data)))
    expect(criterion.lowCode).toBe(expected)
    expect(scores[1]).toBe(scores[0])
  })

  it.each([60, 700])('separates present from missing where there is one value, %d rows', (rows) => {
    const data = makeData(4, labels, false, rows)
    const half = { ...data, codes: data.codes.map((_, r) => (data.y[r] === 1 ? 5 : 0)) }
    const criterion = make(half)
    criterion.enter(allOf(half), 0, rows)
    expect(criterion.scanNumbers(half.codes, nodeOf(half))).toBeGreaterThan(0)
    expect(criterion.highCode).toBe(Number.POSITIVE_INFINITY)
  })

  it.each([60, 700])('finds no split where all values are equal or missing, %d rows', (rows) => {
    const data = makeData(5, labels, false, rows)
    const criterion = make(data)
    criterion.enter(allOf(data), 0, data.rows)
    for (const code of [0, 7]) {
      const codes = data.codes.map(() => code)
      expect(criterion.scanNumbers(codes, nodeOf(data))).toBe(Number.NEGATIVE_INFINITY)
      expect(criterion.scanLevels(codes, nodeOf(data), CODES)).toBe(Number.NEGATIVE_INFINITY)
    }
  })

  it('puts the levels of one label on one side, whatever their codes', () => {
    const data = makeData(6, labels, false)
    // Levels 1, 4, 6 hold label 1 alone; 2, 3, 5 the others.
    const codes = data.codes.map((_, r) => (data.y[r] === 1 ? [1, 4, 6] : [2, 3, 5])[r % 3]!)
    const criterion = make({ ...data, codes })
    criterion.enter(allOf(data), 0, data.rows)
    expect(criterion.scanLevels(codes, nodeOf(data), CODES)).toBeGreaterThan(0)
    const left = criterion.leftLevels.toSorted().join()
    expect(['1,4,6', '2,3,5']).toContain(left)
  })
})
