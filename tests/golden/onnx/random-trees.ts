import type { FeatureSpec } from '../../../src/contract/learning.ts'
import type { Model } from '../../../src/engine/models/learners/model.ts'
import type { Random } from '../../../src/engine/models/learners/random.ts'
import type { MatrixRows } from './run-onnx.ts'

const LEVELS = Array.from({ length: 70 }, (_, level) => `level ${level}`)

/** Two numbers and two texts, one of them with many levels. */
export const FEATURES: FeatureSpec[] = [
  { name: 'kind', levels: LEVELS.slice(0, 3) },
  { name: 'x' },
  { name: 'place', levels: LEVELS },
  { name: 'y' },
]

/** Trees that no learner would grow: every way of missing values at every kind of split, values of infinity. */
export function randomModel(random: Random, outputs: number, treeCount: number): Model {
  const arrays = {
    roots: [0],
    feature: [] as number[],
    threshold: [] as number[],
    left: [] as number[],
    missing: [] as number[],
    subset: [] as number[],
    subsets: [] as number[],
    values: [] as number[],
    cover: [] as number[],
  }
  for (let t = 0; t < treeCount; t++) {
    const start = arrays.feature.length
    const open = [0]
    let size = 1
    const depths = [0]
    for (let own = open.shift(); own !== undefined; own = open.shift()) {
      const node = start + own
      arrays.cover[node] = 1 + random.below(9)
      for (let k = 0; k < outputs; k++)
        arrays.values[node * outputs + k] = Math.fround(random.uniform() * 2 - 1)
      const isLeaf = depths[own]! > 5 || random.uniform() < 0.2
      arrays.feature[node] = isLeaf ? -1 : random.below(FEATURES.length)
      arrays.threshold[node] = 0
      arrays.left[node] = 0
      arrays.missing[node] = 0
      arrays.subset[node] = -1
      if (isLeaf) continue
      const { levels } = FEATURES[arrays.feature[node]!]!
      if (levels) arrays.subset[node] = addSubset(arrays.subsets, levels.length, random)
      else
        arrays.threshold[node] = Math.fround(
          [0, 0.5, Number.POSITIVE_INFINITY, random.uniform()][random.below(4)]!,
        )
      arrays.left[node] = size
      const missing = [0, size, size + 1, size + 2][random.below(4)]!
      arrays.missing[node] = missing
      const children = missing === size + 2 ? 3 : 2
      for (let c = 0; c < children; c++) {
        depths[size] = depths[own]! + 1
        open.push(size++)
      }
    }
    arrays.roots.push(arrays.feature.length)
  }
  return {
    mode: outputs === 1 ? 'regression' : 'categorical',
    features: FEATURES,
    labels: outputs === 1 ? [] : Array.from({ length: outputs }, (_, k) => `label ${k}`),
    outputs,
    link: 'direct',
    config: { type: 'decision_tree' },
    equalizationFactor: 0,
    seed: 0,
    training: { rows: 1, trees: treeCount, nodes: arrays.feature.length },
    trees: {
      roots: Uint32Array.from(arrays.roots),
      scales: Float64Array.from({ length: treeCount }, () => random.uniform()),
      feature: Int32Array.from(arrays.feature),
      threshold: Float32Array.from(arrays.threshold),
      left: Int32Array.from(arrays.left),
      missing: Int32Array.from(arrays.missing),
      subset: Int32Array.from(arrays.subset),
      subsets: Uint32Array.from(arrays.subsets),
      values: Float32Array.from(arrays.values),
      cover: Uint32Array.from(arrays.cover),
      targets: new Uint32Array(0),
    },
  }
}

function addSubset(subsets: number[], levels: number, random: Random): number {
  const at = subsets.length
  const share = random.uniform()
  const inside = Array.from({ length: levels }, (_, level) => level).filter(() => random.uniform() < share)
  const words = Math.max(0, ...inside.map((level) => (level >>> 5) + 1))
  subsets.push(words, ...new Array<number>(words).fill(0))
  for (const level of inside) subsets[at + 1 + (level >>> 5)]! |= 1 << (level & 31)
  return at
}

/** Rows of those features: values on thresholds and infinite ones, a fifth missing. */
export function randomRows(random: Random, rows: number): MatrixRows {
  const X = new Float32Array(rows * FEATURES.length)
  for (let i = 0; i < X.length; i++) {
    const { levels } = FEATURES[i % FEATURES.length]!
    const numbers = [
      0,
      0.5,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      random.uniform(),
      random.uniform(),
    ]
    if (random.uniform() < 0.2) X[i] = Number.NaN
    else X[i] = levels ? random.below(levels.length) : numbers[random.below(numbers.length)]!
  }
  return { X, rows }
}
