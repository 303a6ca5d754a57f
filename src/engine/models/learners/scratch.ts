/** Working memory that is used again: what is asked for under a name is valid until the next time. Its content is what was
 *  left there. A worker grows tree after tree, and rows are many: without it most of its memory would be garbage. */
export class Scratch {
  readonly #buffers = new Map<string, ArrayBuffer>()

  integers(name: string, length: number): Int32Array {
    return new Int32Array(this.#buffer(name, 4 * length), 0, length)
  }

  shorts(name: string, length: number): Uint16Array {
    return new Uint16Array(this.#buffer(name, 2 * length), 0, length)
  }

  #buffer(name: string, size: number): ArrayBuffer {
    let buffer = this.#buffers.get(name)
    if (!buffer || buffer.byteLength < size) {
      // A little more: samples of the same rows differ a little in size.
      buffer = new ArrayBuffer(size + (size >> 5))
      this.#buffers.set(name, buffer)
    }
    return buffer
  }
}
