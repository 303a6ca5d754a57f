/** Sorts many arrays of single-precision numbers, none of them NaN: a radix sort over their bits, byte by byte (about
 *  four times faster than `sort` on a few thousand numbers). */
export class FloatSorter {
  readonly #from: Uint32Array<ArrayBuffer>
  readonly #to: Uint32Array<ArrayBuffer>
  readonly #counts = new Uint32Array(4 * 256)

  /** @param size the most numbers an array may have */
  constructor(size: number) {
    this.#from = new Uint32Array(size)
    this.#to = new Uint32Array(size)
  }

  /** Sorts in place, ascending; -0 before 0. @returns the array */
  sort(values: Float32Array): Float32Array {
    const n = values.length
    let from = this.#from
    let to = this.#to
    new Float32Array(from.buffer, 0, n).set(values)
    const counts = this.#counts.fill(0)
    for (let i = 0; i < n; i++) {
      const bits = from[i]!
      // Negative numbers in reverse, positive ones above them: then the order of the bits is that of the numbers.
      const key = (bits ^ ((bits & 0x80000000) !== 0 ? 0xffffffff : 0x80000000)) >>> 0
      from[i] = key
      counts[key & 255]!++
      counts[256 + ((key >>> 8) & 255)]!++
      counts[512 + ((key >>> 16) & 255)]!++
      counts[768 + (key >>> 24)]!++
    }
    for (let pass = 0; pass < 4; pass++) {
      if (!toStarts(counts, pass * 256, n)) continue
      const shift = 8 * pass
      for (let i = 0; i < n; i++) {
        const key = from[i]!
        to[counts[pass * 256 + ((key >>> shift) & 255)]!++] = key
      }
      ;[from, to] = [to, from]
    }
    for (let i = 0; i < n; i++) {
      const key = from[i]!
      to[i] = (key ^ ((key & 0x80000000) !== 0 ? 0x80000000 : 0xffffffff)) >>> 0
    }
    values.set(new Float32Array(to.buffer, 0, n))
    return values
  }
}

/** Turns counts into the places where each byte's numbers begin. @returns false if all have the same byte */
function toStarts(counts: Uint32Array, at: number, total: number): boolean {
  let start = 0
  for (let byte = at; byte < at + 256; byte++) {
    const count = counts[byte]!
    if (count === total) return false
    counts[byte] = start
    start += count
  }
  return true
}
