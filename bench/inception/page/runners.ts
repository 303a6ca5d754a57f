// One runner for each way to compute the same network, in a worker of its own: see engine.worker.ts.
import * as tf from '@tensorflow/tfjs-core'
import * as layers from '@tensorflow/tfjs-layers'
import type { NetworkFiles } from '../../../src/contract/inception.ts'
import { openNetwork } from '../../../src/engine/models/graph/open-network.ts'
import { optimiseGraph } from '../../../src/engine/models/graph/optimise/optimise-graph.ts'
import type { ModelFiles } from '../../../src/engine/models/graph/to-model-files.ts'
import { startTfjs } from '../../../src/engine/models/inception/choose-backend.ts'
import { loadNetwork } from '../../../src/engine/models/inception/load-network.ts'
import { loadOnBackend } from '../../../src/engine/models/inception/load-on-backend.ts'
import type { Network } from '../../../src/engine/models/inception/network.ts'
import { resolveOutput } from '../../../src/engine/models/inception/resolve-output.ts'
import { toModelArtifacts } from '../../../src/engine/models/inception/to-model-artifacts.ts'
import { wasmPaths } from '../../../src/engine/models/inception/wasm-paths.ts'
import { writeOnnx } from '../write-onnx.ts'

/** Computes `pool_3` of a batch of images, shape (images, 299, 299, 3). */
export interface Runner {
  run(pixels: Float32Array, images: number): Promise<Float32Array>
  /** Bytes that it says it holds. */
  bytes(): number
}

export const OUTPUT = 'pool_3'
const SIDE = 299

export const RUNNERS: Record<string, (files: NetworkFiles, threads: number) => Promise<Runner>> = {
  /** tfjs as its documentation has it: the layers model as it is in the file. */
  'tfjs layers wasm': (files) => stockLayers(files, 'wasm'),
  'tfjs layers webgpu': (files) => stockLayers(files, 'webgpu'),
  'tfjs optimised graph wasm': async (files) => {
    await startTfjs('wasm', { wasmPaths })
    return fromNetwork(loadNetwork(files))
  },
  'ours wasm': async (files) => fromNetwork((await loadOnBackend(files, 'wasm', {})).network),
  'ours webgpu': async (files) =>
    fromNetwork((await loadOnBackend(files, 'webgpu', { gpu: navigator.gpu })).network),
  'onnxruntime-web wasm': (files, threads) => onnx(files, 'wasm', threads),
  'onnxruntime-web webgpu': (files) => onnx(files, 'webgpu', 1),
}

async function stockLayers(files: NetworkFiles, backend: 'wasm' | 'webgpu'): Promise<Runner> {
  await startTfjs(backend, { wasmPaths })
  const model = await layers.loadLayersModel(
    tf.io.fromMemory(toModelArtifacts(files as unknown as ModelFiles)),
  )
  return {
    run: async (pixels, images) => {
      const result = tf.tidy(() => model.predict(tf.tensor4d(pixels, [images, SIDE, SIDE, 3])) as tf.Tensor)
      const values = (await result.data()) as Float32Array
      result.dispose()
      return values
    },
    bytes: () => tf.memory().numBytes,
  }
}

function fromNetwork(network: Network): Runner {
  const output = resolveOutput(network, OUTPUT)
  return {
    run: async (pixels, images) => (await network.run(pixels, images, [output]))[0]!,
    bytes: () => network.bytes?.() ?? tf.memory().numBytes,
  }
}

/** The part of onnxruntime-web that is used here: it is installed for a benchmark alone. */
interface Ort {
  env: { wasm: { numThreads: number; wasmPaths: string } }
  InferenceSession: {
    create(
      model: Uint8Array,
      options: { executionProviders: string[] },
    ): Promise<{
      run(feeds: Record<string, unknown>): Promise<Record<string, { data: Float32Array }>>
    }>
  }
  Tensor: new (type: string, data: Float32Array, shape: number[]) => unknown
}

async function onnx(files: NetworkFiles, provider: 'wasm' | 'webgpu', threads: number): Promise<Runner> {
  const folder = '/node_modules/onnxruntime-web/dist/'
  const entry = `${folder}${provider === 'wasm' ? 'ort.wasm.min.mjs' : 'ort.webgpu.min.mjs'}`
  const ort = (await import(/* @vite-ignore */ entry)) as Ort
  Object.assign(ort.env.wasm, { numThreads: threads, wasmPaths: folder })
  const optimised = optimiseGraph(openNetwork(files).graph, new Set([OUTPUT]))
  const model = writeOnnx(optimised, OUTPUT)
  const session = await ort.InferenceSession.create(model, { executionProviders: [provider] })
  const infer = async (pixels: Float32Array): Promise<Float32Array> => {
    const image = new ort.Tensor('float32', channelsFirst(pixels), [1, 3, SIDE, SIDE])
    return (await session.run({ image }))[OUTPUT]!.data
  }
  return {
    run: async (pixels, images) => {
      const size = pixels.length / images
      const results: number[] = []
      for (let i = 0; i < images; i++)
        results.push(...(await infer(pixels.subarray(i * size, (i + 1) * size))))
      return Float32Array.from(results)
    },
    bytes: () => model.length,
  }
}

function channelsFirst(pixels: Float32Array): Float32Array {
  const size = pixels.length / 3
  const planes = new Float32Array(pixels.length)
  for (let i = 0; i < size; i++) for (let c = 0; c < 3; c++) planes[c * size + i] = pixels[i * 3 + c]!
  return planes
}
