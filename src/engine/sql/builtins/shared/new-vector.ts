/** Vectors up to this length share memory with others: to allocate a small array of its own costs more than to fill it. */
const MOST_SHARED = 64

/** Numbers in one piece of shared memory: not many, for a vector that is kept keeps the piece. */
const PIECE = 512

let piece = new ArrayBuffer(0)
let used = 0

/** Zeros to write a vector into. They may be a view of a larger buffer, of which no one else sees this part. */
export function newVector(length: number): Float64Array<ArrayBuffer> {
  if (length > MOST_SHARED) return new Float64Array(length)
  const size = length * Float64Array.BYTES_PER_ELEMENT
  if (used + size > piece.byteLength) {
    piece = new ArrayBuffer(PIECE * Float64Array.BYTES_PER_ELEMENT)
    used = 0
  }
  const vector = new Float64Array(piece, used, length)
  used += size
  return vector
}
