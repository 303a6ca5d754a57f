import { EngineError } from '../../../contract/errors.ts'
import type { Backend } from '../../../contract/inception.ts'
import type { Network, NodeOutput } from './network.ts'

type Value = { shape: number[]; data: Float32Array }

/** Whatever a backend throws: lost device, out of memory, a shader that does not compile. */
export class BrokenBackend extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/** A network, and where it runs. */
interface Running {
  network: Network
  backend: Backend
}

/** One entry per image: its value of every node.
 *  @throws BrokenBackend; EngineError `bad-file` for weights that lead to no numbers */
export async function infer(
  running: Running,
  images: Float32Array[],
  nodes: NodeOutput[],
): Promise<Value[][]> {
  try {
    return await inferTogether(running, images, nodes)
  } catch (error) {
    if (images.length === 1 || error instanceof EngineError) throw error
    // A graph may have been frozen for one image at a time.
    const values: Value[][] = []
    for (const image of images) values.push(...(await inferTogether(running, [image], nodes)))
    return values
  }
}

async function inferTogether(
  running: Running,
  images: Float32Array[],
  nodes: NodeOutput[],
): Promise<Value[][]> {
  const size = images[0]!.length
  const pixels = images.length === 1 ? images[0]! : new Float32Array(images.length * size)
  if (images.length > 1) for (const [i, image] of images.entries()) pixels.set(image, i * size)
  try {
    const values = await running.network.run(pixels, images.length, nodes)
    if (values.some((value) => !Number.isFinite(value[0]!))) throw notFinite(running)
    if (values.some((value, n) => value.length !== images.length * product(nodes[n]!.shape)))
      throw new Error('the network does not keep images apart')
    return images.map((_, i) =>
      nodes.map((node, n) => ({ shape: node.shape, data: slice(values[n]!, i, images.length) })),
    )
  } catch (error) {
    throw error instanceof EngineError ? error : new BrokenBackend(error)
  }
}

/** A graphics card that is lost gives such numbers, and so does damaged memory; else a processor computes what it is
 *  told. */
function notFinite({ network, backend }: Running): Error {
  if (backend === 'webgpu' || network.isDamaged?.()) return new Error('the network gave no finite numbers')
  return new EngineError('bad-file', 'The network gives no finite numbers: its weights are damaged.')
}

const product = (shape: readonly number[]): number => shape.reduce((total, size) => total * size, 1)

function slice(values: Float32Array, image: number, images: number): Float32Array {
  const size = values.length / images
  return values.slice(image * size, (image + 1) * size)
}
