import { END_OF_BLOCK, extend, type HuffmanTable, LOOK_BITS } from './huffman-table.ts'
import type { Component, Scan } from './read-scan.ts'
import type { CodedData } from './unstuff.ts'

/** Place of each coefficient in a block, in the order in which they are coded (ITU-T T.81, figure A.6). A run may go past the
 *  end before that is noticed. */
const PLACES = Int32Array.of(
  ...[0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6],
  ...[7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31],
  ...[39, 46, 53, 60, 61, 54, 47, 55, 62, 63],
  ...new Array<number>(16).fill(63),
)

/** The coefficients of one row of units: for each component its blocks, row of blocks after row of blocks, 64 numbers
 *  each, all zero at first. */
export interface UnitRow {
  coefficients: Int32Array
  /** Where each component's blocks begin. */
  starts: readonly [number, number, number]
}

/** Reads all coefficients, multiplied by their factors.
 *  @param finish takes each row of units and leaves zeros
 *  @returns false if the data are damaged */
export function decodeScan(
  { width, height, components, restart }: Scan,
  { view, ends }: CodedData,
  { coefficients, starts }: UnitRow,
  finish: (row: number) => void,
): boolean {
  const [{ across, down }] = components
  const columns = Math.ceil(width / (8 * across))
  const rows = Math.ceil(height / (8 * down))
  const perInterval = restart || columns * rows
  if (ends.length !== Math.ceil((columns * rows) / perInterval)) return false
  const factors = components.map((component) => padded(component.factors))
  const last = new Int32Array(3)
  let interval = 0
  let left = perInterval
  let bit = 0
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (left === 0) {
        if (bit > ends[interval]! * 8) return false
        bit = ends[interval]! * 8
        interval++
        left = perInterval
        last.fill(0)
      }
      left--
      for (let c = 0; c < 3; c++) {
        const component = components[c]!
        for (let i = 0; i < component.down; i++)
          for (let j = 0; j < component.across; j++) {
            const block = (i * columns + column) * component.across + j
            const place = starts[c]! + block * 64
            bit = decodeBlock(view, bit, component, factors[c]!, last, c, coefficients, place)
            if (bit < 0) return false
          }
      }
    }
    if (bit > ends[interval]! * 8) return false
    finish(row)
  }
  return true
}

const padded = (factors: Int32Array): Int32Array => {
  const all = new Int32Array(PLACES.length)
  all.set(factors)
  return all
}

/** @param bit where the block begins
 *  @param last the first coefficient, before its factor, of each component's last block
 *  @returns where the next begins, or -1 */
function decodeBlock(
  view: DataView,
  bit: number,
  { dc, ac }: Component,
  factors: Int32Array,
  last: Int32Array,
  c: number,
  into: Int32Array,
  place: number,
): number {
  let at = bit
  const first = dc.look[look(view, at)]!
  if (first !== 0 && (first & 0x80) === 0) {
    at += first & 0x7f
    last[c]! += first >> 16
  } else {
    const code = readCode(view, at, dc, first)
    if (code < 0) return -1
    at += code & 0xff
    const size = code >> 8
    last[c]! += readNumber(view, at, size)
    at += size
  }
  into[place] = Math.imul(last[c]!, factors[0]!)
  const table = ac.look
  let k = 1
  while (k < 64) {
    const entry = table[look(view, at)]!
    if (entry !== 0 && (entry & 0x80) === 0) {
      at += entry & 0x7f
      k += (entry >> 8) & 63
      const value = entry >> 16
      if (value !== 0) into[place + PLACES[k]!] = Math.imul(value, factors[k]!)
      else if (((entry >> 8) & 63) === END_OF_BLOCK) return at
      k++
      continue
    }
    const code = readCode(view, at, ac, entry)
    if (code < 0) return -1
    at += code & 0xff
    const symbol = code >> 8
    const size = symbol & 15
    if (symbol === 0) return at
    k += symbol >> 4
    if (size > 0) into[place + PLACES[k]!] = Math.imul(readNumber(view, at, size), factors[k]!)
    at += size
    k++
  }
  return k === 64 ? at : -1
}

/** The next LOOK_BITS bits. Reading behind the data throws a RangeError. */
const look = (view: DataView, bit: number): number =>
  (view.getInt32(bit >>> 3) << (bit & 7)) >>> (32 - LOOK_BITS)

/** A code whose number does not fit into what was looked up, or that is longer.
 *  @returns `symbol << 8 | length`, or -1 for a code that is none */
function readCode(view: DataView, bit: number, table: HuffmanTable, entry: number): number {
  if (entry !== 0) return ((entry >> 16) << 8) | (entry & 0x7f)
  const bits = (view.getInt32(bit >>> 3) << (bit & 7)) >>> 16
  for (let length = LOOK_BITS + 1; length <= 16; length++) {
    const code = bits >> (16 - length)
    if (code <= table.largest[length]!) return (table.symbols[code + table.offsets[length]!]! << 8) | length
  }
  return -1
}

function readNumber(view: DataView, bit: number, size: number): number {
  if (size === 0) return 0
  const bits = (view.getInt32(bit >>> 3) << (bit & 7)) >>> (32 - size)
  return extend(bits, size)
}
