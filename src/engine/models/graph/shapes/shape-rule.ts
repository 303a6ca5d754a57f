// shapes/ knows what each operation makes of the shapes of its inputs, so that a network is checked whole before any
// backend sees it: a kernel in WebAssembly computes addresses from shapes and believes them. Start with infer-shapes.ts.
import { EngineError } from '../../../../contract/errors.ts'
import type { Constant, GraphNode } from '../graph.ts'

/** What a rule knows of one node. */
export interface Operands {
  node: GraphNode
  /** Shapes of its inputs, in order. */
  shapes: readonly (readonly number[])[]
  /** The inputs that are constants. */
  constants: readonly (Constant | undefined)[]
}

/** The shape of an operation's result.
 *  @throws EngineError `bad-file` for inputs that do not fit it, `not-supported` for what is valid but not done here */
export type ShapeRule = (operands: Operands) => number[]

/** The error for a node whose inputs do not fit. */
export const misfit = ({ name, op }: Pick<GraphNode, 'name' | 'op'>, why: string): EngineError =>
  new EngineError('bad-file', `The network's node "${shorten(name)}" (${shorten(op)}) ${why}.`)

/** The error for a node that is sound but beyond what is done here. */
export const beyond = ({ name, op }: Pick<GraphNode, 'name' | 'op'>, why: string): EngineError =>
  new EngineError('not-supported', `The network's node "${shorten(name)}" (${shorten(op)}) ${why}.`)

const shorten = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text)

export const product = (shape: readonly number[]): number => shape.reduce((total, size) => total * size, 1)

export const show = (shape: readonly number[]): string => `[${shape.join(', ')}]`

/** The shape of an input, which must have this many axes. */
export function ranked({ node, shapes }: Operands, index: number, rank: number): readonly number[] {
  const shape = shapes[index]!
  if (shape.length !== rank)
    throw misfit(node, `takes ${rank} axes, not ${show(shape)}, as its input ${index}`)
  return shape
}

/** The whole numbers of an input that must be a constant. */
export function integers({ node, constants }: Operands, index: number): number[] {
  const constant = constants[index]
  if (constant?.dtype !== 'int32' || constant.data.length > 16)
    throw beyond(node, `needs a short constant list of whole numbers as its input ${index}`)
  return Array.from(constant.data)
}

/** An axis counted from either end, as one from the front. */
export function axisOf({ node }: Operands, axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank)
    throw misfit(node, `has the axis ${axis} of ${rank}`)
  return axis < 0 ? axis + rank : axis
}
