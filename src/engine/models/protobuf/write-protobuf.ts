type Bytes = Uint8Array

/** Messages joined to one: their fields one after the other, since a message is nothing but its fields. */
export function concat(parts: readonly Bytes[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** A field that holds bytes: a sub-message, a text or a packed list. */
export const bytesField = (id: number, content: Bytes): Bytes =>
  concat([varints([id * 8 + 2, content.length]), content])

/** A field that holds a text in UTF-8. */
export const textField = (id: number, value: string): Bytes => bytesField(id, new TextEncoder().encode(value))

/** A field that holds a whole number (int32, int64, enum). */
export const integerField = (id: number, value: number): Bytes => varints([id * 8, value])

/** A field that holds a 32-bit float. */
export function floatField(id: number, value: number): Bytes {
  const bytes = new Uint8Array(5)
  bytes[0] = id * 8 + 5
  new DataView(bytes.buffer).setFloat32(1, value, true)
  return bytes
}

/** A packed list of whole numbers. */
export const integersField = (id: number, values: ArrayLike<number>): Bytes => bytesField(id, varints(values))

/** A packed list of 32-bit floats. */
export const floatsField = (id: number, values: ArrayLike<number>): Bytes =>
  bytesField(id, rawBytes(Float32Array.from(values)))

/** The bytes of a typed array, little-endian as all machines that run this are. */
export const rawBytes = (array: ArrayBufferView): Bytes =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

/** Whole numbers as varints, one after the other; negative ones in two's complement of 64 bits. */
function varints(values: ArrayLike<number>): Bytes {
  let size = 0
  for (let i = 0; i < values.length; i++) size += varintSize(values[i]!)
  const bytes = new Uint8Array(size)
  let at = 0
  for (let i = 0; i < values.length; i++) at = putVarint(bytes, at, values[i]!)
  return bytes
}

function varintSize(value: number): number {
  if (value < 0) return 10
  let size = 1
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++
  return size
}

function putVarint(bytes: Bytes, start: number, value: number): number {
  let at = start
  if (value < 0) {
    let rest = BigInt.asUintN(64, BigInt(value))
    for (; rest >= 0x80n; rest >>= 7n) bytes[at++] = Number(rest & 0x7fn) | 0x80
    bytes[at++] = Number(rest)
    return at
  }
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes[at++] = (rest % 0x80) | 0x80
  bytes[at++] = rest
  return at
}
