/** Codes of numbers fit a byte. */
const CODES = 256

/** A set of codes below 256 as bits: rows mark their codes in any order, and the codes come back in ascending order in
 *  time that depends on how many there are, not on how many there could be. */
export class CodeSet {
  /** Bits by code. To be marked by its users' own loops: `bits[code >>> 5] |= 1 << code`. */
  readonly bits = new Int32Array(CODES / 32)
  /** After `drain`: the codes in ascending order. */
  readonly codes = new Uint8Array(CODES)

  /** Empties the set into `codes`. @returns how many there are */
  drain(): number {
    const { bits, codes } = this
    let count = 0
    for (let word = 0; word < bits.length; word++) {
      let rest = bits[word]!
      if (rest === 0) continue
      bits[word] = 0
      do {
        codes[count++] = (word << 5) + (31 - Math.clz32(rest & -rest))
        rest &= rest - 1
      } while (rest !== 0)
    }
    return count
  }
}
