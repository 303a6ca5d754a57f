import type { EngineError } from './errors.ts'
import type { Call } from './progress.ts'

export const BACKENDS = ['webgpu', 'wasm', 'cpu'] as const
export type Backend = (typeof BACKENDS)[number]

/** A network as bytes, ready for a worker to load. */
export interface NetworkFiles {
  /** SHA-256 of topology and weights; identifies the network everywhere. */
  digest: string
  format: 'layers-model' | 'graph-model'
  /** The parsed model.json without its weights. */
  modelJson: unknown
  /** All weight shards in manifest order. */
  weights: Uint8Array
  preprocessing: Preprocessing
}

/** How pixels become the network's input. The network's value is `(pixel - subtract) / divide`. */
export interface Preprocessing {
  width: number
  height: number
  subtract: number
  divide: number
  /** Bilinear by the centres of pixels; `false` is TensorFlow's of 2015. */
  halfPixelCenters: boolean
  /** Bilinear so that the corner pixels meet; absent is `false`. */
  alignCorners?: boolean
}

/** What a loaded network offers. */
export interface NetworkInfo {
  digest: string
  backend: Backend
  /** Why this backend and not a faster one. */
  reason: string
  /** Nodes that may be named in `outputs`, with their shapes for one image (leading 1). */
  outputs: { name: string; shape: number[] }[]
  /** Images a batch that suit the backend. */
  batchSize: number
}

/** One image's outputs, in the order asked for, or why there are none. */
export type EmbedResult =
  | { outputs: { shape: number[]; data: Float32Array }[] }
  | { error: Pick<EngineError, 'code' | 'message'> }

/** Networks in workers of their own; the engine receives this as an argument, so that tfjs is in no other bundle. */
export interface InceptionApi {
  /** Loads a network unless it is loaded. `backend` forces one; otherwise the fastest that works is taken. The weights of `files`
   *  become the copy that all workers share, where memory can be shared, so that the page's own can go. */
  load(files: NetworkFiles, backend: Backend | undefined, call: Call): Promise<NetworkInfo>
  /** Images are turned upright by their EXIF orientation, transparent pixels are white, colour profiles are ignored.
   *  One that is none, is damaged, is beyond 64 megapixels, or stops its worker twice is an error in its place.
   *  Reports progress per image. A worker that died is restarted and the network loaded again; a backend that breaks
   *  twice gives way to the next one.
   *  @param images encoded (JPEG, PNG, WebP, GIF, BMP, AVIF) bytes
   *  @param outputs node names, with `/` or `_`; `<name>/mean` is a node's average over its positions; `pool_3` is the
   *    pooled features of any Inception, of shape [1, 1, 1, channels]
   *  @throws EngineError `cancelled` (at once), `invalid-argument` naming the nearest nodes, `worker-died` */
  embed(digest: string, images: Uint8Array[], outputs: string[], call: Call): Promise<EmbedResult[]>

  /** What is known of a network that was loaded, as it is now: a failure may have moved it to another backend. */
  describe(digest: string): NetworkInfo | undefined
}
