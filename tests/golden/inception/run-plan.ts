import type { ConvolutionStep, Plan, PoolStep, View } from '../../../src/engine/models/executor/plan/plan.ts'

type Read = (y: number, x: number, channel: number) => number | undefined

/** A plan carried out as its definition says, number by number in double precision: what backends are held against. */
export function runPlan(plan: Plan, pixels: Float32Array): Float32Array[] {
  const buffers = plan.buffers.map(({ size }) => new Float64Array(size))
  const at = (view: View, y: number, x: number, channel: number): number =>
    (y * view.width + x) * view.pitch + view.offset + channel
  const reader =
    (view: View): Read =>
    (y, x, channel) =>
      y < 0 || x < 0 || y >= view.height || x >= view.width
        ? undefined
        : buffers[view.buffer]![at(view, y, x, channel)]
  const write = (view: View, compute: (y: number, x: number, channel: number) => number): void => {
    for (let y = 0; y < view.height; y++)
      for (let x = 0; x < view.width; x++)
        for (let c = 0; c < view.channels; c++) buffers[view.buffer]![at(view, y, x, c)] = compute(y, x, c)
  }
  const { input } = plan
  write(input, (y, x, c) => pixels[(y * input.width + x) * input.channels + c]!)
  for (const step of plan.steps) {
    if (step.kind === 'convolution') write(step.output, convolution(step, reader(step.input)))
    else if (step.kind === 'pool') write(step.output, pool(step, reader(step.input)))
    else if (step.kind === 'copy') {
      const read = reader(step.input)
      write(step.output, (y, x, c) => read(y, x, c)!)
    } else throw new Error(`no reference for ${step.kind}`)
  }
  return plan.outputs.map((view) => {
    const read = reader(view)
    const values: number[] = []
    for (let y = 0; y < view.height; y++)
      for (let x = 0; x < view.width; x++) for (let c = 0; c < view.channels; c++) values.push(read(y, x, c)!)
    return Float32Array.from(values)
  })
}

const convolution =
  ({ input, output, window, filter, bias, low, high }: ConvolutionStep, read: Read) =>
  (y: number, x: number, channel: number): number => {
    let sum = bias[channel]!
    for (let i = 0; i < window.height; i++)
      for (let j = 0; j < window.width; j++)
        for (let c = 0; c < input.channels; c++) {
          const value = read(...under(window, y, x, i, j), c) ?? 0
          sum += value * filter[((i * window.width + j) * input.channels + c) * output.channels + channel]!
        }
    return Math.min(high, Math.max(low, sum))
  }

const pool =
  ({ mode, window }: PoolStep, read: Read) =>
  (y: number, x: number, channel: number): number => {
    const values: number[] = []
    for (let i = 0; i < window.height; i++)
      for (let j = 0; j < window.width; j++) {
        const value = read(...under(window, y, x, i, j), channel)
        if (value !== undefined) values.push(value)
      }
    return mode === 'largest'
      ? Math.max(...values)
      : values.reduce((sum, value) => sum + value, 0) / values.length
  }

const under = (
  window: ConvolutionStep['window'],
  y: number,
  x: number,
  i: number,
  j: number,
): [number, number] => [
  y * window.strideY - window.top + i * window.dilationY,
  x * window.strideX - window.left + j * window.dilationX,
]
