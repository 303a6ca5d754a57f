// tensorflow/ is the inside of the function type tensorflow.graph: what its select lists mean, the cache of features
// by content, and the pipeline from rows to vectors. The network itself arrives as `InceptionApi`. Start with
// embed-rows.ts.
import type { EngineContext } from '../../context.ts'

/** A node's value for one image. */
export interface Feature {
  shape: number[]
  data: Float32Array
}

/** Feature vectors by content: network, output, digest of the image's bytes. The network's digest covers weights and
 *  preprocessing, so nothing else decides a value. */
export interface FeatureCache {
  /** All outputs of an image, or undefined if one is missing. */
  get(imageDigest: string): Promise<Feature[] | undefined>
  /** Keeps the outputs of some images in one commit. */
  put(entries: readonly { imageDigest: string; features: readonly Feature[] }[]): Promise<void>
}

export function createFeatureCache(
  storage: Pick<EngineContext['storage'], 'get' | 'commit'>,
  networkDigest: string,
  outputs: readonly string[],
): FeatureCache {
  // A name like mixed7/mean must not look like two parts of the key.
  const keyOf = (output: string, image: string) => `${networkDigest}/${encodeURIComponent(output)}/${image}`
  return {
    get: async (imageDigest) => {
      const found = await Promise.all(
        outputs.map((output) => storage.get('features', keyOf(output, imageDigest))),
      )
      const features = found.map((bytes) => bytes && decodeFeature(bytes))
      return features.every((feature) => feature !== undefined) ? features : undefined
    },
    put: (entries) =>
      storage.commit(
        entries.flatMap(({ imageDigest, features }) =>
          outputs.map((output, i) => ({
            store: 'features' as const,
            key: keyOf(output, imageDigest),
            put: encodeFeature(features[i]!),
          })),
        ),
      ),
  }
}

/** Little-endian: the rank, each size (32 bits), then the numbers (float32). */
export function encodeFeature({ shape, data }: Feature): Uint8Array {
  const bytes = new Uint8Array(4 * (1 + shape.length + data.length))
  const view = new DataView(bytes.buffer)
  view.setUint32(0, shape.length, true)
  shape.forEach((size, i) => {
    view.setUint32(4 * (i + 1), size, true)
  })
  const start = 4 * (1 + shape.length)
  data.forEach((value, i) => {
    view.setFloat32(start + 4 * i, value, true)
  })
  return bytes
}

/** undefined if the bytes are no feature: then it is computed again. */
export function decodeFeature(bytes: Uint8Array): Feature | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const rank = bytes.byteLength >= 4 ? view.getUint32(0, true) : 0
  if (rank < 1 || rank > 8 || bytes.byteLength < 4 * (1 + rank)) return undefined
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 * (i + 1), true))
  const start = 4 * (1 + rank)
  const length = shape.reduce((product, size) => product * size, 1)
  if (bytes.byteLength !== start + 4 * length) return undefined
  return { shape, data: Float32Array.from({ length }, (_, i) => view.getFloat32(start + 4 * i, true)) }
}
