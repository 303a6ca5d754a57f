import { expect, test } from 'vitest'
import { type Activation, type NetworkPart, VALUE } from '../parts/part.ts'
import { RowCells } from '../parts/row-cells.ts'
import { Random } from '../random.ts'
import { explainNetwork } from './explain-network.ts'
import { NetworkScorer } from './network-scorer.ts'

const FEATURES = 3

function randomNetwork(activation: Activation, outputActivation: Activation, outputs: number): NetworkPart {
  const random = new Random(7)
  const numbers = (count: number) => Float64Array.from({ length: count }, () => random.uniform() * 4 - 2)
  const sizes = [FEATURES, 5, 4, outputs]
  return {
    ...{ kind: 'network', outputs, sizes, activation, outputActivation },
    terms: {
      feature: Int32Array.of(0, 1, 2),
      level: new Int32Array(FEATURES).fill(VALUE),
      centre: Float64Array.of(1, -2, 0.5),
      scale: Float64Array.of(1, 0.5, 2),
    },
    weights: [numbers(15), numbers(20), numbers(4 * outputs)],
    biases: [numbers(5), numbers(4), numbers(outputs)],
    ...(outputs === 1 ? { targetCentre: 10, targetScale: 3 } : { targetCentre: 0, targetScale: 1 }),
  }
}

/** Far more than float32 rounds. */
const STEP = 2 ** -9
const ROW = [1.5, -1, 0.75]

test.each<[Activation, Activation, number]>([
  ['tanh', 'softmax', 3],
  ['logistic', 'logistic', 2],
  ['relu', 'tanh', 2],
  ['tanh', 'identity', 1],
])('%s and %s: the gradients of the score, summed up on the line, by differences', (...shape) => {
  const part = randomNetwork(...shape)
  const scorer = new NetworkScorer(part, FEATURES)
  const cells = new RowCells(FEATURES)
  const scoreOf = (row: readonly number[], output: number): number => {
    const scores = new Float64Array(part.outputs)
    cells.read(Float32Array.from(row), 0, FEATURES)
    scorer.score(cells, scores, 0)
    return scores[output]!
  }
  const centre = Array.from(part.terms.centre)
  for (let output = 0; output < part.outputs; output++) {
    cells.read(Float32Array.from(ROW), 0, FEATURES)
    const { bias, contributions } = explainNetwork(part, cells, FEATURES, output)
    const score = scoreOf(ROW, output)
    expect(bias).toBeCloseTo(scoreOf(centre, output), 12)
    expect(contributions.reduce((sum, c) => sum + c, bias)).toBeCloseTo(score, 12)
    const steps = 1000
    for (let f = 0; f < FEATURES; f++) {
      let sum = 0
      for (let p = 0; p < steps; p++) {
        const at = ROW.map((x, i) => centre[i]! + ((p + 0.5) / steps) * (x - centre[i]!))
        const rise = scoreOf(at.with(f, at[f]! + STEP), output) - scoreOf(at.with(f, at[f]! - STEP), output)
        sum += (rise / (2 * STEP) / steps) * (ROW[f]! - centre[f]!)
      }
      expect(contributions[f]).toBeCloseTo(sum, 3)
    }
  }
})
