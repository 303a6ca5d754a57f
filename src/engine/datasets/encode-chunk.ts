import type { Embedding, Value } from '../../contract/values.ts'
import { encode } from '../sqlite/codec.ts'
import type { Chunk } from './chunk.ts'
import { sizeOf } from './chunk-buffer.ts'
import {
  ABSENT,
  align,
  type Encoding,
  type Header,
  MAGIC,
  NULL,
  type PartHeader,
  PRESENT,
  type Section,
  VECTOR_TYPES,
} from './chunk-layout.ts'

/** A column whose cells take this much in a chunk, and in each row, is kept apart from it: vectors, pictures, long texts.
 *  What reads other columns does not wait for them. */
const APART_FROM_BYTES = 64 << 10
const APART_FROM_BYTES_A_ROW = 256

/** A chunk as storage keeps it. */
export interface EncodedChunk {
  bytes: Uint8Array
  /** Large columns, by their index. */
  parts: ReadonlyMap<number, Uint8Array>
}

/** The bytes of a whole chunk: magic, size of the header, the header as JSON, then its sections, each on 8 bytes. */
export const encodeChunk = (chunk: Chunk): Uint8Array => encodeFrom(chunk, Number.POSITIVE_INFINITY).bytes

/** As `encodeChunk`, with large columns apart. */
export const encodeInParts = (chunk: Chunk): EncodedChunk =>
  encodeFrom(chunk, Math.max(APART_FROM_BYTES, APART_FROM_BYTES_A_ROW * chunk.names.length))

function encodeFrom(chunk: Chunk, apartFrom: number): EncodedChunk {
  const sections = new Sections()
  const parts = new Map<number, Uint8Array>()
  const rows = chunk.names.length
  const encodeOrPart = (index: number, values: readonly (Value | undefined)[]): Encoding => {
    const kind = kindOf(values)
    // Numbers never take that much.
    if (kind === 'int32' || kind === 'float64' || !isLarger(values, apartFrom)) {
      return encodeColumn(index, values, sections, kind)
    }
    const own = new Sections()
    parts.set(index, toBytes({ rows, column: encodeColumn(index, values, own, kind) }, own))
    return { index, kind: 'apart' }
  }
  const header: Header = {
    rows,
    names: encodeColumn(-1, chunk.names, sections),
    hashes: sections.add(chunk.hashes),
    times: sections.add(chunk.times),
    columns: chunk.indexes.map((index, i) => encodeOrPart(index, chunk.cells[i]!)),
    ...(chunk.rest ? { rest: encodeColumn(-1, chunk.rest, sections) } : {}),
  }
  return { bytes: toBytes(header, sections), parts }
}

function isLarger(values: readonly (Value | undefined)[], than: number): boolean {
  let size = 0
  for (const value of values) if (value !== undefined) size += sizeOf(value)
  return size >= than
}

function toBytes(header: Header | PartHeader, sections: Sections): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header))
  const start = align(8 + json.length)
  const bytes = new Uint8Array(start + sections.size)
  new Uint32Array(bytes.buffer, 0, 2).set([MAGIC, json.length])
  bytes.set(json, 8)
  sections.writeTo(bytes, start)
  return bytes
}

type Bytes = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array

class Sections {
  size = 0
  private readonly parts: { at: number; bytes: Uint8Array }[] = []

  add(array: Bytes): Section {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
    const at = this.size
    this.parts.push({ at, bytes })
    this.size += align(bytes.length)
    return [at, bytes.length]
  }

  writeTo(target: Uint8Array, start: number): void {
    for (const { at, bytes } of this.parts) target.set(bytes, start + at)
  }
}

function encodeColumn(
  index: number,
  values: readonly (Value | undefined)[],
  sections: Sections,
  kind = kindOf(values),
): Encoding {
  const mask = encodeMask(values, sections)
  const shared = mask ? { index, mask } : { index }
  switch (kind) {
    case 'int32':
      return { ...shared, kind, values: sections.add(fill(new Int32Array(values.length), values)) }
    case 'float64':
      return { ...shared, kind, values: sections.add(fill(new Float64Array(values.length), values)) }
    case 'text':
      return { ...shared, kind, ...encodeTexts(values as readonly (string | null | undefined)[], sections) }
    case 'vectors':
      return {
        ...shared,
        kind,
        ...encodeVectors(values as readonly (Embedding | null | undefined)[], sections),
      }
    case 'mixed':
      return { ...shared, kind, ...encodeParts(values, encode, sections) }
  }
}

function fill<T extends Int32Array | Float64Array>(target: T, values: readonly (Value | undefined)[]): T {
  for (let i = 0; i < target.length; i++) target[i] = (values[i] as number) ?? 0
  return target
}

function encodeMask(values: readonly (Value | undefined)[], sections: Sections): Section | undefined {
  if (!hasHoles(values)) return undefined
  const mask = new Uint8Array(values.length)
  for (let i = 0; i < mask.length; i++) {
    const value = values[i]
    mask[i] = value === undefined ? ABSENT : value === null ? NULL : PRESENT
  }
  return sections.add(mask)
}

function hasHoles(values: readonly (Value | undefined)[]): boolean {
  for (const value of values) if (value === null || value === undefined) return true
  return false
}

/** The narrowest form that gives every value back exactly. */
type Kind = Exclude<Encoding['kind'], 'apart'>

function kindOf(values: readonly (Value | undefined)[]): Kind {
  let kind: Kind | undefined
  let vector: Embedding | undefined
  for (const value of values) {
    if (value === null || value === undefined) continue
    let one: Kind
    if (typeof value === 'number') one = value === (value | 0) && !Object.is(value, -0) ? 'int32' : 'float64'
    else if (typeof value === 'string') one = 'text'
    else if (typeof value === 'object' && 'kind' in value && value.kind === 'embedding') {
      if (vector && !sameVectors(vector, value)) return 'mixed'
      vector ??= value
      one = 'vectors'
    } else return 'mixed'
    if (kind === undefined || kind === one) kind = one
    else if ((kind === 'int32' && one === 'float64') || (kind === 'float64' && one === 'int32'))
      kind = 'float64'
    else return 'mixed'
  }
  return kind ?? 'int32'
}

const sameVectors = (a: Embedding, b: Embedding): boolean =>
  a.data.constructor === b.data.constructor &&
  a.shape.length === b.shape.length &&
  a.shape.every((n, i) => n === b.shape[i])

function encodeParts(
  values: readonly (Value | undefined)[],
  toBytes: (value: Value) => Uint8Array,
  sections: Sections,
): { offsets: Section; values: Section } {
  const parts = values.map((value) => (value === null || value === undefined ? undefined : toBytes(value)))
  const offsets = new Uint32Array(values.length + 1)
  // On 8 bytes, so that an embedding inside keeps its alignment.
  parts.forEach((part, i) => {
    offsets[i + 1] = offsets[i]! + align(4 + (part?.length ?? 0))
  })
  const bytes = new Uint8Array(offsets[values.length]!)
  const view = new DataView(bytes.buffer)
  parts.forEach((part, i) => {
    if (!part) return
    const end = offsets[i + 1]!
    bytes.set(part, offsets[i]!)
    view.setUint32(end - 4, part.length, true)
  })
  return { offsets: sections.add(offsets), values: sections.add(bytes) }
}

function encodeTexts(
  values: readonly (string | null | undefined)[],
  sections: Sections,
): { lengths: Section; values: Section } {
  const lengths = new Uint32Array(values.length)
  for (let i = 0; i < lengths.length; i++) lengths[i] = values[i]?.length ?? 0
  // join() takes null and undefined for nothing.
  return { lengths: sections.add(lengths), values: sections.add(new TextEncoder().encode(values.join(''))) }
}

function encodeVectors(values: readonly (Embedding | null | undefined)[], sections: Sections) {
  const { shape, data } = values.find((value) => value)!
  const type = VECTOR_TYPES.findIndex((candidate) => data instanceof candidate)
  const all = new VECTOR_TYPES[type]!(data.length * values.length)
  values.forEach((value, i) => {
    if (value) all.set(value.data, i * data.length)
  })
  return { type, shape, values: sections.add(all) }
}
