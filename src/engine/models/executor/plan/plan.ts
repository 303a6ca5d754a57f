// executor/ runs networks by kernels of our own. plan/ turns a graph into a list of steps over buffers whose sizes are
// all known: no backend is in it. wasm/ and webgpu/ carry a plan out. Start here, then make-plan.ts.

/** Where a value lies: `height x width` positions of `channels` numbers, each position's `pitch` numbers after the one
 *  before, in a buffer from number `offset` on. So one part of a concatenation is a view of the whole. */
export interface View {
  buffer: number
  height: number
  width: number
  channels: number
  pitch: number
  offset: number
}

/** A window that slides over positions, in positions. */
export interface Window {
  height: number
  width: number
  strideY: number
  strideX: number
  dilationY: number
  dilationX: number
  /** Rows above the first row, and columns left of the first column, that the first window reaches over. */
  top: number
  left: number
}

/** Convolution, its bias and its activation. */
export interface ConvolutionStep {
  kind: 'convolution'
  input: View
  output: View
  window: Window
  /** Shape [window.height, window.width, input.channels, output.channels], row-major. */
  filter: Float32Array
  /** One number an output channel. */
  bias: Float32Array
  /** The activation: results are kept between these. */
  low: number
  high: number
}

/** Largest or mean value of the positions under a window; positions outside do not count. */
export interface PoolStep {
  kind: 'pool'
  mode: 'largest' | 'mean'
  input: View
  output: View
  window: Window
}

export interface CopyStep {
  kind: 'copy'
  input: View
  output: View
}

/** Number by number: `compute(first, second, channel)`. Rare, so in JavaScript. */
export interface MapStep {
  kind: 'map'
  inputs: View[]
  output: View
  compute(first: number, second: number, channel: number): number
}

/** Softmax over the channels of each position. */
export interface SoftmaxStep {
  kind: 'softmax'
  input: View
  output: View
}

export type Step = ConvolutionStep | PoolStep | CopyStep | MapStep | SoftmaxStep

/** How long a buffer is needed: from the step that first writes to it to the last that reads it, both included. */
export interface Buffer {
  /** In numbers. */
  size: number
  from: number
  to: number
}

export interface Plan {
  steps: Step[]
  buffers: Buffer[]
  input: View
  /** In the order asked for. */
  outputs: View[]
}

/** A network that we do not run ourselves; the message says why, for people. */
export class NotPlanned extends Error {}

/** What a step reads. */
export const inputsOf = (step: Step): View[] => (step.kind === 'map' ? step.inputs : [step.input])

export const positionsOf = ({ height, width }: View): number => height * width
