import { EngineError } from '../../../contract/errors.ts'
import type { FeatureSpec } from '../../../contract/learning.ts'
import { hasLevel, type Trees, treeOutputs } from '../learners/tree.ts'
import type { NodeMode } from './onnx-types.ts'
import type { AttributeValue } from './onnx-writer.ts'

/** A node takes about 30 bytes of a file, which may have 2 GB, and more than that here while it is written. */
const MAX_NODES = 10_000_000

/** Features that have a value in every row that comes to a node: what splits above it found out. */
interface Present {
  feature: number
  above: Present | undefined
}

/** A node still to be written, and where its number then goes. */
interface Task {
  node: number
  /** True: as the leaf that the node is for rows without its feature. */
  asLeaf: boolean
  present: Present | undefined
  parent: number
  branch: 'true' | 'false' | 'root'
}

/** Trees as the attributes of a TreeEnsembleRegressor, exactly: the threshold of a split stays the float32 that it is, and
 *  missing values go where they go in `Trees`. Where that is neither child of a split, a node that only a missing value
 *  passes (below -infinity, missing tracks true) stands before it; not again under a split that proved the value present.
 *  A categorical split is a chain of BRANCH_EQ with one target, which runtimes know as set membership.
 *  @param columns column of the ensemble's input for each feature
 *  @throws EngineError `not-supported` for more nodes than a file can hold */
export function treeAttributes(
  trees: Trees,
  outputs: number,
  features: readonly FeatureSpec[],
  columns: ArrayLike<number>,
): Record<string, AttributeValue> {
  const writer = new TreeWriter(trees, outputs, features, columns)
  for (let t = 0; t < trees.scales.length; t++) writer.addTree(t)
  if (trees.scales.length === 0) writer.addEmptyTree()
  return writer.attributes()
}

class TreeWriter {
  readonly #trees: Trees
  readonly #outputs: number
  readonly #features: readonly FeatureSpec[]
  readonly #columns: ArrayLike<number>
  readonly #width: number
  readonly #targets: Uint32Array | undefined
  readonly #modes: NodeMode[] = []
  readonly #column: number[] = []
  readonly #value: number[] = []
  readonly #tracksTrue: number[] = []
  readonly #trueId: number[] = []
  readonly #falseId: number[] = []
  readonly #treeId: number[] = []
  readonly #nodeId: number[] = []
  readonly #weightOf: number[] = []
  readonly #weightTarget: number[] = []
  readonly #weight: number[] = []
  /** Chains of BRANCH_EQ by the first of their nodes: the last. */
  readonly #chains = new Map<number, number>()
  #tree = 0
  /** Where the present tree begins. */
  #start = 0

  constructor(trees: Trees, outputs: number, features: readonly FeatureSpec[], columns: ArrayLike<number>) {
    this.#trees = trees
    this.#outputs = outputs
    this.#features = features
    this.#columns = columns
    const { width, targets } = treeOutputs(trees, outputs)
    this.#width = width
    this.#targets = targets
  }

  addEmptyTree(): void {
    const leaf = this.#add('LEAF', 0, 0, false)
    this.#addWeight(leaf, 0, 0)
  }

  addTree(t: number): void {
    this.#tree = t
    this.#start = this.#modes.length
    const root: Task = {
      node: this.#trees.roots[t]!,
      asLeaf: false,
      present: undefined,
      parent: 0,
      branch: 'root',
    }
    const tasks = [root]
    for (let task = tasks.pop(); task; task = tasks.pop()) this.#write(task, tasks)
  }

  #write(task: Task, tasks: Task[]): void {
    const { node, asLeaf, present } = task
    const { feature, left, missing, subset } = this.#trees
    const f = feature[node]!
    if (f < 0 || asLeaf) {
      this.#attach(task, this.#addLeaf(node))
      return
    }
    const root = this.#trees.roots[this.#tree]!
    const categories = subset[node]! >= 0 ? this.#categories(node) : undefined
    // A missing value is neither below a threshold nor any level: unasked, it takes the false branch.
    const unasked = categories && !categories.isFalseRight ? left[node]! : left[node]! + 1
    const own = missing[node]!
    const isKnown = isPresent(present, f)
    const tracks = !categories && own === left[node]! && !isKnown
    const needsGuard = !isKnown && !tracks && own !== unasked
    const presentHere = isKnown ? present : { feature: f, above: present }
    let at = task
    if (needsGuard) {
      const guard = this.#add('BRANCH_LT', f, Number.NEGATIVE_INFINITY, true)
      this.#attach(task, guard)
      const missingTask: Task = {
        node: own > 0 ? root + own : node,
        asLeaf: own === 0,
        present,
        parent: guard,
        branch: 'true',
      }
      tasks.push(missingTask)
      at = { ...task, parent: guard, branch: 'false' }
    }
    const child = (index: number, parent: number, branch: 'true' | 'false'): void => {
      const mayMiss = !needsGuard && own === index
      tasks.push({
        node: root + index,
        asLeaf: false,
        present: mayMiss ? present : presentHere,
        parent,
        branch,
      })
    }
    if (!categories) {
      const split = this.#add('BRANCH_LT', f, this.#trees.threshold[node]!, tracks)
      this.#attach(at, split)
      child(left[node]! + 1, split, 'false')
      child(left[node]!, split, 'true')
      return
    }
    this.#addChain(f, categories, at, (isTrue, parent) => {
      const goesRight = isTrue !== categories.isFalseRight
      const index = left[node]! + (goesRight ? 1 : 0)
      child(index, parent, isTrue ? 'true' : 'false')
    })
  }

  /** The levels that a chain asks for: those that go left or those that go right, whichever are fewer. */
  #categories(node: number): { levels: number[]; isFalseRight: boolean } {
    const { subsets, subset, feature } = this.#trees
    const inside: number[] = []
    const outside: number[] = []
    const count = this.#features[feature[node]!]!.levels?.length ?? 0
    for (let level = 0; level < count; level++) {
      if (hasLevel(subsets, subset[node]!, level)) inside.push(level)
      else outside.push(level)
    }
    // An empty chain could not be written.
    const isFalseRight = outside.length === 0 || (inside.length > 0 && inside.length <= outside.length)
    const levels = isFalseRight ? inside : outside
    return { levels: levels.length > 0 ? levels : [0], isFalseRight }
  }

  #addChain(
    f: number,
    { levels }: { levels: number[] },
    task: Task,
    child: (isTrue: boolean, parent: number) => void,
  ): void {
    let parent = task
    let first = -1
    let last = -1
    for (const level of levels) {
      last = this.#add('BRANCH_EQ', f, level, false)
      this.#attach(parent, last)
      if (first < 0) first = last
      parent = { ...task, parent: last, branch: 'false' }
    }
    child(false, last)
    // All of the chain have the same true branch: its number goes to the first now and to the others when it is known.
    this.#chains.set(first, last)
    child(true, first)
  }

  #attach({ parent, branch }: Task, id: number): void {
    const own = id - this.#start
    if (branch === 'true') {
      const last = this.#chains.get(parent) ?? parent
      for (let node = parent; node <= last; node++) this.#trueId[node] = own
    } else if (branch === 'false') this.#falseId[parent] = own
  }

  #addLeaf(node: number): number {
    const leaf = this.#add('LEAF', -1, 0, false)
    const { values, scales } = this.#trees
    const scale = scales[this.#tree]!
    const target = this.#targets?.[this.#tree] ?? 0
    const before = this.#weight.length
    for (let k = 0; k < this.#width; k++) {
      const weight = Math.fround(scale * values[node * this.#width + k]!)
      if (weight !== 0) this.#addWeight(leaf, target + k, weight)
    }
    // A leaf must say something.
    if (this.#weight.length === before) this.#addWeight(leaf, target, 0)
    return leaf
  }

  #add(mode: NodeMode, feature: number, value: number, tracksTrue: boolean): number {
    const id = this.#modes.length
    if (id >= MAX_NODES) {
      throw new EngineError(
        'not-supported',
        `The model has more than ${MAX_NODES} nodes as ONNX has them (missing values and levels take nodes of their own), which is more than such a file can hold; download the model file instead, or train with fewer or smaller trees.`,
      )
    }
    this.#modes.push(mode)
    this.#column.push(feature < 0 ? 0 : this.#columns[feature]!)
    this.#value.push(value)
    this.#tracksTrue.push(tracksTrue ? 1 : 0)
    this.#trueId.push(0)
    this.#falseId.push(0)
    this.#treeId.push(this.#tree)
    this.#nodeId.push(id - this.#start)
    return id
  }

  #addWeight(leaf: number, target: number, weight: number): void {
    this.#weightOf.push(leaf)
    this.#weightTarget.push(target)
    this.#weight.push(weight)
  }

  attributes(): Record<string, AttributeValue> {
    return {
      n_targets: { int: this.#outputs },
      aggregate_function: { string: 'SUM' },
      post_transform: { string: 'NONE' },
      nodes_treeids: { ints: this.#treeId },
      nodes_nodeids: { ints: this.#nodeId },
      nodes_featureids: { ints: this.#column },
      nodes_modes: { strings: this.#modes },
      nodes_values: { floats: this.#value },
      nodes_truenodeids: { ints: this.#trueId },
      nodes_falsenodeids: { ints: this.#falseId },
      nodes_missing_value_tracks_true: { ints: this.#tracksTrue },
      target_treeids: { ints: this.#weightOf.map((leaf) => this.#treeId[leaf]!) },
      target_nodeids: { ints: this.#weightOf.map((leaf) => this.#nodeId[leaf]!) },
      target_ids: { ints: this.#weightTarget },
      target_weights: { floats: this.#weight },
    }
  }
}

function isPresent(present: Present | undefined, feature: number): boolean {
  for (let at = present; at; at = at.above) if (at.feature === feature) return true
  return false
}
