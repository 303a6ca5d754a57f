import type { Model } from './model.ts'
import { hasLevel, treeOutputs } from './tree.ts'

/** What `/details` shows of a model: its parameters and its trees, nested as they branch. */
export interface ModelDetails {
  mode: Model['mode']
  labels: (string | number)[]
  features: Model['features']
  config: Model['config']
  equalizationFactor: number
  seed: number
  training: Model['training']
  outOfBag?: Model['outOfBag']
  importances?: Model['importances']
  /** How tree values become scores (see `Link`). */
  link: Model['link']
  /** `output`: the label whose sum a tree adds to, where each tree is for one. */
  trees: { scale: number; output?: number; root: NodeDetails }[]
  /** Present if there are more trees than are listed. */
  treesLeftOut?: number
}

/** One node. An inner node has a feature and children, and is what answers where `missing` is absent. */
export interface NodeDetails {
  rows: number
  values: number[]
  feature?: string
  /** Numeric: values below go left. */
  threshold?: number
  /** Categorical: these levels go left. */
  levels?: string[]
  left?: NodeDetails
  right?: NodeDetails
  missing?: NodeDetails
}

/** A model as plain JSON. @param maxNodes trees beyond that many nodes are only counted */
export function describeModel(model: Model, maxNodes = 20_000): ModelDetails {
  const { trees, mode, labels, features, config, equalizationFactor, seed, training, link } = model
  const listed: ModelDetails['trees'] = []
  const count = trees.scales.length
  for (let t = 0; t < count && (t === 0 || trees.roots[t + 1]! <= maxNodes); t++) {
    const output = trees.targets.length > 0 ? { output: trees.targets[t]! } : {}
    listed.push({
      scale: trees.scales[t]!,
      ...output,
      root: describeTree(model, trees.roots[t]!, trees.roots[t + 1]!),
    })
  }
  return {
    ...{ mode, labels, features, config, equalizationFactor, seed, training, link },
    ...(model.outOfBag && { outOfBag: model.outOfBag }),
    ...(model.importances && { importances: model.importances }),
    trees: listed,
    ...(listed.length < count && { treesLeftOut: count - listed.length }),
  }
}

/** Children stand after their parent, so that from the last node to the first each finds its own done: no recursion,
 *  whatever the depth. */
function describeTree(model: Model, root: number, end: number): NodeDetails {
  const { trees, features, outputs } = model
  const { width } = treeOutputs(trees, outputs)
  const nodes = new Array<NodeDetails>(end - root)
  for (let node = end - 1; node >= root; node--) {
    const details: NodeDetails = {
      rows: trees.cover[node]!,
      values: Array.from(trees.values.subarray(node * width, (node + 1) * width)),
    }
    nodes[node - root] = details
    if (trees.feature[node]! < 0) continue
    const feature = features[trees.feature[node]!]!
    details.feature = feature.name
    if (trees.subset[node]! < 0) details.threshold = trees.threshold[node]!
    else details.levels = levelsOf(model, node)
    details.left = nodes[trees.left[node]!]!
    details.right = nodes[trees.left[node]! + 1]!
    if (trees.missing[node] !== 0) details.missing = nodes[trees.missing[node]!]!
  }
  return nodes[0]!
}

function levelsOf({ trees, features }: Model, node: number): string[] {
  const levels = features[trees.feature[node]!]!.levels ?? []
  return levels.filter((_, level) => hasLevel(trees.subsets, trees.subset[node]!, level))
}
