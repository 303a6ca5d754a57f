import { EngineError } from '../../../contract/errors.ts'
import type { Part } from '../learners/parts/part.ts'
import type { Column } from './columns.ts'
import type { Value } from './graph-values.ts'
import { importTrees } from './import-trees.ts'
import { Linear } from './linear.ts'
import { POST_TRANSFORMS, type PostTransform } from './onnx-types.ts'
import type { Operation } from './operations.ts'
import type { OnnxNode } from './read-onnx.ts'
import { type Layers, logistic, otherOfLayers, softmaxed, treesPart, withOther } from './scores.ts'
import { readTreeSource } from './tree-source.ts'

/** Numbers in the leaves of all trees together. */
const MAX_VALUES = 20_000_000

const damaged = (what: string): EngineError =>
  new EngineError('bad-file', `The ONNX file is damaged: ${what}.`)

/** @throws EngineError for one that is not understood */
function postTransform({ attributes, op }: OnnxNode): PostTransform {
  const name = attributes.get('post_transform')?.text ?? 'NONE'
  const known = POST_TRANSFORMS.find((each) => each === name)
  if (known === 'NONE' || known === 'SOFTMAX' || known === 'LOGISTIC') return known
  const why =
    known === 'PROBIT'
      ? ', which is the inverse of the normal distribution function and gives no probabilities'
      : known === 'SOFTMAX_ZERO'
        ? ', a softmax that leaves out zeros'
        : ''
  throw new EngineError(
    'not-supported',
    `The ONNX file has a ${op} with post_transform ${name.slice(0, 40)}${why}; read are NONE, SOFTMAX and LOGISTIC.`,
  )
}

/** Labels of a classifier; attributes have had two names for whole numbers. */
function classLabels({ attributes }: OnnxNode): (string | number)[] {
  const numbers = attributes.get('classlabels_int64s')?.numbers ?? attributes.get('classlabels_ints')?.numbers
  return attributes.get('classlabels_strings')?.texts ?? (numbers ? Array.from(numbers) : [])
}

const base = ({ attributes }: OnnxNode): Float64Array =>
  attributes.get('base_values')?.numbers ??
  attributes.get('base_values_as_tensor')?.tensor?.numbers ??
  new Float64Array(0)

function importEnsemble(
  node: OnnxNode,
  prefix: 'class' | 'target',
  columns: Column[],
  outputs: number,
  values: ArrayLike<number>,
) {
  const source = readTreeSource(node, prefix, outputs)
  if (source.count * outputs > MAX_VALUES)
    throw new EngineError('not-supported', `The ONNX file has more than ${MAX_VALUES} values in its trees.`)
  return { source, trees: importTrees(source, columns, outputs, values) }
}

const treeRegressor: Operation = (node, [value]) => {
  if (value?.kind !== 'columns') return undefined
  const outputs = node.attributes.get('n_targets')?.number ?? 1
  if (!(outputs >= 1 && outputs <= MAX_VALUES)) throw damaged(`${outputs} targets`)
  const aggregate = node.attributes.get('aggregate_function')?.text ?? 'SUM'
  const values = base(node)
  if (values.length !== 0 && values.length !== outputs) throw damaged('base_values')
  if (aggregate !== 'SUM' && aggregate !== 'AVERAGE') {
    throw new EngineError(
      'not-supported',
      `The ONNX file takes the ${aggregate.slice(0, 20)} of its trees; read are SUM and AVERAGE.`,
    )
  }
  const { source, trees } = importEnsemble(node, 'target', value.columns, outputs, values)
  if (aggregate === 'AVERAGE') trees.scales.fill(1 / source.roots.length, 0, source.roots.length)
  const transform = postTransform(node)
  const part = treesPart(trees, outputs)
  // Runtimes leave a single sum as it is.
  return { kind: 'scores', part: outputs === 1 ? part : transformed(part, transform) }
}

const transformed = (part: Part, transform: PostTransform): Part =>
  transform === 'SOFTMAX' ? softmaxed(part) : transform === 'LOGISTIC' ? logistic(part) : part

const treeClassifier: Operation = (node, [value]) => {
  if (value?.kind !== 'columns') return undefined
  const labels = classLabels(node)
  if (labels.length === 0) throw damaged('a classifier without labels')
  const transform = postTransform(node)
  const values = base(node)
  const ids = node.attributes.get('class_ids')?.numbers ?? new Float64Array(0)
  const isLone = labels.length === 2 && ids.every((id) => id === ids[0])
  const named = (part: Part): Value[] => [
    { kind: 'labels', labels },
    { kind: 'scores', part, labels },
  ]
  if (!isLone) {
    if (values.length !== 0 && values.length !== labels.length) throw damaged('base_values')
    const { trees } = importEnsemble(node, 'class', value.columns, labels.length, values)
    return named(transformed(treesPart(trees, labels.length), transform))
  }
  if (values.length > 1) throw oneSumFor('base_values for both')
  if (transform === 'SOFTMAX') throw oneSumFor('a softmax of it')
  // Two labels with weights for one: that is the sum for the second label, whichever they name.
  const attributes = new Map(node.attributes).set('class_ids', { numbers: new Float64Array(ids.length) })
  const { source, trees } = importEnsemble({ ...node, attributes }, 'class', value.columns, 1, [
    values[0] ?? 0,
  ])
  const sum = treesPart(trees, 1)
  if (transform === 'LOGISTIC') return named(withOther(logistic(sum), 'complement'))
  // Without negative weights the sum is a share, and the other label has the rest.
  const isShare = [...source.weights.values()].every((weights) => weights.every(([, weight]) => weight >= 0))
  return named(withOther(sum, isShare ? 'complement' : 'negate'))
}

const oneSumFor = (what: string): EngineError =>
  new EngineError(
    'not-supported',
    `The ONNX file has one sum for two labels and ${what}, which runtimes do not agree on.`,
  )

/** X × coefficients + intercepts, with coefficients of shape (outputs, columns). */
function linearLayers(node: OnnxNode, columns: readonly Column[], outputs: number): Layers {
  const coefficients = node.attributes.get('coefficients')?.numbers ?? new Float64Array(0)
  const intercepts = node.attributes.get('intercepts')?.numbers
  if (coefficients.length !== outputs * columns.length || (intercepts && intercepts.length !== outputs))
    throw damaged(`a ${node.op} with ${coefficients.length} coefficients for ${columns.length} columns`)
  const first = Linear.of(columns, (c, k) => coefficients[k * columns.length + c]!, outputs)
  return {
    first: first.scaled(
      () => 1,
      (k) => intercepts?.[k] ?? 0,
    ),
    rest: [],
  }
}

const linearRegressor: Operation = (node, [value]) => {
  if (value?.kind !== 'columns') return undefined
  const outputs = node.attributes.get('targets')?.number ?? 1
  if (!(outputs >= 1 && outputs <= MAX_VALUES)) throw damaged(`${outputs} targets`)
  const layers = linearLayers(node, value.columns, outputs)
  return { kind: 'layers', layers: withTransform(layers, postTransform(node)) }
}

function withTransform(layers: Layers, transform: PostTransform): Layers {
  if (transform === 'LOGISTIC') return { ...layers, last: 'logistic' }
  return transform === 'SOFTMAX' ? { ...layers, last: 'softmax' } : layers
}

const linearClassifier: Operation = (node, [value]) => {
  if (value?.kind !== 'columns') return undefined
  const labels = classLabels(node)
  if (labels.length === 0) throw damaged('a classifier without labels')
  const rows = node.attributes.get('intercepts')?.numbers?.length ?? labels.length
  const transform = postTransform(node)
  const layers = withTransform(linearLayers(node, value.columns, rows), transform)
  if (rows === 1 && labels.length === 2) {
    if (transform === 'SOFTMAX') throw oneSumFor('a softmax of it')
    return [
      { kind: 'labels', labels },
      { kind: 'layers', layers: otherOfLayers(layers, 'complement') },
    ]
  }
  if (rows !== labels.length) throw damaged('a classifier with another number of sums than of labels')
  return [
    { kind: 'labels', labels },
    { kind: 'layers', layers },
  ]
}

export const ensembles: Record<string, Operation> = {
  TreeEnsembleClassifier: treeClassifier,
  TreeEnsembleRegressor: treeRegressor,
  LinearClassifier: linearClassifier,
  LinearRegressor: linearRegressor,
}
