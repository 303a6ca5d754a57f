/** Bits that one look-up takes in: most symbols and the number that follows them fit. */
export const LOOK_BITS = 11

/** A symbol that `look` does not hold: its code is longer than LOOK_BITS, or unknown. */
export const NOT_HELD = 0

/** A Huffman code of a JPEG, ready to be read. */
export interface HuffmanTable {
  /** By the next LOOK_BITS bits: `value << 16 | skip << 8 | isCode << 7 | length`. Where `isCode` is 0, `length` bits give
   *  the coefficient `value` after `skip` zeros (a value of 0 is the end of the block where `skip` is END_OF_BLOCK,
   *  else a run). Where it is 1, only the code itself fitted: `value` is its symbol. NOT_HELD for longer codes. */
  look: Int32Array
  /** Largest code of each length, -1 where there is none; and what a code plus it is an index of `symbols`. */
  largest: Int32Array
  offsets: Int32Array
  symbols: Uint8Array
}

/** `skip` of the symbol that ends a block. */
export const END_OF_BLOCK = 63

/** @param counts codes of each length from 1 to 16
 *  @param symbols in the order of their codes
 *  @returns undefined if there are more codes than their lengths allow */
export function createHuffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable | undefined {
  const look = new Int32Array(1 << LOOK_BITS)
  const largest = new Int32Array(17).fill(-1)
  const offsets = new Int32Array(17)
  let code = 0
  let index = 0
  for (let length = 1; length <= 16; length++) {
    const count = counts[length - 1]!
    offsets[length] = index - code
    for (let i = 0; i < count; i++) hold(look, code + i, length, symbols[index + i]!)
    index += count
    code += count
    if (code > 1 << length) return undefined
    if (count > 0) largest[length] = code - 1
    code <<= 1
  }
  return { look, largest, offsets, symbols }
}

/** Enters all that the next LOOK_BITS bits can be when they begin with `code`. */
function hold(look: Int32Array, code: number, length: number, symbol: number): void {
  const rest = LOOK_BITS - length
  if (rest < 0) return
  const size = symbol & 15
  for (let bits = 0; bits < 1 << rest; bits++) {
    const entry =
      size <= rest
        ? entryOf(size === 0 ? 0 : extend(bits >> (rest - size), size), skipOf(symbol), 0, length + size)
        : entryOf(symbol, 0, 1, length)
    look[((code << rest) | bits) & ((1 << LOOK_BITS) - 1)] = entry
  }
}

const entryOf = (value: number, skip: number, isCode: 0 | 1, length: number): number =>
  (value << 16) | (skip << 8) | (isCode << 7) | length

const skipOf = (symbol: number): number => (symbol === 0 ? END_OF_BLOCK : symbol >> 4)

/** The number that `size` bits stand for: those that begin with 0 are below zero (ITU-T T.81, table F.1). */
export const extend = (bits: number, size: number): number =>
  bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits
