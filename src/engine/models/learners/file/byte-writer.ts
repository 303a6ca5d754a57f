/** Bytes that grow at their end; numbers are little-endian. */
export class ByteWriter {
  #bytes = new Uint8Array(1024)
  length = 0

  byte(value: number): void {
    if (this.length === this.#bytes.length) this.#grow(1)
    this.#bytes[this.length++] = value
  }

  /** A whole number from 0 to 2^32 - 1, seven bits a byte, the low ones first (LEB128). */
  varint(value: number): void {
    let rest = value
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.byte((rest & 0x7f) | 0x80)
    this.byte(rest)
  }

  /** The elements of an array as they are in memory. */
  array(values: ArrayBufferView): void {
    this.#grow(values.byteLength)
    this.#bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), this.length)
    this.length += values.byteLength
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.length)
  }

  #grow(more: number): void {
    const needed = this.length + more
    if (needed <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length))
    larger.set(this.#bytes.subarray(0, this.length))
    this.#bytes = larger
  }
}
