import type { Plan, View } from '../../../src/engine/models/executor/plan/plan.ts'
import { placeWindow } from '../../../src/engine/models/executor/plan/window.ts'

export interface OneStep {
  kind: 'convolution' | 'largest' | 'mean'
  /** Height, width, channels. */
  input: [number, number, number]
  /** Of a convolution. */
  channels?: number
  window: [number, number]
  stride?: [number, number]
  dilation?: [number, number]
  padding: 'SAME' | 'VALID'
  low?: number
  high?: number
  /** Other channels around the input's and the output's, as in a concatenation. */
  around?: number
}

/** Numbers from -1 to 1, the same at every run. */
export const numbers = (count: number, seed = 1): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => ((Math.imul(i + seed, 0x9e3779b1) >>> 8) / 2 ** 24) * 2 - 1)

/** A plan of one convolution or pool, with made-up weights. */
export function planOfOneStep(one: OneStep): Plan {
  const {
    kind,
    input: [height, width, inputChannels],
    around = 0,
  } = one
  const [strideY, strideX] = one.stride ?? [1, 1]
  const [dilationY, dilationX] = one.dilation ?? [1, 1]
  const placed = placeWindow(
    { height, width },
    { height: one.window[0], width: one.window[1], strideY, strideX, dilationY, dilationX },
    one.padding,
  )
  const outputChannels = one.channels ?? inputChannels
  const view = (buffer: number, rows: number, columns: number, channels: number): View => ({
    buffer,
    height: rows,
    width: columns,
    channels,
    pitch: channels + 2 * around,
    offset: around,
  })
  const input = view(0, height, width, inputChannels)
  const output = view(1, placed.height, placed.width, outputChannels)
  const sizeOf = ({ height: rows, width: columns, pitch }: View) => rows * columns * pitch
  const { window } = placed
  return {
    input,
    outputs: [output],
    buffers: [
      { size: sizeOf(input), from: -1, to: 0 },
      { size: sizeOf(output), from: 0, to: 1 },
    ],
    steps: [
      kind === 'convolution'
        ? {
            kind,
            input,
            output,
            window,
            filter: numbers(window.height * window.width * inputChannels * outputChannels, 7),
            bias: numbers(outputChannels, 3),
            low: one.low ?? Number.NEGATIVE_INFINITY,
            high: one.high ?? Number.POSITIVE_INFINITY,
          }
        : { kind: 'pool', mode: kind, input, output, window },
    ],
  }
}
