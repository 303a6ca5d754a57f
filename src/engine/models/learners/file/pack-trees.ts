import { badModel } from '../model-file.ts'
import type { Trees } from '../tree.ts'
import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'

// Trees without what follows from the rest: a leaf has no threshold, places of children count from their parent on, and what
// is alike stands together, for DEFLATE to find. docs/model-file.md describes each byte.

/** What a node is, in the low two bits of its byte. */
const LEAF = 0
const NUMBER = 1
const LEVELS = 2
/** Where a missing value goes, in the next two bits. */
const STAYS = 0
const LEFT = 1
const RIGHT = 2
const OWN_CHILD = 3

/** Writes trees. */
export function packTrees(trees: Trees, out: ByteWriter): void {
  const { roots, scales, feature, threshold, left, missing, subset, subsets, values, cover, targets } = trees
  const nodes = feature.length
  out.varint(scales.length)
  for (let t = 0; t < scales.length; t++) out.varint(roots[t + 1]! - roots[t]!)
  out.varint(targets.length > 0 ? 1 : 0)
  for (const target of targets) out.varint(target)
  out.array(scales)
  forEachNode(roots, (node) => {
    if (feature[node]! < 0) return out.byte(LEAF)
    const to = missing[node]!
    const way = to === 0 ? STAYS : to === left[node] ? LEFT : to === left[node]! + 1 ? RIGHT : OWN_CHILD
    out.byte((subset[node]! < 0 ? NUMBER : LEVELS) | (way << 2))
  })
  const inner = (visit: (node: number, own: number) => void): void =>
    forEachNode(roots, (node, own) => {
      if (feature[node]! >= 0) visit(node, own)
    })
  inner((node) => out.varint(feature[node]!))
  inner((node, own) => out.varint(left[node]! - own - 1))
  inner((node, own) => {
    const to = missing[node]!
    if (to !== 0 && to !== left[node] && to !== left[node]! + 1) out.varint(to - own - 1)
  })
  inner((node) => {
    const at = subset[node]!
    if (at < 0) return
    out.varint(subsets[at]!)
    for (let w = 0; w < subsets[at]!; w++) out.varint(subsets[at + 1 + w]!)
  })
  const thresholds = new Float32Array(nodes)
  let count = 0
  inner((node) => {
    if (subset[node]! < 0) thresholds[count++] = threshold[node]!
  })
  out.array(thresholds.subarray(0, count))
  for (const rows of cover) out.varint(rows)
  out.array(values)
}

function forEachNode(roots: Uint32Array, visit: (node: number, own: number) => void): void {
  for (let t = 0; t + 1 < roots.length; t++) {
    for (let node = roots[t]!; node < roots[t + 1]!; node++) visit(node, node - roots[t]!)
  }
}

/** Reads trees; `checkTrees` must still look at their indexes.
 *  @param width values of each node
 *  @throws EngineError `bad-file` */
export function unpackTrees(from: ByteReader, width: number): Trees {
  const count = from.count(1)
  const roots = new Uint32Array(count + 1)
  for (let t = 0; t < count; t++) {
    const end = roots[t]! + from.varint()
    // Each node has at least a byte for what it is, one for its rows, and a value.
    if (end * 6 > from.left) throw badModel('cut short')
    roots[t + 1] = end
  }
  const nodes = roots[count]!
  const hasTargets = from.varint() === 1
  const targets = new Uint32Array(hasTargets ? count : 0)
  for (let t = 0; t < targets.length; t++) targets[t] = from.varint()
  const scales = from.array(Float64Array, count)
  const kinds = from.bytes(nodes)
  const feature = new Int32Array(nodes).fill(-1)
  const left = new Int32Array(nodes)
  const missing = new Int32Array(nodes)
  const subset = new Int32Array(nodes).fill(-1)
  const threshold = new Float32Array(nodes)
  const inner = (visit: (node: number, own: number) => void): void =>
    forEachNode(roots, (node, own) => {
      if ((kinds[node]! & 3) !== LEAF) visit(node, own)
    })
  inner((node) => {
    feature[node] = from.varint() & 0x7fffffff
  })
  inner((node, own) => {
    left[node] = own + 1 + from.varint()
  })
  inner((node, own) => {
    const way = kinds[node]! >> 2
    if (way > OWN_CHILD) throw badModel('kind of node')
    missing[node] = way === STAYS ? 0 : way === OWN_CHILD ? own + 1 + from.varint() : left[node]! + way - LEFT
  })
  const subsets: number[] = []
  inner((node) => {
    if ((kinds[node]! & 3) !== LEVELS) return
    subset[node] = subsets.length
    const words = from.count(1)
    subsets.push(words)
    for (let w = 0; w < words; w++) subsets.push(from.varint())
  })
  let numbers = 0
  inner((node) => {
    if ((kinds[node]! & 3) === NUMBER) numbers++
  })
  const thresholds = from.array(Float32Array, numbers)
  let at = 0
  inner((node) => {
    if ((kinds[node]! & 3) === NUMBER) threshold[node] = thresholds[at++]!
  })
  const cover = new Uint32Array(nodes)
  for (let node = 0; node < nodes; node++) cover[node] = from.varint()
  const values = from.array(Float32Array, nodes * width)
  return {
    ...{ roots, scales, feature, threshold, left, missing, subset, values, cover, targets },
    subsets: Uint32Array.from(subsets),
  }
}
