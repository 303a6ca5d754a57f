import { EngineError } from '../../../contract/errors.ts'
import type { Trees } from '../learners/tree.ts'
import { type Column, columnValue, leastWith } from './columns.ts'
import type { NodeMode } from './onnx-types.ts'
import type { TreeSource } from './tree-source.ts'

/** A node with several parents is written once for each; a file may not make much of little that way. */
const MOST_COPIES = 4

/** A split as `Trees` has it, with the nodes of the file that its children are. */
interface Split {
  feature: number
  /** Values below go left; or these levels do. */
  threshold: number
  levels: number[] | undefined
  left: number
  right: number
  missing: number
}

/** The trees of an ensemble, exactly: a comparison of a float32 with any threshold, after any rounding steps on a column, is
 *  one with the least float32 that passes. Values of inner nodes, which explanations need, are means of their leaves by
 *  `nodes_hitrates`, or where there are none by the number of leaves.
 *  @param base what is added to each output
 *  @throws EngineError `bad-file` for an ensemble without end, `not-supported` for comparisons that trees here do not have */
export function importTrees(
  source: TreeSource,
  columns: readonly Column[],
  outputs: number,
  base: ArrayLike<number>,
): Trees {
  const importer = new TreeImporter(source, columns, outputs)
  for (const root of source.roots) importer.addTree(root)
  if (Array.from(base).some((value) => value !== 0)) importer.addConstant(base)
  return importer.finish()
}

class TreeImporter {
  readonly #source: TreeSource
  readonly #columns: readonly Column[]
  readonly #outputs: number
  readonly #roots = [0]
  readonly #feature: number[] = []
  readonly #threshold: number[] = []
  readonly #left: number[] = []
  readonly #missing: number[] = []
  readonly #subset: number[] = []
  readonly #subsets: number[] = []
  readonly #cover: number[] = []
  readonly #values: number[] = []

  constructor(source: TreeSource, columns: readonly Column[], outputs: number) {
    this.#source = source
    this.#columns = columns
    this.#outputs = outputs
  }

  addTree(root: number): void {
    const start = this.#feature.length
    const limit = MOST_COPIES * this.#source.count + 1000
    // Nodes of the file, in the order in which they are written.
    const queue = [root]
    for (let own = 0; own < queue.length; own++) {
      if (start + queue.length > limit) {
        throw new EngineError('bad-file', 'The ONNX file is damaged: its trees lead back to themselves.')
      }
      const split = this.#splitAt(queue[own]!)
      const node = start + own
      if (!split) {
        this.#addLeaf(node, queue[own]!)
        continue
      }
      const { feature, threshold, levels, left, right, missing } = split
      const children = [left, right, ...(missing === left || missing === right ? [] : [missing])]
      this.#feature[node] = feature
      this.#threshold[node] = levels ? 0 : threshold
      this.#subset[node] = levels ? this.#addSubset(levels) : -1
      this.#left[node] = queue.length
      this.#missing[node] = queue.length + (missing === left ? 0 : missing === right ? 1 : 2)
      queue.push(...children)
    }
    this.#roots.push(this.#feature.length)
    this.#fillInner(start)
  }

  /** A tree of one leaf. */
  addConstant(values: ArrayLike<number>): void {
    const node = this.#feature.length
    this.#addNode(node, 1)
    for (let k = 0; k < this.#outputs; k++) this.#values[node * this.#outputs + k] = values[k]!
    this.#roots.push(this.#feature.length)
  }

  #addNode(node: number, cover: number): void {
    this.#feature[node] = -1
    this.#threshold[node] = 0
    this.#subset[node] = -1
    this.#left[node] = 0
    this.#missing[node] = 0
    this.#cover[node] = cover
  }

  #addLeaf(node: number, from: number): void {
    const hits = this.#source.hitrates?.[from] ?? 0
    this.#addNode(node, hits >= 1 && hits < 2 ** 32 ? Math.round(hits) : 1)
    const at = node * this.#outputs
    for (let k = 0; k < this.#outputs; k++) this.#values[at + k] = 0
    for (const [output, weight] of this.#source.weights.get(from) ?? []) this.#values[at + output]! += weight
  }

  #addSubset(levels: readonly number[]): number {
    const at = this.#subsets.length
    const words = levels.reduce((most, level) => Math.max(most, (level >>> 5) + 1), 0)
    this.#subsets.push(words, ...new Array<number>(words).fill(0))
    for (const level of levels) this.#subsets[at + 1 + (level >>> 5)]! |= 1 << (level & 31)
    return at
  }

  /** Children stand after their parent: from the last node to the first each finds its own done. */
  #fillInner(start: number): void {
    const width = this.#outputs
    for (let node = this.#feature.length - 1; node >= start; node--) {
      if (this.#feature[node]! < 0) continue
      const left = start + this.#left[node]!
      const count = this.#missing[node]! > this.#left[node]! + 1 ? 3 : 2
      let rows = 0
      for (let c = 0; c < count; c++) rows += this.#cover[left + c]!
      this.#cover[node] = Math.min(rows, 2 ** 32 - 1)
      for (let k = 0; k < width; k++) {
        let sum = 0
        for (let c = 0; c < count; c++) sum += this.#cover[left + c]! * this.#values[(left + c) * width + k]!
        this.#values[node * width + k] = sum / rows
      }
    }
  }

  /** The split that a node of the file is; undefined for a leaf. A node that tells only missing values from others, before one
   *  that splits the others by the same feature, is one with it. */
  #splitAt(start: number): Split | undefined {
    let at = start
    // Nodes that send everything one way are passed over; there are no more of them than nodes.
    for (let passed = 0; passed <= this.#source.count; passed++) {
      if (this.#source.modes[at] === 'LEAF') return undefined
      const split = this.#readSplit(at)
      const isGuard = split.levels ? split.levels.length === 0 : split.threshold === Number.NEGATIVE_INFINITY
      if (!isGuard) return split
      if (split.missing !== split.right) {
        const next = this.#source.modes[split.right] === 'LEAF' ? undefined : this.#readSplit(split.right)
        return next?.feature === split.feature ? { ...next, missing: split.missing } : split
      }
      at = split.right
      if (at === start) break
    }
    throw new EngineError('bad-file', 'The ONNX file is damaged: its trees lead back to themselves.')
  }

  #readSplit(node: number): Split {
    const { column: columns, modes, trueNode, falseNode, tracksTrue, value } = this.#source
    const column = this.#columns[columns[node]!]
    if (!column)
      throw new EngineError('bad-file', `The ONNX file is damaged: a tree asks for column ${columns[node]}.`)
    const [yes, no] = [trueNode[node]!, falseNode[node]!]
    const test = (x: number): boolean =>
      compare(modes[node]!, x, value[node]!) || (tracksTrue[node] === 1 && Number.isNaN(x))
    if (column.kind === 'levels') return this.#readLevels(node, column)
    if (column.kind === 'test') {
      throw new EngineError(
        'not-supported',
        'The ONNX file has trees that ask for comparisons, which is not read.',
      )
    }
    if (column.kind === 'present') {
      const [there, missing] = [test(1) ? yes : no, test(0) ? yes : no]
      return {
        feature: column.feature,
        threshold: Number.NEGATIVE_INFINITY,
        levels: undefined,
        left: missing,
        right: there,
        missing,
      }
    }
    const missing = test(column.imputed === undefined ? Number.NaN : columnValue(column, column.imputed))
      ? yes
      : no
    const at = (x: number): boolean => test(columnValue(column, x))
    const { feature } = column
    if (modes[node] === 'BRANCH_EQ' || modes[node] === 'BRANCH_NEQ') {
      throw new EngineError(
        'not-supported',
        'The ONNX file asks whether a number equals another, as of categories that stand as numbers; only texts as categories are read.',
      )
    }
    const isRising = at(Number.POSITIVE_INFINITY)
    const [above, below] = isRising ? [yes, no] : [no, yes]
    const least = leastWith(isRising ? at : (x) => !at(x))
    // No number is below what all reach: all go right.
    const threshold = least === undefined ? Number.NEGATIVE_INFINITY : least
    return { feature, threshold, levels: undefined, left: below, right: above, missing }
  }

  /** A chain of BRANCH_EQ with one target is membership in a set. */
  #readLevels(node: number, column: Extract<Column, { kind: 'levels' }>): Split {
    const { column: columns, modes, trueNode, falseNode, tracksTrue, value } = this.#source
    const [yes] = [trueNode[node]!]
    const inside = new Set<number>()
    let otherwise = false
    let no = node
    let isFirst = true
    for (let steps = 0; steps <= this.#source.count; steps++) {
      const mode = modes[no]!
      const isLink =
        isFirst || (mode === 'BRANCH_EQ' && columns[no] === columns[node] && trueNode[no] === yes)
      if (!isLink) break
      const tracks = tracksTrue[no] === 1
      const test = (x: number): boolean => compare(mode, x, value[no]!) || (tracks && Number.isNaN(x))
      column.table.forEach((x, level) => {
        if (test(x)) inside.add(level)
      })
      otherwise ||= test(column.otherwise)
      isFirst = false
      no = falseNode[no]!
      if (mode !== 'BRANCH_EQ') break
    }
    const levels = [...inside].sort((a, b) => a - b)
    return {
      feature: column.feature,
      threshold: 0,
      levels,
      left: yes,
      right: no,
      missing: otherwise ? yes : no,
    }
  }

  finish(): Trees {
    const count = this.#roots.length - 1
    return {
      roots: Uint32Array.from(this.#roots),
      scales: new Float64Array(count).fill(1),
      feature: Int32Array.from(this.#feature),
      threshold: Float32Array.from(this.#threshold),
      left: Int32Array.from(this.#left),
      missing: Int32Array.from(this.#missing),
      subset: Int32Array.from(this.#subset),
      subsets: Uint32Array.from(this.#subsets),
      values: Float32Array.from(this.#values),
      cover: Uint32Array.from(this.#cover),
      targets: new Uint32Array(0),
    }
  }
}

function compare(mode: NodeMode, x: number, threshold: number): boolean {
  switch (mode) {
    case 'BRANCH_LEQ':
      return x <= threshold
    case 'BRANCH_LT':
      return x < threshold
    case 'BRANCH_GTE':
      return x >= threshold
    case 'BRANCH_GT':
      return x > threshold
    case 'BRANCH_EQ':
      return x === threshold
    case 'BRANCH_NEQ':
      return x !== threshold
    case 'LEAF':
      return false
  }
}
