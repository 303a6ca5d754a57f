import { deflateSync } from 'fflate'
import { crc32 } from '../../sources/crc32.ts'
import type { Importance } from '../model.ts'
import { type AnyModel, isGeneral } from '../parts/general-model.ts'
import type { Trees } from '../tree.ts'
import { ByteWriter } from './byte-writer.ts'
import { groupFeatures } from './group-features.ts'
import type { ModelFacts } from './model-facts.ts'
import { packTrees } from './pack-trees.ts'

// The format is described byte by byte in docs/model-file.md.

export const PACKED_MAGIC = 'MLDBCLS2'

/** Bytes before the header: the signature, the header's length, the checksum of all that follows. */
export const HEADER_AT = 16

/** Larger bodies stay as they are: packing them would take seconds. */
const MAX_DEFLATED = 32_000_000
/** What shrinks further is stored as it is, so that a reader need not make room for more than this. */
export const MAX_RATIO = 64

/** Types of arrays in the header's references. */
export const ARRAY_TYPES = {
  i32: Int32Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const
export type ArrayType = keyof typeof ARRAY_TYPES

/** A model as its header has it: arrays are references to the body, features are grouped. */
export interface PackedHeader extends ModelFacts {
  version: 2
  kind: 'trees' | 'parts'
  features: unknown
  model: Record<string, unknown>
  body: { encoding: 'deflate' | 'stored'; size: number }
}

/** Writes a model as the file that is kept and downloaded. `loadAnyModel` reads it. */
export function writeModelFile(model: AnyModel, facts: ModelFacts): Uint8Array<ArrayBuffer> {
  const { features, importances, ...rest } = model
  const out = new ByteWriter()
  const packed = toReferences(
    { ...rest, importances: importances && packImportances(importances, model) },
    out,
  )
  const body = out.finish()
  const deflated = body.length > 0 && body.length <= MAX_DEFLATED ? deflateSync(body) : body
  const isSmaller = deflated.length < body.length && body.length <= deflated.length * MAX_RATIO
  const stored = isSmaller ? deflated : body
  const header: PackedHeader = {
    version: 2,
    kind: isGeneral(model) ? 'parts' : 'trees',
    software: 'MLDB Web',
    ...facts,
    features: groupFeatures(features),
    model: packed as Record<string, unknown>,
    body: { encoding: isSmaller ? 'deflate' : 'stored', size: body.length },
  }
  const text = new TextEncoder().encode(JSON.stringify(header))
  const file = new Uint8Array(HEADER_AT + text.length + stored.length)
  file.set(new TextEncoder().encode(PACKED_MAGIC))
  file.set(text, HEADER_AT)
  file.set(stored, HEADER_AT + text.length)
  const view = new DataView(file.buffer)
  view.setUint32(8, text.length, true)
  view.setUint32(12, crc32(file.subarray(HEADER_AT)), true)
  return file
}

/** Writes the arrays of a value to the body, in the order in which their references stand in the header. */
function toReferences(value: unknown, out: ByteWriter): unknown {
  if (Array.isArray(value)) return value.map((each) => toReferences(each, out))
  if (typeof value !== 'object' || value === null) return value
  if (isTrees(value)) {
    packTrees(value, out)
    return { $trees: value.values.length / Math.max(1, value.feature.length) }
  }
  for (const [type, Type] of Object.entries(ARRAY_TYPES)) {
    if (!(value instanceof Type)) continue
    out.array(value)
    return { $array: type, length: value.length }
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toReferences(each, out)]))
}

const isTrees = (value: object): value is Trees => 'roots' in value && value.roots instanceof Uint32Array

/** Importances as arrays; NaN where there is no permutation importance. */
function packImportances(importances: readonly Importance[], { features }: AnyModel) {
  const places = new Map(features.map(({ name }, f) => [name, f]))
  return {
    feature: Uint32Array.from(importances, ({ feature }) => places.get(feature)!),
    gain: Float64Array.from(importances, ({ gain }) => gain),
    permutation: Float64Array.from(importances, ({ permutation }) => permutation ?? Number.NaN),
  }
}
