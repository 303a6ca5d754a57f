import { badModel, MAGIC, pad } from '../model-file.ts'
import type { GeneralModel } from './general-model.ts'

// The file of a general model begins as any model file (see model-file.ts): the signature, the length of the header, the
// header as JSON, zeros. The header's `kind` is "parts"; in it every typed array stands as {"$array": type, "at": its place
// in bytes after the header, "length": its elements}.

const ARRAY_TYPES = {
  i32: Int32Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const

type ArrayType = keyof typeof ARRAY_TYPES
type NumericArray = Int32Array | Uint32Array | Float32Array | Float64Array

/** Writes a general model as bytes; `loadAnyModel` reads them. Equal models have equal bytes. */
export function toGeneralFile(model: GeneralModel): Uint8Array<ArrayBuffer> {
  const arrays: { at: number; array: NumericArray }[] = []
  let size = 0
  const header = JSON.stringify({ kind: 'parts', ...model }, (_, value: unknown) => {
    const type = typeOf(value)
    if (!type) return value
    const array = value as NumericArray
    const at = size
    arrays.push({ at, array })
    size += pad(array.byteLength)
    return { $array: type, at, length: array.length }
  })
  const text = new TextEncoder().encode(header)
  const start = pad(12 + text.length)
  const bytes = new Uint8Array(start + size)
  bytes.set(new TextEncoder().encode(MAGIC))
  new DataView(bytes.buffer).setUint32(8, text.length, true)
  bytes.set(text, 12)
  for (const { at, array } of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + at)
  }
  return bytes
}

function typeOf(value: unknown): ArrayType | undefined {
  return (Object.keys(ARRAY_TYPES) as ArrayType[]).find((type) => value instanceof ARRAY_TYPES[type])
}

/** Puts the arrays of a header's references in their place. `file` must not change afterwards.
 *  @throws EngineError `bad-file` for a reference beyond the file's end */
export function readArrays(header: unknown, file: Uint8Array<ArrayBuffer>, start: number): unknown {
  if (Array.isArray(header)) return header.map((value) => readArrays(value, file, start))
  if (typeof header !== 'object' || header === null) return header
  const { $array: type, at, length } = header as { $array?: ArrayType; at?: number; length?: number }
  if (type === undefined) {
    return Object.fromEntries(
      Object.entries(header).map(([key, value]) => [key, readArrays(value, file, start)]),
    )
  }
  const Type = Object.hasOwn(ARRAY_TYPES, type) ? ARRAY_TYPES[type] : undefined
  const fits =
    Type &&
    Number.isInteger(at) &&
    Number.isInteger(length) &&
    at! >= 0 &&
    at! % 8 === 0 &&
    length! >= 0 &&
    start + at! + length! * Type.BYTES_PER_ELEMENT <= file.length
  if (!fits) throw badModel('cut short')
  return new Type(file.buffer, start + at!, length)
}
