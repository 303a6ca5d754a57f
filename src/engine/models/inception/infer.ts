import * as tf from '@tensorflow/tfjs-core'
import { EngineError } from '../../../contract/errors.ts'
import type { Network, NodeOutput } from './network.ts'

type Value = { shape: number[]; data: Float32Array }
type Size = { width: number; height: number }

/** Whatever a backend throws: lost device, out of memory, a shader that does not compile. */
export class BrokenBackend extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/** One entry per image: its value of every node.
 *  @throws BrokenBackend; EngineError `bad-file` for weights that lead to no numbers */
export async function infer(
  network: Network,
  images: Float32Array[],
  size: Size,
  nodes: NodeOutput[],
): Promise<Value[][]> {
  try {
    return await inferTogether(network, images, size, nodes)
  } catch (error) {
    if (images.length === 1 || error instanceof EngineError) throw error
    // A graph may have been frozen for one image at a time.
    const values: Value[][] = []
    for (const image of images) values.push(...(await inferTogether(network, [image], size, nodes)))
    return values
  }
}

async function inferTogether(
  network: Network,
  images: Float32Array[],
  { width, height }: Size,
  nodes: NodeOutput[],
): Promise<Value[][]> {
  const size = width * height * 3
  const pixels = new Float32Array(images.length * size)
  images.forEach((image, i) => {
    pixels.set(image, i * size)
  })
  const batch = tf.tensor4d(pixels, [images.length, height, width, 3])
  let results: tf.Tensor[] = []
  try {
    results = await network.run(batch, nodes)
    const values = (await Promise.all(results.map((result) => result.data()))) as Float32Array[]
    if (values.some((value) => !Number.isFinite(value[0]!))) throw notFinite()
    if (values.some((value, n) => value.length !== images.length * product(nodes[n]!.shape)))
      throw new Error('the network does not keep images apart')
    return images.map((_, i) =>
      nodes.map((node, n) => ({ shape: node.shape, data: slice(values[n]!, i, images.length) })),
    )
  } catch (error) {
    throw error instanceof EngineError ? error : new BrokenBackend(error)
  } finally {
    tf.dispose([batch, results])
  }
}

/** A graphics card that is lost gives such numbers; a processor computes what it is told. */
const notFinite = (): Error =>
  tf.getBackend() === 'webgpu'
    ? new Error('the network gave no finite numbers')
    : new EngineError('bad-file', 'The network gives no finite numbers: its weights are damaged.')

const product = (shape: readonly number[]): number => shape.reduce((total, size) => total * size, 1)

function slice(values: Float32Array, image: number, images: number): Float32Array {
  const size = values.length / images
  return values.slice(image * size, (image + 1) * size)
}
