import {
  CONSTANTS_END,
  type Emit,
  type FunctionBody,
  I32,
  type Local,
} from '../../../../lib/wasm/assembler.ts'
import type { KernelFunction } from '../../../../lib/wasm/build-module.ts'

/** What nodes can do: `plain` compare numbers; `missing` have a place for missing values; `mixed` may have a set of levels
 *  in place of a threshold. */
export type NodeKind = 'plain' | 'missing' | 'mixed'

/** Bytes of a node, as words. All children are bytes from the first node on, features bytes from the row on.
 *  `plain`: threshold; feature in the upper bits, left child in the lower ones.
 *  `missing`: threshold, left child, child for missing values, feature.
 *  `mixed`: the same, or address of the set, left child, child for missing values, feature with the highest bit set. */
export const NODE_BYTES: Record<NodeKind, number> = { plain: 8, missing: 16, mixed: 16 }

/** Says of a feature that the node has a set of levels. */
export const HAS_SET = 0x80000000

/** Walks side by side: no step of one waits for another's. */
export const TILE = 8
/** Steps from one look whether all have arrived to the next. */
const STEPS = 4

/** What is fixed for one model's kernels. */
export interface WalkShape {
  kind: NodeKind
  /** Of plain nodes: bits of the second word that are the left child's. */
  childBits: number
  /** Bytes of a row. */
  rowBytes: number
  /** Address of the first node. */
  nodesAt: number
}

/** Sends the rows at [x, end), a whole number of tiles, down the tree at `root` and writes to `out` where they arrive,
 *  as bytes from the first node on. A node without children leads to itself. */
export const emitWalkRows = (shape: WalkShape): KernelFunction => ({
  name: 'walkRows',
  parameters: 4,
  emit: (f) => {
    const [root, x, end, out] = parametersOf(f)
    const nodes = f.list(TILE, I32)
    const step = createStep(f, shape, x)
    const walk = createWalk(f, nodes, (node, i) => step(node, i * shape.rowBytes))
    f.repeatWhile(
      () => {
        for (const node of nodes) f.set(node, () => f.get(root))
        walk()
        writeNodes(f, nodes, out)
        f.advance(x, TILE * shape.rowBytes)
      },
      () =>
        f.isLess(
          () => f.get(x),
          () => f.get(end),
        ),
    )
  },
})

/** Sends the one row at x down the trees whose roots stand at [roots, end), a whole number of tiles. */
export const emitWalkTrees = (shape: WalkShape): KernelFunction => ({
  name: 'walkTrees',
  parameters: 4,
  emit: (f) => {
    const [roots, x, end, out] = parametersOf(f)
    const nodes = f.list(TILE, I32)
    const step = createStep(f, shape, x)
    const walk = createWalk(f, nodes, (node) => step(node, 0))
    f.repeatWhile(
      () => {
        nodes.forEach((node, i) => {
          f.set(node, () => f.loadInteger(roots, 4 * i))
        })
        walk()
        writeNodes(f, nodes, out)
        f.advance(roots, TILE * 4)
      },
      () =>
        f.isLess(
          () => f.get(roots),
          () => f.get(end),
        ),
    )
  },
})

const parametersOf = (f: FunctionBody): [Local, Local, Local, Local] => [
  f.parameter(0),
  f.parameter(1),
  f.parameter(2),
  f.parameter(3),
]

function writeNodes(f: FunctionBody, nodes: readonly Local[], out: Local): void {
  nodes.forEach((node, i) => {
    f.storeInteger(out, 4 * i, () => f.get(node))
  })
  f.advance(out, TILE * 4)
}

/** Steps side by side, until none of the nodes leads anywhere else. */
function createWalk(
  f: FunctionBody,
  nodes: readonly Local[],
  step: (node: Local, place: number) => void,
): () => void {
  const [moved, next] = [f.local(I32), f.local(I32)]
  return () =>
    f.repeatWhile(
      () => {
        for (let i = 1; i < STEPS; i++)
          nodes.forEach((node, place) => {
            f.set(node, () => step(node, place))
          })
        f.set(moved, () => f.integer(0))
        nodes.forEach((node, place) => {
          f.set(next, () => step(node, place))
          f.set(moved, () =>
            f.or(
              () => f.get(moved),
              () =>
                f.xor(
                  () => f.get(next),
                  () => f.get(node),
                ),
            ),
          )
          f.set(node, () => f.get(next))
        })
      },
      () => f.get(moved),
    )
}

/** Leaves on the stack where the row at `x` + an offset goes from a node. */
function createStep(
  f: FunctionBody,
  { kind, childBits, nodesAt }: WalkShape,
  x: Local,
): (node: Local, offset: number) => void {
  const word = f.local(I32)
  const address = f.local(I32)
  const threshold = (node: Local) => (): void => f.loadFloat(node, nodesAt)
  const size = Math.log2(NODE_BYTES[kind])
  if (kind === 'plain')
    return (node, offset) => {
      f.set(word, () => f.loadInteger(node, nodesAt + 4))
      f.set(address, () =>
        f.add(
          () => f.get(x),
          () =>
            f.shiftRight(
              () => f.get(word),
              () => f.integer(childBits),
            ),
        ),
      )
      const isRight = (): void => f.isAtLeast(() => f.loadFloat(address, offset), threshold(node))
      f.add(
        () =>
          f.and(
            () => f.get(word),
            () => f.integer(2 ** childBits - 1),
          ),
        () => f.shiftLeft(isRight, size),
      )
    }
  const outside = kind === 'mixed' ? createIsOutside(f) : undefined
  return (node, offset) => {
    f.set(word, () => f.loadInteger(node, nodesAt + 12))
    f.set(address, () =>
      f.add(
        () => f.get(x),
        () =>
          outside
            ? f.and(
                () => f.get(word),
                () => f.integer(~HAS_SET),
              )
            : f.get(word),
      ),
    )
    const value = (): void => f.loadFloat(address, offset)
    const isAbove = (): void => f.isAtLeast(value, threshold(node))
    const hasSet = (): void =>
      f.shiftRight(
        () => f.get(word),
        () => f.integer(31),
      )
    const set = (): void =>
      f.select(
        () => f.loadInteger(node, nodesAt),
        () => f.integer(EMPTY_SET),
        hasSet,
      )
    const isRight = outside ? (): void => f.select(outside(set, value), isAbove, hasSet) : isAbove
    f.select(
      () => f.loadInteger(node, nodesAt + 8),
      () =>
        f.add(
          () => f.loadInteger(node, nodesAt + 4),
          () => f.shiftLeft(isRight, size),
        ),
      () => f.isNotSame(value, value),
    )
  }
}

/** Two words of zeros: a set of no words, and the first of them all the same. */
export const EMPTY_SET = CONSTANTS_END

/** 1 if a set lacks a level. A set is its number of words, then one bit a level. */
function createIsOutside(f: FunctionBody): (set: Emit, level: Emit) => Emit {
  const [at, place, isIn] = [f.local(I32), f.local(I32), f.local(I32)]
  return (set, level) => () => {
    f.set(place, set)
    f.set(at, () => f.truncate(level))
    const word = (): void =>
      f.shiftRight(
        () => f.get(at),
        () => f.integer(5),
      )
    f.set(isIn, () => f.isLess(word, () => f.loadInteger(place)))
    f.set(place, () =>
      f.add(
        () => f.get(place),
        () =>
          f.shiftLeft(
            () =>
              f.select(
                word,
                () => f.integer(0),
                () => f.get(isIn),
              ),
            2,
          ),
      ),
    )
    // Shifts count modulo 32.
    const bit = (): void =>
      f.and(
        () =>
          f.shiftRight(
            () => f.loadInteger(place, 4),
            () => f.get(at),
          ),
        () => f.get(isIn),
      )
    f.xor(
      () => f.integer(1),
      () => f.and(bit, () => f.integer(1)),
    )
  }
}
