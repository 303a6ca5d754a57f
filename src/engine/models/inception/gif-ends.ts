const EXTENSION = 0x21
const IMAGE = 0x2c
const TRAILER = 0x3b

/** Whether a GIF's blocks lead to its trailer. Frames after the first may be missing: only the first is used. */
export function gifEnds(bytes: Uint8Array): boolean {
  let at = 13 + tableBytes(bytes[10] ?? 0)
  while (at < bytes.length) {
    const block = bytes[at]
    if (block === TRAILER) return true
    if (block === EXTENSION) {
      at = afterPieces(bytes, at + 2)
    } else if (block === IMAGE) {
      at = afterPieces(bytes, at + 11 + tableBytes(bytes[at + 9] ?? 0))
      return at <= bytes.length
    } else return false
  }
  return false
}

/** Bytes of the colour table that flags announce. */
const tableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)

/** The position after a chain of pieces, each preceded by its length; beyond the end if it is cut off. */
function afterPieces(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== 0) at += 1 + bytes[at]!
  return at + 1
}
