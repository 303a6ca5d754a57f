const K0 = 0xc3a5c85c97cb3127n
const K1 = 0xb492b66fbe98f273n
const K2 = 0x9ae16a3b2f90404fn
const K3 = 0xc949d7c7509e6557n
const MUL = 0x9ddfea08eb382d69n
const MASK = 0xffff_ffff_ffff_ffffn

const encoder = new TextEncoder()

/** CityHash64, version 1.0 (Pike and Alakuijala, 2011), of the UTF-8 bytes of a text, unsigned. */
export function cityHash64(text: string): bigint {
  const short = writeShort(text)
  if (short >= 0) {
    upTo16(scratch, short)
    return joined(high, low)
  }
  const bytes = encoder.encode(text)
  const length = bytes.length
  if (length <= 16) {
    upTo16(bytes, length)
    return joined(high, low)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, length)
  if (length <= 32) return upTo32(view, length)
  return length <= 64 ? upTo64(view, length) : longer(view, length)
}

/** As `cityHash64`, into `target[at]` (the high word) and `target[at + 1]`: no BigInt is made for a short text. */
export function cityHash64Into(text: string, target: Uint32Array, at: number): void {
  const short = writeShort(text)
  if (short >= 0) upTo16(scratch, short)
  else {
    const hash = cityHash64(text)
    high = Number(hash >> 32n)
    low = Number(hash & 0xffff_ffffn)
  }
  target[at] = high
  target[at + 1] = low
}

const scratch = new Uint8Array(16)

/** Puts a text of at most 16 ASCII characters into `scratch`. @returns its length; -1 for any other text */
function writeShort(text: string): number {
  const { length } = text
  if (length > 16) return -1
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code > 127) return -1
    scratch[i] = code
  }
  return length
}

/** The hash of a path: of its element, or of several folded from the left. */
export function hashPath(path: readonly string[]): bigint {
  const [first, ...others] = path
  return others.reduce((hash, element) => mix128(hash, cityHash64(element)), cityHash64(first ?? ''))
}

/** The hash with its top bit flipped, as signed integer: sorts as the unsigned hash does, and fits SQLite. */
export const flipHash = (hash: bigint): bigint => BigInt.asIntN(64, hash ^ (1n << 63n))

/** Hash128to64 of the reference: two 64-bit numbers into one. */
function mix128(low: bigint, high: bigint): bigint {
  let a = ((low ^ high) * MUL) & MASK
  a ^= a >> 47n
  let b = ((high ^ a) * MUL) & MASK
  b ^= b >> 47n
  return (b * MUL) & MASK
}

const rotate = (x: bigint, by: bigint): bigint => ((x >> by) | (x << (64n - by))) & MASK
const shiftMix = (x: bigint): bigint => x ^ (x >> 47n)
const u64 = (view: DataView, at: number): bigint => view.getBigUint64(at, true)

// Most names are short, and files of a million lines have a million of them: up to 16 bytes everything is done on
// 32-bit halves. `high` and `low` are the register that the operations below leave their result in.
let high = 0
let low = 0

function upTo16(bytes: Uint8Array, length: number): void {
  if (length > 8) {
    const bLow = u32(bytes, length - 8)
    const bHigh = u32(bytes, length - 4)
    const sum = bLow + length
    rotateHalves((bHigh + (sum > 0xffffffff ? 1 : 0)) >>> 0, sum >>> 0, length)
    mixHalves(u32(bytes, 4), u32(bytes, 0), high, low)
    high = (high ^ bHigh) >>> 0
    low = (low ^ bLow) >>> 0
    return
  }
  if (length >= 4) {
    const a = u32(bytes, 0)
    // length + (a << 3) cannot carry: the three lowest bits of a << 3 are zero and length is at most 8.
    const shiftedLow = (a << 3) >>> 0
    const sum = shiftedLow + length
    mixHalves(((a >>> 29) + (sum > 0xffffffff ? 1 : 0)) >>> 0, sum >>> 0, 0, u32(bytes, length - 4))
    return
  }
  if (length === 0) {
    high = 0x9ae16a3b
    low = 0x2f90404f
    return
  }
  const y = bytes[0]! + (bytes[length >> 1]! << 8)
  const z = length + (bytes[length - 1]! << 2)
  multiply(0, y, 0x9ae16a3b, 0x2f90404f)
  const h = high
  const l = low
  multiply(0, z, 0xc949d7c7, 0x509e6557)
  const mixedHigh = (h ^ high) >>> 0
  const mixedLow = (l ^ low) >>> 0
  multiply(mixedHigh, (mixedLow ^ (mixedHigh >>> 15)) >>> 0, 0x9ae16a3b, 0x2f90404f)
}

const u32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0

const joined = (h: number, l: number): bigint => (BigInt(h) << 32n) | BigInt(l)

function mixHalves(uHigh: number, uLow: number, vHigh: number, vLow: number): void {
  multiply((uHigh ^ vHigh) >>> 0, (uLow ^ vLow) >>> 0, 0x9ddfea08, 0xeb382d69)
  low = (low ^ (high >>> 15)) >>> 0
  multiply((vHigh ^ high) >>> 0, (vLow ^ low) >>> 0, 0x9ddfea08, 0xeb382d69)
  low = (low ^ (high >>> 15)) >>> 0
  multiply(high, low, 0x9ddfea08, 0xeb382d69)
}

/** Rotates right by 1 to 31 bits. */
function rotateHalves(h: number, l: number, by: number): void {
  high = ((h >>> by) | (l << (32 - by))) >>> 0
  low = ((l >>> by) | (h << (32 - by))) >>> 0
}

/** The low 64 bits of a product, by 16-bit limbs of the low halves. */
function multiply(aHigh: number, aLow: number, bHigh: number, bLow: number): void {
  const a0 = aLow & 0xffff
  const a1 = aLow >>> 16
  const b0 = bLow & 0xffff
  const b1 = bLow >>> 16
  const p00 = a0 * b0
  const p01 = a0 * b1
  const p10 = a1 * b0
  const middle = (p00 >>> 16) + (p01 & 0xffff) + (p10 & 0xffff)
  const carry = a1 * b1 + (p01 >>> 16) + (p10 >>> 16) + (middle >>> 16)
  low = ((middle << 16) | (p00 & 0xffff)) >>> 0
  high = (carry + Math.imul(aHigh, bLow) + Math.imul(aLow, bHigh)) >>> 0
}

function upTo32(view: DataView, length: number): bigint {
  const a = (u64(view, 0) * K1) & MASK
  const b = u64(view, 8)
  const c = (u64(view, length - 8) * K2) & MASK
  const d = (u64(view, length - 16) * K0) & MASK
  return mix128(
    (rotate((a - b) & MASK, 43n) + rotate(c, 30n) + d) & MASK,
    (a + rotate(b ^ K3, 20n) - c + BigInt(length)) & MASK,
  )
}

function upTo64(view: DataView, length: number): bigint {
  const seed = u64(view, 0) + (BigInt(length) + u64(view, length - 16)) * K0
  const [vf, vs] = half(seed & MASK, u64(view, 24), u64(view, 8), u64(view, 16))
  const start = (u64(view, 16) + u64(view, length - 32)) & MASK
  const [wf, ws] = half(start, u64(view, length - 8), u64(view, length - 24), u64(view, length - 16))
  const r = shiftMix(((vf + ws) * K2 + (wf + vs) * K0) & MASK)
  return (shiftMix((r * K0 + vs) & MASK) * K2) & MASK
}

function half(start: bigint, z: bigint, first: bigint, second: bigint): [bigint, bigint] {
  let a = start
  const b = rotate((a + z) & MASK, 52n)
  let c = rotate(a, 37n)
  a = (a + first) & MASK
  c += rotate(a, 7n)
  a = (a + second) & MASK
  return [(a + z) & MASK, (b + rotate(a, 31n) + c) & MASK]
}

function weak(view: DataView, at: number, seedA: bigint, seedB: bigint): [bigint, bigint] {
  const z = u64(view, at + 24)
  let a = (seedA + u64(view, at)) & MASK
  let b = rotate((seedB + a + z) & MASK, 21n)
  const c = a
  a = (a + u64(view, at + 8) + u64(view, at + 16)) & MASK
  b = (b + rotate(a, 44n)) & MASK
  return [(a + z) & MASK, (b + c) & MASK]
}

function longer(view: DataView, length: number): bigint {
  const n = BigInt(length)
  let x = u64(view, 0)
  let y = u64(view, length - 16) ^ K1
  let z = u64(view, length - 56) ^ K0
  let v = weak(view, length - 64, n, y)
  let w = weak(view, length - 32, (n * K1) & MASK, K0)
  z = (z + shiftMix(v[1]) * K1) & MASK
  x = (rotate((z + x) & MASK, 39n) * K1) & MASK
  y = (rotate(y, 33n) * K1) & MASK
  const blocks = (length - 1) >> 6
  for (let at = 0; at < blocks * 64; at += 64) {
    x = (rotate((x + y + v[0] + u64(view, at + 16)) & MASK, 37n) * K1) & MASK
    y = (rotate((y + v[1] + u64(view, at + 48)) & MASK, 42n) * K1) & MASK
    x ^= w[1]
    y ^= v[0]
    z = rotate(z ^ w[0], 33n)
    v = weak(view, at, (v[1] * K1) & MASK, (x + w[0]) & MASK)
    w = weak(view, at + 32, (z + w[1]) & MASK, y)
    ;[z, x] = [x, z]
  }
  return mix128((mix128(v[0], w[0]) + shiftMix(y) * K1 + z) & MASK, (mix128(v[1], w[1]) + x) & MASK)
}
