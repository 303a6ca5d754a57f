import { CONSTANTS_END } from '../../../../lib/wasm/assembler.ts'
import { buildModule } from '../../../../lib/wasm/build-module.ts'
import type { Trees } from '../tree.ts'
import {
  emitWalkRows,
  emitWalkTrees,
  HAS_SET,
  NODE_BYTES,
  type NodeKind,
  type WalkShape,
} from './emit-walk.ts'

const PAGE = 65536

type Walk = (start: number, x: number, end: number, out: number) => void

/** Compiled kernels, by shape: models are applied again and again. */
const modules = new Map<string, WebAssembly.Module>()
const MOST_MODULES = 64

function moduleOf(shape: WalkShape): WebAssembly.Module {
  const key = JSON.stringify(shape)
  let module = modules.get(key)
  if (!module) {
    if (modules.size === MOST_MODULES) modules.clear()
    const bytes = buildModule([emitWalkRows(shape), emitWalkTrees(shape)], { relaxed: false })
    module = new WebAssembly.Module(bytes)
    modules.set(key, module)
  }
  return module
}

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64

/** Trees laid out in a kernel's memory, and the kernels over it. */
export class NodeTable {
  /** A node's number among those laid out is its place shifted right by this. */
  readonly shift: number
  /** Memory for the caller's own use: addresses, in bytes. */
  readonly xAt: number
  readonly rootsAt: number
  readonly outAt: number
  readonly words: Int32Array
  readonly floats: Float32Array
  readonly walkRows: Walk
  readonly walkTrees: Walk
  readonly #trees: Trees
  readonly #shape: WalkShape
  readonly #setsAt: number
  #first = 0

  /** @param sizes bytes of matrix and results that the caller needs, and the most nodes that are laid out at a time */
  constructor(
    trees: Trees,
    kind: NodeKind,
    rowBytes: number,
    sizes: { x: number; roots: number; out: number; nodes: number },
  ) {
    this.#trees = trees
    this.shift = Math.log2(NODE_BYTES[kind])
    this.xAt = align(CONSTANTS_END + 8)
    this.rootsAt = align(this.xAt + sizes.x)
    this.outAt = align(this.rootsAt + sizes.roots)
    this.#setsAt = align(this.outAt + sizes.out)
    const nodesAt = align(this.#setsAt + (kind === 'mixed' ? trees.subsets.byteLength : 0))
    this.#shape = { kind, rowBytes, nodesAt, childBits: childBitsFor(rowBytes) }
    const pages = Math.ceil((nodesAt + sizes.nodes * NODE_BYTES[kind]) / PAGE)
    const memory = new WebAssembly.Memory({ initial: pages })
    this.words = new Int32Array(memory.buffer)
    this.floats = new Float32Array(memory.buffer)
    if (kind === 'mixed') this.words.set(trees.subsets, this.#setsAt / 4)
    const { exports } = new WebAssembly.Instance(moduleOf(this.#shape), { env: { memory } })
    this.walkRows = exports.walkRows as Walk
    this.walkTrees = exports.walkTrees as Walk
  }

  /** Lays out the trees from `first` to before `last`, in place of those before. */
  layOut(first: number, last: number): void {
    const { roots, feature } = this.#trees
    this.#first = roots[first]!
    for (let t = first; t < last; t++) {
      const root = roots[t]! - this.#first
      for (let own = root, end = roots[t + 1]! - this.#first; own < end; own++) {
        if (feature[this.#first + own]! < 0) this.#write(own, Number.NaN, own, own, 0)
        else this.#layOutInner(own, root)
      }
    }
  }

  /** Where a tree's root is. */
  rootOf(tree: number): number {
    return (this.#trees.roots[tree]! - this.#first) << this.shift
  }

  #layOutInner(own: number, root: number): void {
    const { feature, threshold, left, missing, subset } = this.#trees
    const node = this.#first + own
    const set = subset[node]!
    const missingChild = missing[node]! > 0 ? root + missing[node]! : own
    this.#write(own, threshold[node]!, root + left[node]!, missingChild, feature[node]! * 4)
    if (set < 0) return
    const at = this.#at(own)
    this.words[at] = this.#setsAt + 4 * set
    this.words[at + 3]! |= HAS_SET
  }

  #at(own: number): number {
    return (this.#shape.nodesAt + (own << this.shift)) >> 2
  }

  /** Nothing is at least NaN: all stay at a leaf, whose left child is itself. */
  #write(own: number, threshold: number, left: number, missing: number, feature: number): void {
    const at = this.#at(own)
    this.floats[at] = threshold
    if (this.#shape.kind === 'plain') {
      this.words[at + 1] = (feature << this.#shape.childBits) | (left << this.shift)
      return
    }
    this.words[at + 1] = left << this.shift
    this.words[at + 2] = missing << this.shift
    this.words[at + 3] = feature
  }
}

/** Bits that a plain node has for its left child. */
export const childBitsFor = (rowBytes: number): number => 32 - Math.ceil(Math.log2(rowBytes))
