import type { Path, RowValue, Value } from '../../contract/values.ts'
import type { Chunk } from './chunk.ts'

/** About how large a chunk is (twice that at most, but for a single row): small enough to read one without a pause, large enough to be few. */
export const CHUNK_BYTES = 1 << 20

/** Rows on their way into a chunk. */
export class ChunkBuffer {
  private names: string[] = []
  private hashes: number[] = []
  private times: number[] = []
  private columns = new Map<number, (Value | undefined)[]>()
  private rest: (RowValue | null)[] | undefined
  private sizeBytes = 0

  get isFull(): boolean {
    return this.sizeBytes >= CHUNK_BYTES
  }

  get rowCount(): number {
    return this.names.length
  }

  addRow(name: string, [high, low]: readonly [number, number], time: number): void {
    this.names.push(name)
    this.hashes.push(high, low)
    this.times.push(time)
    this.rest?.push(null)
    this.sizeBytes += 16 + name.length
  }

  /** Adds many rows, each with its cells. `hashes` are pairs of words as in a chunk. */
  addRows(
    names: readonly string[],
    hashes: Uint32Array,
    times: Float64Array,
    columns: readonly { index: number; values: readonly (Value | undefined)[] }[],
  ): void {
    const before = this.names.length
    for (const name of names) this.names.push(name)
    for (const word of hashes) this.hashes.push(word)
    for (const time of times) this.times.push(time)
    if (this.rest) for (const _ of names) this.rest.push(null)
    for (const { index, values } of columns) {
      const cells = this.columns.get(index) ?? []
      if (cells.length === 0) this.columns.set(index, cells)
      while (cells.length < before) cells.push(undefined)
      for (const value of values) cells.push(value)
    }
    this.sizeBytes += sizeOfRows(names, columns)
  }

  /** Sets a cell of the row added last. */
  addCell(index: number, value: Value): void {
    const cells = this.columns.get(index) ?? []
    if (cells.length === 0) this.columns.set(index, cells)
    while (cells.length < this.names.length - 1) cells.push(undefined)
    cells.push(value)
    this.sizeBytes += sizeOf(value)
  }

  /** Sets the cells of the row added last that have no column of their own. */
  addRest(columns: readonly (readonly [Path, Value])[]): void {
    this.rest ??= new Array<RowValue | null>(this.names.length).fill(null)
    this.rest[this.names.length - 1] = { kind: 'row', columns }
    for (const [path, value] of columns) this.sizeBytes += sizeOf(value) + 8 * path.length
  }

  /** The rows as a chunk; the buffer is empty then. */
  take(): Chunk {
    const rows = this.names.length
    const indexes = [...this.columns.keys()].sort((a, b) => a - b)
    const cells = indexes.map((index) => {
      const values = this.columns.get(index)!
      while (values.length < rows) values.push(undefined)
      return values
    })
    const chunk: Chunk = {
      names: this.names,
      hashes: Uint32Array.from(this.hashes),
      times: Float64Array.from(this.times),
      indexes,
      cells,
      ...(this.rest ? { rest: this.rest } : {}),
    }
    this.names = []
    this.hashes = []
    this.times = []
    this.columns = new Map()
    this.rest = undefined
    this.sizeBytes = 0
    return chunk
  }
}

/** About how many bytes some rows take. */
export function sizeOfRows(
  names: readonly string[],
  columns: readonly { values: readonly (Value | undefined)[] }[],
): number {
  let size = 0
  for (const name of names) size += 16 + name.length
  for (const { values } of columns) for (const value of values) if (value !== undefined) size += sizeOf(value)
  return size
}

/** About how many bytes a cell takes. */
export function sizeOf(value: Value): number {
  if (typeof value === 'string') return 8 + value.length
  if (typeof value !== 'object' || value === null) return 8
  if (value instanceof Uint8Array) return 8 + value.length
  if (value.kind === 'embedding') return 8 + value.data.byteLength
  return 32
}
