import { inflateSync } from 'fflate'
import type { FeatureSpec } from '../../../../contract/learning.ts'
import { crc32 } from '../../sources/crc32.ts'
import { checkModelHeader } from '../check-model-header.ts'
import { checkModel } from '../load-model.ts'
import type { Importance, Model } from '../model.ts'
import { badModel } from '../model-file.ts'
import { checkGeneralModel } from '../parts/check-general-model.ts'
import type { AnyModel, GeneralModel } from '../parts/general-model.ts'
import { ByteReader } from './byte-reader.ts'
import { ungroupFeatures } from './group-features.ts'
import type { ModelFacts } from './model-facts.ts'
import { unpackTrees } from './pack-trees.ts'
import {
  ARRAY_TYPES,
  type ArrayType,
  HEADER_AT,
  MAX_RATIO,
  PACKED_MAGIC,
  type PackedHeader,
} from './write-model-file.ts'

/** Parts in parts, and their arrays: no honest file nests deeper. */
const MAX_DEPTH = 40
/** Bytes that a body may unpack to. */
const MAX_BODY = 1_000_000_000

/** True for a file that begins as `writeModelFile` begins one. */
export const isPackedModel = (file: Uint8Array): boolean =>
  new TextDecoder().decode(file.subarray(0, PACKED_MAGIC.length)) === PACKED_MAGIC

/** Reads a model file and checks it, so that scoring needs no checks. @throws EngineError `bad-file` */
export function readModelFile(file: Uint8Array): { model: AnyModel; facts: ModelFacts } {
  const { header, body } = open(file)
  const { version: _, kind, features, model: packed, body: __, ...facts } = header
  const reader = new ByteReader(inflate(body, header.body))
  const rest = fromReferences(packed, reader, 0) as Record<string, unknown>
  if (reader.left > 0) throw badModel('another length than its header says')
  const specs = ungroupFeatures(features)
  checkModelHeader({ ...(rest as unknown as AnyModel), features: specs })
  const { importances, ...others } = rest
  const model = {
    ...others,
    features: specs,
    ...(importances !== undefined && { importances: unpackImportances(importances, specs) }),
  }
  if (kind === 'trees') checkModel(model as unknown as Model)
  else if (kind === 'parts') checkGeneralModel(model as unknown as GeneralModel)
  else throw badModel('unknown kind')
  return { model: model as unknown as AnyModel, facts: facts as ModelFacts }
}

/** The header of a file, for those who need no model, and the bytes after it. @throws EngineError `bad-file` */
function open(file: Uint8Array): { header: PackedHeader; body: Uint8Array } {
  if (!isPackedModel(file)) throw badModel('no signature')
  if (file.length < HEADER_AT) throw badModel('cut short')
  const view = new DataView(file.buffer, file.byteOffset)
  const end = HEADER_AT + view.getUint32(8, true)
  if (end > file.length) throw badModel('cut short')
  if (view.getUint32(12, true) !== crc32(file.subarray(HEADER_AT))) throw badModel('damaged')
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file.subarray(HEADER_AT, end))
    const header = JSON.parse(text) as Partial<PackedHeader> | null
    if (header?.version === 2 && isObject(header.model) && isObject(header.body))
      return { header: header as PackedHeader, body: file.subarray(end) }
  } catch {
    // Reported below, as any other header that cannot be used.
  }
  throw badModel('unreadable header')
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function inflate(body: Uint8Array, { encoding, size }: PackedHeader['body']): Uint8Array {
  if (encoding === 'stored' && size === body.length) return body
  const isHonest = Number.isInteger(size) && size >= 0 && size <= Math.min(MAX_BODY, body.length * MAX_RATIO)
  if (encoding !== 'deflate' || !isHonest) throw badModel('another length than its header says')
  try {
    const whole = inflateSync(body, { out: new Uint8Array(size) })
    if (whole.length === size) return whole
  } catch {
    // Reported below.
  }
  throw badModel('it does not unpack')
}

function fromReferences(value: unknown, reader: ByteReader, depth: number): unknown {
  if (depth > MAX_DEPTH) throw badModel('nested too deep')
  if (Array.isArray(value)) return value.map((each) => fromReferences(each, reader, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  const {
    $trees: width,
    $array: type,
    length,
  } = value as { $trees?: number; $array?: ArrayType; length?: number }
  if (width !== undefined) {
    if (!isCount(width)) throw badModel('values')
    return unpackTrees(reader, width)
  }
  if (type !== undefined) {
    const Type = Object.hasOwn(ARRAY_TYPES, type) ? ARRAY_TYPES[type] : undefined
    if (!Type || !isCount(length)) throw badModel('arrays')
    return reader.array<Int32Array | Uint32Array | Float32Array | Float64Array>(Type, length)
  }
  const entries = Object.entries(value).map(
    ([key, each]) => [key, fromReferences(each, reader, depth + 1)] as const,
  )
  return Object.fromEntries(entries)
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0

function unpackImportances(packed: unknown, features: readonly FeatureSpec[]): Importance[] {
  const { feature, gain, permutation } = packed as Record<string, unknown>
  const isWhole =
    feature instanceof Uint32Array &&
    gain instanceof Float64Array &&
    permutation instanceof Float64Array &&
    gain.length === feature.length &&
    permutation.length === feature.length &&
    feature.every((f) => f < features.length)
  if (!isWhole) throw badModel('importances')
  return Array.from(feature, (f, i) => ({
    feature: features[f]!.name,
    gain: gain[i]!,
    ...(!Number.isNaN(permutation[i]!) && { permutation: permutation[i]! }),
  }))
}
