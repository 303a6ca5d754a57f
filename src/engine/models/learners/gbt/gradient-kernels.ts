import { buildModule, type KernelFunction } from '../../../../lib/wasm/build-module.ts'
import { emitDeriveLogistic } from './emit-derive.ts'
import { CHUNK, emitCombine, emitFill, emitFillWide, emitPartition, emitToNumbers } from './emit-histogram.ts'

type Kernel = (...parameters: number[]) => void

/** The inner loops of gradient boosting over one memory; each emitter says what its parameters are. */
export interface GradientKernels {
  /** By number of features. */
  fill: readonly Kernel[]
  fillWide: Kernel
  add: Kernel
  subtract: Kernel
  toNumbers: Kernel
  partition: Kernel
  partitionWide: Kernel
  deriveLogistic: Kernel
}

const functions = (): KernelFunction[] => [
  ...Array.from({ length: CHUNK }, (_, i) => emitFill(i + 1)),
  emitFillWide(),
  emitCombine('add', 'addPairs'),
  emitCombine('subtract', 'subtractPairs'),
  emitToNumbers(),
  emitPartition('partition', 3, 'loadByte'),
  emitPartition('partitionWide', 1, 'loadShort'),
  emitDeriveLogistic(),
]

/** @param sharedPages the largest size of a memory that is shared between workers */
export function gradientKernels(
  memory: WebAssembly.Memory,
  sharedPages: number | undefined,
): GradientKernels {
  const shared = sharedPages === undefined ? undefined : { pages: sharedPages }
  const module = new WebAssembly.Module(buildModule(functions(), { relaxed: false, shared }))
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  const kernels = exports as Record<string, Kernel>
  return {
    ...(kernels as unknown as GradientKernels),
    fill: [() => {}, ...Array.from({ length: CHUNK }, (_, i) => kernels[`fill${i + 1}`]!)],
  }
}
