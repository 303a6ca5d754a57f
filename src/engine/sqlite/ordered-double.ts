/** One double and its bytes. */
const float = new DataView(new ArrayBuffer(8))

/** Writes a double whose bytes compare as the numbers do: big-endian, sign bit flipped, negative numbers inverted. */
export function writeOrdered(bytes: Uint8Array, at: number, n: number): void {
  float.setFloat64(0, n === 0 ? 0 : n)
  const high = float.getUint32(0)
  const invert = high >>> 31 ? 0xffffffff : 0
  writeBigEndian(bytes, at, high ^ (invert | 0x80000000))
  writeBigEndian(bytes, at + 4, float.getUint32(4) ^ invert)
}

/** Writes 32 bits, the highest first. */
export function writeBigEndian(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >>> 24
  bytes[at + 1] = word >>> 16
  bytes[at + 2] = word >>> 8
  bytes[at + 3] = word
}

/** Reads what `writeOrdered` wrote. */
export function orderedAt(bytes: Uint8Array, at: number): number {
  const invert = bytes[at]! >>> 7 ? 0 : 0xffffffff
  float.setUint32(0, bigEndianAt(bytes, at) ^ (invert | 0x80000000))
  float.setUint32(4, bigEndianAt(bytes, at + 4) ^ invert)
  return float.getFloat64(0)
}

const bigEndianAt = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
