import { EngineError } from '../../../contract/errors.ts'
import { NODE_MODES, type NodeMode } from './onnx-types.ts'
import type { OnnxNode } from './read-onnx.ts'

/** The nodes of a tree ensemble as its attributes have them. */
export interface TreeSource {
  count: number
  /** Where each tree's root is. */
  roots: number[]
  modes: NodeMode[]
  column: Float64Array
  value: Float64Array
  /** True where a missing value takes the true branch. */
  tracksTrue: Uint8Array
  trueNode: Int32Array
  falseNode: Int32Array
  hitrates: Float64Array | undefined
  /** Of each leaf: outputs and what it adds to them. */
  weights: Map<number, [output: number, weight: number][]>
}

const damaged = (what: string): EngineError =>
  new EngineError('bad-file', `The ONNX file is damaged: the tree ensemble ${what}.`)

/** Reads a TreeEnsembleClassifier or TreeEnsembleRegressor. @param prefix of its weights: `class` or `target` */
export function readTreeSource(node: OnnxNode, prefix: 'class' | 'target', outputs: number): TreeSource {
  const list = (name: string): Float64Array | undefined => {
    const attribute = node.attributes.get(name) ?? node.attributes.get(`${name}_as_tensor`)
    return attribute?.numbers ?? attribute?.tensor?.numbers
  }
  const modes = node.attributes.get('nodes_modes')?.texts ?? []
  const count = modes.length
  const need = (name: string, length: number): Float64Array => {
    const numbers = list(name)
    if (numbers?.length !== length) throw damaged(`has no ${name} for each of its ${length} entries`)
    return numbers
  }
  const unknown = modes.find((mode) => !(NODE_MODES as readonly string[]).includes(mode))
  if (unknown !== undefined) {
    throw new EngineError(
      'not-supported',
      `The ONNX file compares by ${unknown.slice(0, 40)}, which is not read.`,
    )
  }
  const treeIds = need('nodes_treeids', count)
  const nodeIds = need('nodes_nodeids', count)
  const places = new Map<string, number>()
  for (let i = 0; i < count; i++) places.set(`${treeIds[i]} ${nodeIds[i]}`, i)
  if (places.size !== count || count === 0) throw damaged('has a node twice, or none')
  const find = (tree: number, id: number): number => {
    const place = places.get(`${tree} ${id}`)
    if (place === undefined) throw damaged(`has no node ${id} in tree ${tree}`)
    return place
  }
  const trueIds = need('nodes_truenodeids', count)
  const falseIds = need('nodes_falsenodeids', count)
  const tracks = list('nodes_missing_value_tracks_true')
  const source: TreeSource = {
    count,
    roots: [],
    modes: modes as NodeMode[],
    column: need('nodes_featureids', count),
    value: need('nodes_values', count),
    tracksTrue: Uint8Array.from({ length: count }, (_, i) => (tracks?.[i] === 1 ? 1 : 0)),
    trueNode: new Int32Array(count).fill(-1),
    falseNode: new Int32Array(count).fill(-1),
    hitrates: list('nodes_hitrates'),
    weights: new Map(),
  }
  const isChild = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    if (modes[i] === 'LEAF') continue
    source.trueNode[i] = find(treeIds[i]!, trueIds[i]!)
    source.falseNode[i] = find(treeIds[i]!, falseIds[i]!)
    isChild[source.trueNode[i]!] = 1
    isChild[source.falseNode[i]!] = 1
  }
  const seen = new Set<number>()
  for (let i = 0; i < count; i++) {
    if (isChild[i] === 1) continue
    if (seen.has(treeIds[i]!)) throw damaged('has a tree with two roots')
    seen.add(treeIds[i]!)
    source.roots.push(i)
  }
  readWeights(node, prefix, outputs, { need, find, source })
  return source
}

function readWeights(
  node: OnnxNode,
  prefix: 'class' | 'target',
  outputs: number,
  {
    need,
    find,
    source,
  }: {
    need: (name: string, length: number) => Float64Array
    find: (tree: number, id: number) => number
    source: TreeSource
  },
): void {
  const length = node.attributes.get(`${prefix}_ids`)?.numbers?.length ?? 0
  const ids = need(`${prefix}_ids`, length)
  const trees = need(`${prefix}_treeids`, length)
  const nodes = need(`${prefix}_nodeids`, length)
  const weights = need(`${prefix}_weights`, length)
  for (let i = 0; i < length; i++) {
    const output = ids[i]!
    if (!(output >= 0 && output < outputs)) throw damaged(`adds to output ${output} of ${outputs}`)
    const leaf = find(trees[i]!, nodes[i]!)
    const own = source.weights.get(leaf) ?? []
    source.weights.set(leaf, own)
    own.push([output, weights[i]!])
  }
}
