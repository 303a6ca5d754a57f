import type { Embedding, NumberArray } from '../../contract/values.ts'

const ARRAYS = [Float32Array, Float64Array, Int32Array, Uint8Array] as const

/** The next multiple of 8: where a double may begin. */
export const padded = (size: number): number => (size + 7) & ~7

/** Bytes before the data. */
export const embeddingHeadSize = ({ shape }: Embedding): number => padded(4 + 4 * shape.length)

/** Tag, index of the array type, number of dimensions (16 bits); the dimensions as uint32; padding to 8; the data. Bytes are
 *  read and written one by one: a view would cost more than they do. */
export function encodeEmbedding(tag: number, embedding: Embedding): Uint8Array {
  const { data } = embedding
  const head = embeddingHeadSize(embedding)
  const bytes = new Uint8Array(head + data.byteLength)
  writeEmbeddingHead(tag, embedding, bytes, 0)
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), head)
  return bytes
}

/** Writes what stands before the data. */
export function writeEmbeddingHead(
  tag: number,
  { shape, data }: Embedding,
  bytes: Uint8Array,
  at: number,
): void {
  bytes[at] = tag
  bytes[at + 1] = typeIndex(data)
  bytes[at + 2] = shape.length
  bytes[at + 3] = shape.length >>> 8
  for (let i = 0; i < shape.length; i++) setUint32(bytes, at + 4 + 4 * i, shape[i]!)
  // The padding after an even number of dimensions.
  if (shape.length % 2 === 0) setUint32(bytes, at + 4 + 4 * shape.length, 0)
}

function typeIndex(data: NumberArray): number {
  for (let i = 0; i < ARRAYS.length; i++) if (data instanceof ARRAYS[i]!) return i
  return -1
}

/** @throws RangeError for bytes that are none */
export function decodeEmbedding(bytes: Uint8Array): Embedding {
  const type = ARRAYS[bytes[1]!]
  if (!type || bytes.length < 4) throw new RangeError('an embedding of an unknown element type')
  const dimensions = bytes[2]! | (bytes[3]! << 8)
  const shape: number[] = new Array(dimensions)
  let length = 1
  for (let i = 0; i < dimensions; i++) {
    shape[i] = getUint32(bytes, 4 + 4 * i)
    length *= shape[i]!
  }
  return { kind: 'embedding', shape, data: typedView(bytes, padded(4 + 4 * dimensions), length, type) }
}

export const getUint32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0

export function setUint32(bytes: Uint8Array, at: number, n: number): void {
  bytes[at] = n
  bytes[at + 1] = n >>> 8
  bytes[at + 2] = n >>> 16
  bytes[at + 3] = n >>> 24
}

function typedView(
  bytes: Uint8Array,
  at: number,
  length: number,
  type: (typeof ARRAYS)[number],
): NumberArray {
  const start = bytes.byteOffset + at
  if (start % type.BYTES_PER_ELEMENT === 0) return new type(bytes.buffer as ArrayBuffer, start, length)
  return new type(bytes.slice(at, at + length * type.BYTES_PER_ELEMENT).buffer, 0, length)
}
