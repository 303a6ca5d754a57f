import type { Plan } from '../../../src/engine/models/executor/plan/plan.ts'
import { createExecutor } from '../../../src/engine/models/executor/wasm/create-executor.ts'
import { createGpuExecutor } from '../../../src/engine/models/executor/webgpu/create-gpu-executor.ts'
import { numbers, type OneStep, planOfOneStep } from '../../golden/inception/plan-of-one-step.ts'
import { runPlan } from '../../golden/inception/run-plan.ts'

let device: Promise<GPUDevice> | undefined

/** How far a step is from its reference on WebGPU, for a batch of two. The input is a convolution of an image, for the
 *  image itself always goes into one. */
export async function compareOnDevice(step: OneStep): Promise<number> {
  device ??= navigator.gpu.requestAdapter().then((adapter) => adapter!.requestDevice())
  const plan = afterImage(planOfOneStep(step))
  const { height, width } = plan.input
  const size = height * width * 3
  const pixels = numbers(size * 2, 5)
  const executor = createGpuExecutor(plan, await device)
  const [actual] = await executor.run(pixels, 2)
  const again = await executor.run(pixels.slice(size), 1)
  executor.dispose()
  const [first] = runPlan(plan, pixels.slice(0, size))
  const [second] = runPlan(plan, pixels.slice(size))
  return Math.max(
    largestDifference(actual!, Float32Array.from([...first!, ...second!])),
    largestDifference(again[0]!, second!),
  )
}

/** How far a step is from its reference on WASM, with the instructions that this browser has. */
export async function compareOnProcessor(step: OneStep): Promise<number> {
  const plan = planOfOneStep(step)
  const { height, width, channels } = plan.input
  const pixels = numbers(height * width * channels, 5)
  const [actual] = (await createExecutor(plan)).run(pixels)
  return largestDifference(actual!, runPlan(plan, pixels)[0]!)
}

/** The plan with a 1x1 convolution from three colours to the channels of its input before it. */
function afterImage(plan: Plan): Plan {
  const { input: output } = plan
  const input = { ...output, buffer: plan.buffers.length, channels: 3, pitch: 3, offset: 0 }
  const window = { height: 1, width: 1, strideY: 1, strideX: 1, dilationY: 1, dilationX: 1, top: 0, left: 0 }
  return {
    input,
    outputs: plan.outputs,
    buffers: [
      ...plan.buffers.map(({ size, from, to }) => ({ size, from: from + 1, to: to + 1 })),
      { size: input.height * input.width * 3, from: -1, to: 0 },
    ],
    steps: [
      {
        kind: 'convolution',
        input,
        output,
        window,
        filter: numbers(3 * output.channels, 2),
        bias: numbers(output.channels, 9),
        low: Number.NEGATIVE_INFINITY,
        high: Number.POSITIVE_INFINITY,
      },
      ...plan.steps,
    ],
  }
}

const largestDifference = (a: Float32Array, b: Float32Array): number =>
  a.length === b.length
    ? a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)
    : Number.NaN
