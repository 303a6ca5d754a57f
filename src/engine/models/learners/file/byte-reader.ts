import { badModel } from '../model-file.ts'

type ArrayMaker<T> = { new (length: number): T; BYTES_PER_ELEMENT: number }

/** Reads what `ByteWriter` wrote, and never past the end. Each method throws EngineError `bad-file`. */
export class ByteReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  varint(): number {
    let value = 0
    for (let i = 0; i < 5; i++) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) throw badModel('cut short')
      value += (byte & 0x7f) * 2 ** (7 * i)
      if (byte < 0x80) {
        if (value > 0xffffffff) break
        return value
      }
    }
    throw badModel('a number is too long')
  }

  /** A number of things that follow, each of at least `least` bytes: no file makes room for more than it can hold. */
  count(least: number): number {
    const value = this.varint()
    if (value * least > this.left) throw badModel('cut short')
    return value
  }

  bytes(length: number): Uint8Array {
    if (length > this.left) throw badModel('cut short')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  /** An array of its own memory. */
  array<T extends ArrayBufferView>(Type: ArrayMaker<T>, length: number): T {
    const bytes = this.bytes(length * Type.BYTES_PER_ELEMENT)
    const array = new Type(length)
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(bytes)
    return array
  }
}
