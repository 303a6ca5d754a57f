import { assignOffsets } from '../plan/assign-offsets.ts'
import { type ConvolutionStep, inputsOf, type Plan, type Step, type View } from '../plan/plan.ts'
import { chooseTiling } from './choose-tiling.ts'
import { compileKernels, hasRelaxedSimd, type Kernel, tileFor } from './compile-kernels.ts'
import type { Tiling } from './emit-winograd.ts'
import { layOutConvolution, scratchOfConvolution } from './lay-out-convolution.ts'
import { layOutPool } from './lay-out-pool.ts'
import { layOutWinograd, scratchOfWinograd } from './lay-out-winograd.ts'
import { MemoryLayout } from './memory-layout.ts'
import type { Place, Work } from './place.ts'
import { copy, map, softmax } from './plain-steps.ts'

/** A plan that can be carried out, image after image. */
export interface Executor {
  /** @param pixels one image, shape (height, width, 3)
   *  @returns the plan's outputs, dense */
  run(pixels: Float32Array): Float32Array[]
  /** Bytes of memory that it holds. */
  bytes: number
  /** Whether weights or tables are not what they were at the start. */
  isDamaged(): boolean
}

const PAGE = 65536

/** Lays a plan out in a memory of its own: weights packed, tables made, buffers in a static arena.
 *  @param relaxed fused multiply-add, by default where there is any
 *  @param tilingFor which algorithm of Winograd's a convolution takes, or undefined for none
 *  @throws RangeError if there is not so much memory */
export async function createExecutor(
  plan: Plan,
  { relaxed = hasRelaxedSimd(), tilingFor = chooseTiling }: ExecutorOptions = {},
): Promise<Executor> {
  const tile = tileFor(relaxed)
  const convolutions = plan.steps.filter((step) => step.kind === 'convolution')
  const tilings = new Map(convolutions.map((step) => [step, tilingFor(step, tile)]))
  const layout = new MemoryLayout()
  const { offsets, size } = assignOffsets(plan.buffers, 16)
  // Fours of channels at the end of a buffer may reach over it.
  const arena = layout.reserve(size * 4 + 64)
  const widest = Math.max(
    ...plan.steps.flatMap((step) => [...inputsOf(step), step.output]).map((view) => view.pitch),
  )
  const scratch = Math.max(0, ...convolutions.map((step) => scratchOf(step, tilings.get(step), tile)))
  const place: Place = {
    layout,
    tile,
    addressOf: (view: View) => arena + (offsets[view.buffer]! + view.offset) * 4,
    zeros: layout.reserve(widest * 4),
    waste: layout.reserve(widest * 4),
    scratch: layout.reserve(scratch),
  }
  const fixed = layout.end
  const works = plan.steps.map((step) => layOut(step, tilings, place))
  const memory = new WebAssembly.Memory({ initial: Math.ceil(layout.end / PAGE) })
  layout.fill(memory.buffer)
  const used = [...tilings.values()].filter((tiling) => tiling !== undefined)
  const { call } = await compileKernels(memory, used, { relaxed })
  const at = (view: View): Placed => ({ view, start: place.addressOf(view) / 4 })
  return carryOut({ input: at(plan.input), outputs: plan.outputs.map(at), works, call, memory, fixed })
}

/** A view, and where its first number is in the memory. */
interface Placed {
  view: View
  start: number
}

interface LaidOut {
  input: Placed
  outputs: Placed[]
  works: Work[]
  call: Record<string, Kernel>
  memory: WebAssembly.Memory
  /** Where weights and tables begin; they end with the memory. */
  fixed: number
}

/** Knows nothing of the plan: its weights are in the memory now, and a closure that held them too would hold them twice. */
function carryOut({ input, outputs, works, call, memory, fixed }: LaidOut): Executor {
  const floats = new Float32Array(memory.buffer)
  const words = new Int32Array(memory.buffer, fixed)
  const sum = checksum(words)
  return {
    bytes: memory.buffer.byteLength,
    isDamaged: () => checksum(words) !== sum,
    run: (pixels) => {
      writeView(floats, input.start, input.view, pixels)
      for (const work of works) work(call, floats)
      return outputs.map(({ view, start }) => readView(floats, start, view))
    },
  }
}

export interface ExecutorOptions {
  relaxed?: boolean
  tilingFor?: (step: ConvolutionStep, tile: number) => Tiling | undefined
}

const scratchOf = (step: ConvolutionStep, tiling: Tiling | undefined, tile: number): number =>
  tiling ? scratchOfWinograd(step, tiling, tile) : scratchOfConvolution(step)

function layOut(step: Step, tilings: ReadonlyMap<ConvolutionStep, Tiling | undefined>, place: Place): Work {
  switch (step.kind) {
    case 'convolution': {
      const tiling = tilings.get(step)
      return tiling ? layOutWinograd(step, tiling, place) : layOutConvolution(step, place)
    }
    case 'pool':
      return layOutPool(step, place)
    case 'copy':
      return copy(step, place)
    case 'map':
      return map(step, place)
    case 'softmax':
      return softmax(step, place)
  }
}

/** Bernstein's hash: any one word that changes changes it. */
function checksum(words: Int32Array): number {
  let sum = 5381
  for (let i = 0; i < words.length; i++) sum = (Math.imul(sum, 33) ^ words[i]!) | 0
  return sum
}

function writeView(floats: Float32Array, start: number, view: View, values: Float32Array): void {
  const { height, width, channels, pitch } = view
  if (pitch === channels) floats.set(values, start)
  else
    for (let i = 0; i < height * width; i++)
      floats.set(values.subarray(i * channels, (i + 1) * channels), start + i * pitch)
}

function readView(
  floats: Float32Array,
  start: number,
  { height, width, channels, pitch }: View,
): Float32Array {
  const positions = height * width
  if (pitch === channels) return floats.slice(start, start + positions * channels)
  const dense = new Float32Array(positions * channels)
  for (let i = 0; i < positions; i++)
    dense.set(floats.subarray(start + i * pitch, start + i * pitch + channels), i * channels)
  return dense
}
