import {
  type ConvolutionStep,
  type CopyStep,
  type PoolStep,
  positionsOf,
  type Step,
  type View,
} from '../plan/plan.ts'

/** What the shader does in one dispatch: a step on all images of a batch. Offsets, pitches and channels are in fours of
 *  numbers. The order is that of the shader's struct. */
export const JOB_FIELDS = [
  'kind',
  'firstGroup',
  'rows',
  'inputOffset',
  'inputPitch',
  'inputHeight',
  'inputWidth',
  'inputChannels',
  'outputOffset',
  'outputPitch',
  'outputWidth',
  'outputPositions',
  'outputChannels',
  'windowHeight',
  'windowWidth',
  'strideY',
  'strideX',
  'dilationY',
  'dilationX',
  'top',
  'left',
  'weights',
  'bias',
  'low',
  'high',
] as const

export type Job = Record<(typeof JOB_FIELDS)[number], number>

/** Rows and columns of a convolution's tile, and threads of a group. */
export const TILE = 32
export const THREADS = 64

export const KIND = { convolution: 0, largest: 1, mean: 2 }

/** WGSL need not know infinities. */
const LARGEST = 3.4028234e38

/** @param offsetOf where a view's buffer begins, in numbers, for the batch */
export function toJob(
  step: Exclude<Step, { kind: 'map' | 'softmax' }>,
  images: number,
  firstGroup: number,
  offsetOf: (view: View) => number,
  place: { weights: number; bias: number },
): Job {
  const { input, output } = step
  const window = 'window' in step ? step.window : ONE
  const isConvolution = step.kind === 'convolution'
  return {
    kind: kindOf(step),
    firstGroup,
    rows: images * positionsOf(output),
    inputOffset: (offsetOf(input) + input.offset) / 4,
    inputPitch: input.pitch / 4,
    inputHeight: input.height,
    inputWidth: input.width,
    inputChannels: input.channels / 4,
    outputOffset: (offsetOf(output) + output.offset) / 4,
    outputPitch: output.pitch / 4,
    outputWidth: output.width,
    outputPositions: positionsOf(output),
    outputChannels: output.channels / 4,
    windowHeight: window.height,
    windowWidth: window.width,
    strideY: window.strideY,
    strideX: window.strideX,
    dilationY: window.dilationY,
    dilationX: window.dilationX,
    top: window.top,
    left: window.left,
    weights: place.weights / 4,
    bias: place.bias / 4,
    low: isConvolution ? Math.max(step.low, -LARGEST) : 0,
    high: isConvolution ? Math.min(step.high, LARGEST) : 0,
  }
}

/** A copy is the mean of one position. */
const ONE: ConvolutionStep['window'] = {
  height: 1,
  width: 1,
  strideY: 1,
  strideX: 1,
  dilationY: 1,
  dilationX: 1,
  top: 0,
  left: 0,
}

const kindOf = (step: ConvolutionStep | PoolStep | CopyStep): number =>
  step.kind === 'pool' ? KIND[step.mode] : step.kind === 'copy' ? KIND.mean : KIND.convolution

/** Groups of threads that a job takes. */
export const groupsOf = ({ kind, rows, outputChannels }: Job): number =>
  kind === KIND.convolution
    ? Math.ceil(rows / TILE) * Math.ceil((outputChannels * 4) / TILE)
    : Math.ceil((rows * outputChannels) / THREADS)

/** Jobs as the shader reads them. */
export function encodeJobs(jobs: readonly Job[]): ArrayBuffer {
  const bytes = new ArrayBuffer(jobs.length * JOB_FIELDS.length * 4)
  const [words, floats] = [new Int32Array(bytes), new Float32Array(bytes)]
  jobs.forEach((job, i) => {
    JOB_FIELDS.forEach((name, field) => {
      const numbers = name === 'low' || name === 'high' ? floats : words
      numbers[i * JOB_FIELDS.length + field] = job[name]
    })
  })
  return bytes
}
