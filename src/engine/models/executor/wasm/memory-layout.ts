import { CONSTANTS_END } from '../../../../lib/wasm/assembler.ts'

/** Fills its part of the memory once that is there. */
export type Fill = (memory: { floats: Float32Array; addresses: Uint32Array }) => void

/** Vectors may be read beyond the end of what is meant. */
const SLACK = 64

/** A memory that is laid out before it exists, so that it is made in the size that it needs and never grows. */
export class MemoryLayout {
  #end: number
  readonly #fills: Fill[] = []

  constructor(start = CONSTANTS_END) {
    this.#end = start
  }

  /** Bytes up to here are in use. */
  get end(): number {
    return this.#end
  }

  /** The address of `bytes` bytes, a multiple of 64, zero at the start. */
  reserve(bytes: number): number {
    const address = this.#end
    this.#end = Math.ceil((address + bytes + SLACK) / 64) * 64
    return address
  }

  /** Reserves `count` numbers and fills them. */
  numbers(count: number, fill: (numbers: Float32Array) => void): number {
    const address = this.reserve(count * 4)
    this.#fills.push(({ floats }) => fill(floats.subarray(address / 4, address / 4 + count)))
    return address
  }

  /** Reserves a table of addresses. */
  table(addresses: readonly number[] | Uint32Array): number {
    const address = this.reserve(addresses.length * 4)
    this.#fills.push((memory) => memory.addresses.set(addresses, address / 4))
    return address
  }

  fill(memory: ArrayBufferLike): void {
    const views = { floats: new Float32Array(memory), addresses: new Uint32Array(memory) }
    for (const fill of this.#fills) fill(views)
    this.#fills.length = 0
  }
}
