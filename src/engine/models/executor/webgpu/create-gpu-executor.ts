// webgpu/ carries a plan out on a graphics card: schedule.ts says what can run at one time, job.ts describes a step to
// the shader, shader.ts computes. Start here.
import { assignOffsets } from '../plan/assign-offsets.ts'
import type { Plan, Step, View } from '../plan/plan.ts'
import { encodeJobs, groupsOf, type Job, toJob } from './job.ts'
import { schedule } from './schedule.ts'
import { SHADER } from './shader.ts'
import { toFours } from './to-fours.ts'

export interface GpuExecutor {
  /** @param pixels of the batch, shape (images, height, width, 3)
   *  @returns the plan's outputs, image after image
   *  @throws Error if the device is lost or out of memory */
  run(pixels: Float32Array, images: number): Promise<Float32Array[]>
  /** Bytes on the card. */
  bytes(): number
  /** Dispatches of one batch, however large. */
  dispatches: number
  dispose(): void
}

type GpuStep = Exclude<Step, { kind: 'map' | 'softmax' }>

/** Uniforms begin at multiples of this. */
const UNIFORM = 256
const MAX_GROUPS = 65_535

/** Buffers that depend on the number of images. */
interface Batch {
  images: number
  values: GPUBuffer
  jobs: GPUBuffer
  levels: GPUBuffer
  /** Groups of threads of each level. */
  groups: number[]
  bindings: GPUBindGroup
  result: GPUBuffer
  offsetOf(view: View): number
}

/** Lays a plan out on a device: its weights are uploaded once, buffers are made for the batch that comes.
 *  @throws NotPlanned for a plan that the shader cannot carry out */
export function createGpuExecutor(wanted: Plan, device: GPUDevice): GpuExecutor {
  const plan = toFours(wanted)
  const { levels, buffers } = schedule(plan)
  const { weights, placeOf } = uploadWeights(plan, device)
  const pipeline = device.createComputePipeline({
    layout: device.createPipelineLayout({ bindGroupLayouts: [layoutOf(device)] }),
    compute: { module: device.createShaderModule({ code: SHADER }), entryPoint: 'main' },
  })
  let batch: Batch | undefined

  const prepare = (images: number): Batch => {
    if (batch?.images === images) return batch
    disposeBatch(batch)
    const sized = buffers.map((buffer) => ({ ...buffer, size: buffer.size * images }))
    const { offsets, size } = assignOffsets(sized, 4)
    const offsetOf = (view: View): number => offsets[view.buffer]!
    const { jobs, starts, groups } = listJobs(levels as GpuStep[][], images, offsetOf, placeOf)
    const values = storage(device, size * 4, GPUBufferUsage.COPY_SRC)
    const jobBuffer = upload(device, encodeJobs(jobs), GPUBufferUsage.STORAGE)
    const levelBuffer = upload(device, encodeLevels(starts, groups), GPUBufferUsage.UNIFORM)
    const bindings = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: { buffer: values } },
        { binding: 1, resource: { buffer: weights } },
        { binding: 2, resource: { buffer: jobBuffer } },
        { binding: 3, resource: { buffer: levelBuffer, size: 16 } },
      ],
    })
    const result = device.createBuffer({
      size: plan.outputs.reduce((sum, view) => sum + bytesOf(view) * images, 0),
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    })
    batch = { images, values, jobs: jobBuffer, levels: levelBuffer, groups, bindings, result, offsetOf }
    return batch
  }

  const submit = ({ values, groups, bindings, result, offsetOf, images }: Batch): void => {
    const encoder = device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    pass.setPipeline(pipeline)
    groups.forEach((count, level) => {
      pass.setBindGroup(0, bindings, [level * UNIFORM])
      pass.dispatchWorkgroups(Math.min(count, MAX_GROUPS), Math.ceil(count / MAX_GROUPS))
    })
    pass.end()
    let at = 0
    for (const view of plan.outputs) {
      const size = bytesOf(view) * images
      encoder.copyBufferToBuffer(values, offsetOf(view) * 4, result, at, size)
      at += size
    }
    device.queue.submit([encoder.finish()])
  }

  const compute = async (pixels: Float32Array, images: number): Promise<Float32Array[]> => {
    const current = prepare(images)
    device.queue.writeBuffer(current.values, current.offsetOf(plan.input) * 4, withFourth(pixels))
    submit(current)
    await current.result.mapAsync(GPUMapMode.READ)
    const whole = new Float32Array(current.result.getMappedRange().slice(0))
    current.result.unmap()
    let at = 0
    return plan.outputs.map((view) => {
      const size = (bytesOf(view) / 4) * images
      at += size
      return pick(whole.subarray(at - size, at), view)
    })
  }

  const orLost = watchLoss(device)

  return {
    dispatches: levels.length,
    bytes: () => weights.size + (batch ? batch.values.size + batch.result.size : 0),
    run: async (pixels, images) => {
      device.pushErrorScope('out-of-memory')
      device.pushErrorScope('validation')
      const work = compute(pixels, images)
      const problems = Promise.all([device.popErrorScope(), device.popErrorScope()])
      problems.catch(() => {}) // A device that is lost has no scopes to pop.
      const values = await orLost(work)
      const [invalid, tooLarge] = await problems
      if (invalid || tooLarge) throw new Error((invalid ?? tooLarge)!.message)
      return values
    },
    dispose: () => {
      disposeBatch(batch)
      batch = undefined
      weights.destroy()
    },
  }
}

/** Bytes of one image's buffer that a view is part of: results are read back whole, which is all of it as a rule. */
const bytesOf = ({ height, width, pitch }: View): number => height * width * pitch * 4

function layoutOf(device: GPUDevice): GPUBindGroupLayout {
  const visibility = GPUShaderStage.COMPUTE
  return device.createBindGroupLayout({
    entries: [
      { binding: 0, visibility, buffer: { type: 'storage' } },
      { binding: 1, visibility, buffer: { type: 'read-only-storage' } },
      { binding: 2, visibility, buffer: { type: 'read-only-storage' } },
      { binding: 3, visibility, buffer: { type: 'uniform', hasDynamicOffset: true } },
    ],
  })
}

function uploadWeights(plan: Plan, device: GPUDevice) {
  const convolutions = plan.steps.filter((step) => step.kind === 'convolution')
  const places = new Map<Step, { weights: number; bias: number }>()
  let size = 0
  for (const step of convolutions) {
    places.set(step, { weights: size, bias: size + step.filter.length })
    size += step.filter.length + step.bias.length
  }
  const weights = storage(device, Math.max(16, size * 4))
  for (const step of convolutions) {
    const { weights: at, bias } = places.get(step)!
    device.queue.writeBuffer(weights, at * 4, step.filter as Float32Array<ArrayBuffer>)
    device.queue.writeBuffer(weights, bias * 4, step.bias as Float32Array<ArrayBuffer>)
  }
  return { weights, placeOf: (step: Step) => places.get(step) ?? { weights: 0, bias: 0 } }
}

function listJobs(
  levels: readonly GpuStep[][],
  images: number,
  offsetOf: (view: View) => number,
  placeOf: (step: Step) => { weights: number; bias: number },
) {
  const jobs: Job[] = []
  const starts = levels.map((level) => {
    const first = jobs.length
    for (const step of level) {
      const last = jobs.length > first ? jobs.at(-1) : undefined
      const firstGroup = last ? last.firstGroup + groupsOf(last) : 0
      jobs.push(toJob(step, images, firstGroup, offsetOf, placeOf(step)))
    }
    return { first, count: level.length }
  })
  const groups = starts.map(({ first, count }) => {
    const last = jobs[first + count - 1]!
    return last.firstGroup + groupsOf(last)
  })
  return { jobs, starts, groups }
}

function encodeLevels(
  starts: readonly { first: number; count: number }[],
  groups: readonly number[],
): ArrayBuffer {
  const words = new Int32Array((starts.length * UNIFORM) / 4)
  starts.forEach(({ first, count }, level) => {
    words.set([first, count, groups[level]!], (level * UNIFORM) / 4)
  })
  return words.buffer
}

const storage = (device: GPUDevice, size: number, more = 0): GPUBuffer =>
  device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | more })

function upload(device: GPUDevice, bytes: ArrayBuffer, usage: number): GPUBuffer {
  const buffer = device.createBuffer({ size: bytes.byteLength, usage: usage | GPUBufferUsage.COPY_DST })
  device.queue.writeBuffer(buffer, 0, bytes)
  return buffer
}

function disposeBatch(batch: Batch | undefined): void {
  for (const buffer of batch ? [batch.values, batch.jobs, batch.levels, batch.result] : []) buffer.destroy()
}

/** Pixels of three numbers as pixels of four. */
function withFourth(pixels: Float32Array): Float32Array<ArrayBuffer> {
  const fours = new Float32Array((pixels.length / 3) * 4)
  for (let from = 0, to = 0; from < pixels.length; from += 3, to += 4) {
    fours[to] = pixels[from]!
    fours[to + 1] = pixels[from + 1]!
    fours[to + 2] = pixels[from + 2]!
  }
  return fours
}

/** A view's own channels. */
function pick(values: Float32Array, { channels, pitch, offset }: View): Float32Array {
  if (channels === pitch) return values.slice()
  const own = new Float32Array((values.length / pitch) * channels)
  for (let from = offset, to = 0; to < own.length; from += pitch, to += channels)
    own.set(values.subarray(from, from + channels), to)
  return own
}

/** Makes promises that reject when the device is lost, one at a time. Not by a race with `device.lost`, which would
 *  remember each of them for as long as the device lives. */
function watchLoss(device: GPUDevice): <T>(work: Promise<T>) => Promise<T> {
  let lost: Error | undefined
  let fail: ((error: Error) => void) | undefined
  void device.lost.then(({ message }) => {
    lost = new Error(`the graphics card was lost (${message || 'no reason given'})`)
    fail?.(lost)
  })
  return (work) =>
    new Promise((resolve, reject) => {
      fail = reject
      if (lost) reject(lost)
      work.then(resolve, reject)
    })
}
