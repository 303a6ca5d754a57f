import { endOnProcessor } from './plan/end-on-processor.ts'
import type { Plan } from './plan/plan.ts'
import { createExecutor } from './wasm/create-executor.ts'
import { createGpuExecutor } from './webgpu/create-gpu-executor.ts'

/** A plan on a backend, ready for batches. */
export interface PlanRunner {
  /** @param pixels shape (images, height, width, 3)
   *  @returns the plan's outputs, image after image */
  run(pixels: Float32Array, images: number): Promise<Float32Array[]>
  /** Bytes that it holds. */
  bytes(): number
  /** Whether its memory is not what it was. Absent where that cannot be told. */
  isDamaged?(): boolean
  dispose(): void
}

/** @throws NotPlanned for a plan that the backend cannot carry out */
export type StartPlan = (plan: Plan) => Promise<PlanRunner>

/** On the processor, image after image: more at once gain nothing. */
export const startOnProcessor: StartPlan = async (plan) => {
  const executor = await createExecutor(plan)
  const count = plan.outputs.length
  return {
    run: async (pixels, images) => {
      const size = pixels.length / images
      const results = Array.from({ length: images }, (_, i) =>
        executor.run(pixels.subarray(i * size, (i + 1) * size)),
      )
      return Array.from({ length: count }, (_, n) => join(results.map((values) => values[n]!)))
    },
    bytes: () => executor.bytes,
    isDamaged: executor.isDamaged,
    dispose: () => {},
  }
}

/** On a graphics card, all images of a batch at once. */
export const startOnDevice =
  (device: GPUDevice): StartPlan =>
  async (whole) => {
    const { plan, before, after } = endOnProcessor(whole)
    const executor = createGpuExecutor(plan, device)
    return { ...executor, run: async (pixels, images) => after(await executor.run(before(pixels), images)) }
  }

function join(parts: Float32Array[]): Float32Array {
  const [first] = parts
  if (parts.length === 1 && first) return first
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
