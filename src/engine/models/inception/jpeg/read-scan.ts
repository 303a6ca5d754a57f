import { createHuffmanTable, type HuffmanTable } from './huffman-table.ts'

/** Brightness or one of the two differences of colour. */
export interface Component {
  /** Blocks of 8 by 8 samples in a unit of the scan, across and down. */
  across: 1 | 2
  down: 1 | 2
  /** Factor of each coefficient, in the order in which they are coded. */
  factors: Int32Array
  dc: HuffmanTable
  ac: HuffmanTable
}

/** A JPEG whose whole picture is one scan. */
export interface Scan {
  width: number
  height: number
  components: [Component, Component, Component]
  /** Units between restart markers; 0: there are none. */
  restart: number
  /** Where the coded data begins. */
  start: number
}

const MARKER = { baseline: 0xc0, extended: 0xc1, huffman: 0xc4, quantisers: 0xdb, restart: 0xdd, scan: 0xda }
const ADOBE = 0xee

interface Draft {
  factors: Int32Array[]
  /** Tables 0 to 3 of DC and 16 to 19 of AC. */
  codes: HuffmanTable[]
  restart: number
  frame?: { width: number; height: number; parts: FramePart[] }
}

interface FramePart {
  id: number
  across: number
  down: number
  quantiser: number
}

/** What stands before the data of a baseline JPEG (ITU-T T.81): three components in YCbCr, one scan, Huffman coded, 8 bits.
 *  undefined for every other, and for what does not fit together. */
export function readScan(bytes: Uint8Array): Scan | undefined {
  const draft: Draft = { factors: [], codes: [], restart: 0 }
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at++
      continue
    }
    const end = at + 2 + short(bytes, at + 2)
    const body = bytes.subarray(at + 4, end)
    if (end < at + 4 || end > bytes.length) return undefined
    if (marker === MARKER.scan) return finish(draft, body, end)
    if (!readSegment(draft, marker, body)) return undefined
    at = end
  }
  return undefined
}

/** @returns whether a JPEG with this segment may be one that is read here */
function readSegment(draft: Draft, marker: number, body: Uint8Array): boolean {
  if (marker === MARKER.quantisers) return readQuantisers(draft, body)
  if (marker === MARKER.huffman) return readCodes(draft, body)
  if (marker === MARKER.restart) {
    draft.restart = body.length === 2 ? short(body, 0) : 0
    return body.length === 2
  }
  if (marker === MARKER.baseline || marker === MARKER.extended) return readFrame(draft, body)
  if (marker === ADOBE) return !isAdobe(body) || body[11] === 1
  // Comments and what applications keep; any other frame or an arithmetic code is for others.
  return marker >= 0xe0 && marker <= 0xfe
}

const isAdobe = (body: Uint8Array): boolean =>
  body.length >= 12 && String.fromCharCode(...body.subarray(0, 5)) === 'Adobe'

function readQuantisers(draft: Draft, body: Uint8Array): boolean {
  let at = 0
  while (at < body.length) {
    const [wide, index] = [body[at]! >> 4, body[at]! & 15]
    const size = wide ? 128 : 64
    if (wide > 1 || index > 3 || at + 1 + size > body.length) return false
    const from = at + 1
    draft.factors[index] = Int32Array.from({ length: 64 }, (_, i) =>
      wide ? short(body, from + 2 * i) : body[from + i]!,
    )
    at = from + size
  }
  return true
}

function readCodes(draft: Draft, body: Uint8Array): boolean {
  let at = 0
  while (at < body.length) {
    const id = body[at]!
    const counts = body.subarray(at + 1, at + 17)
    const total = counts.reduce((sum, count) => sum + count, 0)
    at += 17 + total
    if ((id & 0xec) !== 0 || total > 256 || at > body.length) return false
    const symbols = body.slice(at - total, at)
    const table = createHuffmanTable(counts, symbols)
    // Symbols of DC are sizes of numbers alone.
    if (!table || (id < 16 && symbols.some((symbol) => symbol > 15))) return false
    draft.codes[id] = table
  }
  return true
}

function readFrame(draft: Draft, body: Uint8Array): boolean {
  const count = body[5]
  if (draft.frame || body[0] !== 8 || count !== 3 || body.length !== 15) return false
  const parts = [6, 9, 12].map((at) => ({
    id: body[at]!,
    across: body[at + 1]! >> 4,
    down: body[at + 1]! & 15,
    quantiser: body[at + 2]!,
  }))
  draft.frame = { height: short(body, 1), width: short(body, 3), parts }
  const isRgb = String.fromCharCode(...parts.map(({ id }) => id)) === 'RGB'
  return draft.frame.width > 0 && draft.frame.height > 0 && !isRgb
}

function finish(
  { frame, factors, codes, restart }: Draft,
  body: Uint8Array,
  start: number,
): Scan | undefined {
  // All three components, all coefficients, each in full.
  if (!frame || body.length !== 10 || body[0] !== 3 || body[7] !== 0 || body[8] !== 63 || body[9] !== 0)
    return undefined
  const components = frame.parts.flatMap(({ id, across, down, quantiser }, i): Component[] => {
    const tables = body[2 + 2 * i]!
    const [part, dc, ac] = [factors[quantiser], codes[tables >> 4], codes[16 + (tables & 15)]]
    const isWhole = body[1 + 2 * i] === id && part && dc && ac
    return isWhole && isOneOrTwo(across) && isOneOrTwo(down) ? [{ across, down, factors: part, dc, ac }] : []
  })
  const [y, cb, cr] = components
  if (!y || !cb || !cr || [cb, cr].some(({ across, down }) => across !== 1 || down !== 1)) return undefined
  if (y.down > y.across) return undefined
  return { width: frame.width, height: frame.height, components: [y, cb, cr], restart, start }
}

const isOneOrTwo = (size: number): size is 1 | 2 => size === 1 || size === 2

const short = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!
