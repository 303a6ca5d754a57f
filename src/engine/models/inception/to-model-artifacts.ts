import type { io } from '@tensorflow/tfjs-core'
import { EngineError } from '../../../contract/errors.ts'
import type { NetworkFiles } from '../../../contract/inception.ts'

interface ModelJson {
  modelTopology?: unknown
  weightsManifest?: { weights?: io.WeightsManifestEntry[] }[]
  signature?: object
  userDefinedMetadata?: object
  modelInitializer?: object
}

/** A network's bytes in the form that tfjs loads from memory. The names and shapes are the file's own claims, so the
 *  sizes they imply are checked against the bytes before anything is allocated.
 *  @throws EngineError `bad-file` */
export function toModelArtifacts(files: Pick<NetworkFiles, 'modelJson' | 'weights'>): io.ModelArtifacts {
  const json = files.modelJson as ModelJson
  if (!json || typeof json !== 'object' || !json.modelTopology || !Array.isArray(json.weightsManifest))
    throw new EngineError('bad-file', 'The model.json has no modelTopology and weightsManifest.')
  const specs = json.weightsManifest.flatMap((group) => group.weights ?? [])
  const expected = specs.reduce((sum, spec) => sum + weightBytes(spec), 0)
  if (expected !== files.weights.byteLength)
    throw new EngineError(
      'bad-file',
      `The weights have ${files.weights.byteLength} bytes; model.json describes ${expected}.`,
    )
  return {
    modelTopology: json.modelTopology as object,
    weightSpecs: specs,
    weightData: toArrayBuffer(files.weights),
    signature: json.signature,
    userDefinedMetadata: json.userDefinedMetadata,
    modelInitializer: json.modelInitializer,
  } as io.ModelArtifacts
}

const BYTES: Record<string, number> = { float32: 4, int32: 4, float16: 2, uint16: 2, uint8: 1, bool: 1 }

const isSize = (size: unknown): boolean => Number.isSafeInteger(size) && Number(size) >= 0

/** Bytes of one weight in the file: by its quantised type where it has one. */
export function weightBytes(spec: io.WeightsManifestEntry): number {
  const dtype = spec.quantization?.dtype ?? spec.dtype
  const bytes = BYTES[dtype]
  if (bytes === undefined || !Array.isArray(spec.shape) || !spec.shape.every(isSize))
    throw new EngineError(
      'bad-file',
      `The weight "${String(spec.name)}" has an unknown type or shape (${String(dtype)}).`,
    )
  return spec.shape.reduce((product, size) => product * size, bytes)
}

function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength
  if (whole && bytes.buffer instanceof ArrayBuffer) return bytes.buffer
  return new Uint8Array(bytes).buffer
}
