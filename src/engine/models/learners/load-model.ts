import { checkModelHeader } from './check-model-header.ts'
import { hasOutputPerLabel, LINKS, type Model } from './model.ts'
import { badModel, type ModelHeader, pad, readModelHeader } from './model-file.ts'
import { TREE_ARRAYS, type Trees, treeOutputs } from './tree.ts'

/** Reads a model file and checks every index in it, so that prediction needs no checks and always ends.
 *  @throws EngineError `bad-file` */
export function loadModel(bytes: Uint8Array): Model {
  // A copy, so that arrays are aligned and nothing else can change them.
  const file = bytes.slice()
  const { kind, lengths, ...rest } = readModelHeader(file) as ModelHeader
  const headerLength = new DataView(file.buffer).getUint32(8, true)
  if (kind !== 'trees') throw badModel('unknown kind')
  const trees: Partial<Record<keyof Trees, unknown>> = {}
  let at = pad(12 + headerLength)
  for (const [name, Type] of TREE_ARRAYS) {
    const length = lengths?.[name]
    if (!isCount(length) || at + length * Type.BYTES_PER_ELEMENT > file.length) throw badModel('cut short')
    trees[name] = new Type(file.buffer, at, length)
    at += pad(length * Type.BYTES_PER_ELEMENT)
  }
  if (at !== file.length) throw badModel('another length than its header says')
  const model: Model = { ...rest, trees: trees as unknown as Trees }
  checkModel(model)
  return model
}

/** Checks a model of trees that was read from a file. @throws EngineError `bad-file` */
export function checkModel(model: Model): void {
  if (typeof model.training?.rows !== 'number' || typeof model.training.trees !== 'number')
    throw badModel('header')
  checkHeader(model)
  checkTrees(model)
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0
}

function checkHeader(model: Model): void {
  checkModelHeader(model)
  const { mode, labels, outputs, link } = model
  if (!LINKS.includes(link)) throw badModel('link')
  const expected = mode === 'regression' || !hasOutputPerLabel(link) ? 1 : labels.length
  if (outputs !== expected || outputs < 1) throw badModel('outputs')
  const fits = hasOutputPerLabel(link) || labels.length === 2 || (link === 'logistic' && labels.length === 1)
  if (!fits) throw badModel('link')
}

/** True for something that has all arrays of trees, of their types. */
export const areTrees = (value: unknown): value is Trees =>
  TREE_ARRAYS.every(([name, Type]) => (value as Trees | undefined)?.[name] instanceof Type)

/** Checks every index of trees. @throws EngineError `bad-file` */
export function checkTrees({ trees, outputs, features }: Model): void {
  if (!areTrees(trees)) throw badModel('trees')
  const nodes = trees.feature.length
  const sameLength = [trees.threshold, trees.left, trees.missing, trees.subset, trees.cover]
  if (sameLength.some((array) => array.length !== nodes)) throw badModel('node arrays')
  const count = trees.scales.length
  const { width, targets } = treeOutputs(trees, outputs)
  if (trees.values.length !== nodes * width) throw badModel('values')
  if (targets && (targets.length !== count || targets.some((output) => output >= outputs))) {
    throw badModel('targets')
  }
  if (trees.roots.length !== count + 1 || trees.roots[0] !== 0 || trees.roots[count] !== nodes) {
    throw badModel('roots')
  }
  for (let t = 0; t < count; t++) {
    const root = trees.roots[t]!
    const end = trees.roots[t + 1]!
    if (end <= root || end > nodes) throw badModel('roots')
    for (let node = root; node < end; node++) checkNode(trees, node, [root, end], features)
  }
}

/** Children come after their parent and within its tree: a walk down always ends. */
function checkNode(trees: Trees, node: number, tree: [number, number], features: Model['features']): void {
  const feature = trees.feature[node]!
  if (feature < 0) return
  if (feature >= features.length) throw badModel('feature index')
  const own = node - tree[0]
  const size = tree[1] - tree[0]
  const left = trees.left[node]!
  const missing = trees.missing[node]!
  if (left <= own || left + 1 >= size) throw badModel('child index')
  if (missing !== 0 && (missing <= own || missing >= size)) throw badModel('child index')
  const subset = trees.subset[node]!
  if (subset < 0 && Number.isNaN(trees.threshold[node]!)) throw badModel('threshold')
  if (
    subset >= 0 &&
    subset + 1 + (trees.subsets[subset] ?? Number.POSITIVE_INFINITY) > trees.subsets.length
  ) {
    throw badModel('subset')
  }
}
