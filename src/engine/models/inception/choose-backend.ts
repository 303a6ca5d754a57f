import * as tf from '@tensorflow/tfjs-core'
import { EngineError } from '../../../contract/errors.ts'
import { BACKENDS, type Backend } from '../../../contract/inception.ts'
import { placeWindow } from '../executor/plan/window.ts'
import { type StartPlan, startOnDevice, startOnProcessor } from '../executor/plan-runner.ts'
import { hasSimd } from '../executor/wasm/compile-kernels.ts'
import type { Skipped } from './worker-api.ts'

/** The part of a WebGPU adapter that tells a graphics card from an emulation. */
export interface GpuAdapter {
  isFallbackAdapter?: boolean
  info?: {
    vendor?: string
    architecture?: string
    device?: string
    description?: string
    isFallbackAdapter?: boolean
  }
}

/** What the worker's surroundings offer. */
export interface BackendPlatform {
  /** `navigator.gpu`, or absent. */
  gpu?: { requestAdapter(): Promise<GpuAdapter | null> }
  /** Addresses of tfjs's wasm files by file name; in Node they lie beside the package. */
  wasmPaths?: Record<string, string>
}

export interface ChosenBackend {
  backend: Backend
  /** Why this one and not a faster one, in a sentence. */
  reason: string
}

const NAMES: Record<Backend, string> = { webgpu: 'WebGPU', wasm: 'WASM with SIMD', cpu: 'plain JavaScript' }

/** Makes the fastest backend that really works the current one: WebGPU on a real graphics card, then WASM, then CPU.
 *  Each is tried with a small convolution whose result is known. A WebGPU adapter that is software is slower than
 *  WASM, so it is taken only when forced.
 *  @param forced this one or none
 *  @param skip those that failed before
 *  @throws EngineError `not-supported` if none works, or the forced one does not */
export async function chooseBackend(
  platform: BackendPlatform,
  forced: Backend | undefined,
  skip: Skipped = {},
): Promise<ChosenBackend> {
  const misses: string[] = []
  for (const backend of forced ? [forced] : BACKENDS) {
    const failure = skip[backend]
    const miss =
      failure === undefined
        ? await tryBackend(backend, platform, forced !== undefined)
        : `${NAMES[backend]} failed before (${failure})`
    if (miss === undefined) {
      const name = backend === 'webgpu' ? `WebGPU on ${await describeAdapter(platform)}` : NAMES[backend]
      const why = forced ? ['it was asked for'] : misses
      return { backend, reason: why.length === 0 ? `${name}, the fastest.` : `${name}: ${why.join('; ')}.` }
    }
    misses.push(miss)
  }
  throw new EngineError('not-supported', `No backend for networks works here: ${misses.join('; ')}.`)
}

/** undefined if it is now the current backend, else why not. */
async function tryBackend(
  backend: Backend,
  platform: BackendPlatform,
  forced: boolean,
): Promise<string | undefined> {
  try {
    if (backend === 'webgpu') {
      const adapter = await platform.gpu?.requestAdapter()
      if (!platform.gpu) return 'there is no WebGPU here'
      if (!adapter) return 'WebGPU offers no adapter here'
      if (isSoftware(adapter) && !forced) return 'the only WebGPU adapter is software, slower than WASM'
    }
    // tfjs is started only for a network that our own kernels leave to it.
    const start =
      backend === 'webgpu'
        ? startOnDevice(await openDevice(platform))
        : backend === 'wasm' && hasSimd()
          ? startOnProcessor
          : undefined
    if (!start) await startTfjs(backend, platform)
    else if (!(await computesRight(start))) return `${NAMES[backend]} computes wrong numbers here`
    return undefined
  } catch (error) {
    return `${NAMES[backend]} does not start (${error instanceof Error ? error.message : String(error)})`
  }
}

/** The device of a platform, opened once: with room for batches, as far as the card has it.
 *  @throws Error if there is none */
export async function openDevice({ gpu }: BackendPlatform): Promise<GPUDevice> {
  const known = gpu && devices.get(gpu)
  if (known) return known
  const adapter = (await gpu?.requestAdapter()) as GPUAdapter | null | undefined
  if (!gpu || !adapter) throw new Error('WebGPU offers no adapter')
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits
  const device = await adapter.requestDevice({
    requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
  })
  devices.set(gpu, device)
  void device.lost.then(() => devices.delete(gpu))
  return device
}

const devices = new WeakMap<object, GPUDevice>()

/** Makes a backend of tfjs the current one and tries it with a small convolution.
 *  @throws Error if it does not start or computes wrong numbers */
export async function startTfjs(backend: Backend, platform: BackendPlatform): Promise<void> {
  if (backend === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu')
  else if (backend === 'cpu') await import('@tensorflow/tfjs-backend-cpu')
  else {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
    // One engine per core beats one engine on all cores, most of all beside other work; and the threaded build
    // starts eight threads that it does not use.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
    // The paths cannot be set twice: a second choice in the same worker keeps them.
    if (platform.wasmPaths && !pathsSet) setWasmPaths(platform.wasmPaths)
    pathsSet = true
  }
  if (!(await tf.setBackend(backend))) throw new Error('tfjs gives no reason')
  if (!(await tfjsComputesRight())) throw new Error('it computes wrong numbers here')
}

let pathsSet = false

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render|warp/i

const isSoftware = (adapter: GpuAdapter): boolean =>
  adapter.isFallbackAdapter === true ||
  adapter.info?.isFallbackAdapter === true ||
  SOFTWARE.test(pickInfo(adapter).join(' '))

/** The properties of GPUAdapterInfo are on its prototype, so that spreading it gives nothing. */
function pickInfo(adapter: GpuAdapter): string[] {
  const { vendor, architecture, device, description } = adapter.info ?? {}
  return [description, vendor, architecture, device].filter((part): part is string => !!part)
}

async function describeAdapter(platform: BackendPlatform): Promise<string> {
  const adapter = await platform.gpu?.requestAdapter()
  return (adapter && pickInfo(adapter).slice(0, 2).join(' ')) || 'this graphics card'
}

/** A 3x3 convolution of ones over a 4x4 ramp, then ReLU: four sums that fit in a head. */
const RAMP = Float32Array.from({ length: 16 }, (_, i) => i - 6)
const isRight = (values: ArrayLike<number>): boolean =>
  [0, 0, 27, 36].every((expected, i) => Math.abs(values[i]! - expected) < 1e-3)

async function tfjsComputesRight(): Promise<boolean> {
  const output = tf.tidy(() =>
    tf.relu(tf.conv2d(tf.tensor4d(RAMP, [1, 4, 4, 1]), tf.ones([3, 3, 1, 1]), 1, 'valid')),
  )
  const values = await output.data()
  output.dispose()
  return isRight(values)
}

/** The same by kernels of ours, which take colours and give channels in fours: the ramp is all three colours, and each
 *  counts a third. */
async function computesRight(start: StartPlan): Promise<boolean> {
  const input = { buffer: 0, height: 4, width: 4, channels: 3, pitch: 3, offset: 0 }
  const output = { ...input, buffer: 1, height: 2, width: 2, channels: 4, pitch: 4 }
  const size = { height: 3, width: 3, strideY: 1, strideX: 1 }
  const runner = await start({
    input,
    outputs: [output],
    buffers: [
      { size: 48, from: -1, to: 0 },
      { size: 16, from: 0, to: 1 },
    ],
    steps: [
      {
        kind: 'convolution',
        input,
        output,
        window: placeWindow(input, size, 'VALID').window,
        filter: new Float32Array(9 * 3 * 4).fill(1 / 3),
        bias: new Float32Array(4),
        low: 0,
        high: Number.POSITIVE_INFINITY,
      },
    ],
  })
  const colours = Float32Array.from({ length: 48 }, (_, i) => RAMP[Math.floor(i / 3)]!)
  const [values] = await runner.run(colours, 1)
  runner.dispose()
  return isRight(values!.filter((_, i) => i % 4 === 3))
}
