import { type Emit, type FunctionBody, I32, type Local } from '../../../../lib/wasm/assembler.ts'
import type { KernelFunction } from '../../../../lib/wasm/build-module.ts'

/** What nodes can do: `plain` compare numbers; `missing` have a place for missing values; `mixed` have sets of levels
 *  too. */
export type NodeKind = 'plain' | 'missing' | 'mixed'

/** Bytes of a node, as words: threshold; address of a feature's value from the row on, in the upper bits, and of the
 *  left child from the first node on, in the lower ones; child for missing values; address of the set of levels. */
export const NODE_BYTES: Record<NodeKind, number> = { plain: 8, missing: 16, mixed: 16 }

/** Rows that walk side by side: no step of one waits for another's. */
export const TILE = 8
/** Steps between two looks whether all have arrived. */
const STEPS = 4

/** What is fixed for one model's kernel. */
export interface WalkShape {
  kind: NodeKind
  /** Bits of a node's second word that are the left child's. */
  childBits: number
  /** Bytes of a row. */
  rowBytes: number
  /** Address of the first node. */
  nodesAt: number
}

/** Sends the rows at [x, end), a whole number of tiles, down the tree at `root` and writes to `out` where they arrive,
 *  as bytes from the first node on. A node without children leads to itself. */
export const emitWalk = (shape: WalkShape): KernelFunction => ({
  name: 'walk',
  parameters: 4,
  emit: (f) => {
    const [root, x, end, out] = Array.from({ length: 4 }, (_, i) => f.parameter(i)) as [
      Local,
      Local,
      Local,
      Local,
    ]
    const nodes = f.list(TILE, I32)
    const [moved, next] = f.list(2, I32) as [Local, Local]
    const step = createStep(f, shape, x)
    f.repeatWhile(
      () => {
        for (const node of nodes) f.set(node, () => f.get(root))
        f.repeatWhile(
          () => {
            for (let i = 1; i < STEPS; i++)
              nodes.forEach((node, row) => {
                f.set(node, () => step(node, row))
              })
            f.set(moved, () => f.integer(0))
            nodes.forEach((node, row) => {
              f.set(next, () => step(node, row))
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
        nodes.forEach((node, row) => {
          f.storeInteger(out, 4 * row, () => f.get(node))
        })
        f.advance(x, TILE * shape.rowBytes)
        f.advance(out, TILE * 4)
      },
      () =>
        f.isLess(
          () => f.get(x),
          () => f.get(end),
        ),
    )
  },
})

/** Leaves on the stack where a row of the tile goes from a node. */
function createStep(
  f: FunctionBody,
  { kind, childBits, rowBytes, nodesAt }: WalkShape,
  x: Local,
): (node: Local, row: number) => void {
  const word = f.local(I32)
  const address = f.local(I32)
  return (node, row) => {
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
    const value = (): void => f.loadFloat(address, row * rowBytes)
    const isRight = (): void => f.isAtLeast(value, () => f.loadFloat(node, nodesAt))
    const child = (right: Emit) => () =>
      f.add(
        () =>
          f.and(
            () => f.get(word),
            () => f.integer(2 ** childBits - 1),
          ),
        () => f.shiftLeft(right, Math.log2(NODE_BYTES[kind])),
      )
    if (kind === 'plain') {
      child(isRight)()
      return
    }
    // A set of levels has no threshold that a level is below, and other nodes have a set of none.
    const right = kind === 'missing' ? isRight : () => f.and(isRight, emitIsOutside(f, node, nodesAt, value))
    f.select(
      () => f.loadInteger(node, nodesAt + 8),
      child(right),
      () => f.isNotSame(value, value),
    )
  }
}

/** 1 if a node's set lacks a level. A set is its number of words, then one bit a level; one of no words has a word too. */
function emitIsOutside(f: FunctionBody, node: Local, nodesAt: number, level: Emit): Emit {
  const [at, set, isIn] = f.list(3, I32) as [Local, Local, Local]
  return () => {
    f.set(set, () => f.loadInteger(node, nodesAt + 12))
    f.set(at, () => f.truncate(level))
    f.set(isIn, () =>
      f.isLess(
        () =>
          f.shiftRight(
            () => f.get(at),
            () => f.integer(5),
          ),
        () => f.loadInteger(set),
      ),
    )
    const wordAt = (): void =>
      f.add(
        () => f.get(set),
        () =>
          f.shiftLeft(
            () =>
              f.select(
                () =>
                  f.shiftRight(
                    () => f.get(at),
                    () => f.integer(5),
                  ),
                () => f.integer(0),
                () => f.get(isIn),
              ),
            2,
          ),
      )
    f.set(set, wordAt)
    // Shifts count modulo 32.
    const bit = (): void =>
      f.shiftRight(
        () => f.loadInteger(set, 4),
        () => f.get(at),
      )
    f.xor(
      () => f.integer(1),
      () =>
        f.and(
          () => f.and(bit, () => f.integer(1)),
          () => f.get(isIn),
        ),
    )
  }
}
