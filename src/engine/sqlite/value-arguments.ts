import type { Embedding, Value } from '../../contract/values.ts'
import { fromSqlite, isEmbeddingCell, isStructure } from './codec.ts'
import { embeddingHeadSize } from './embedding-bytes.ts'

/** The blob that an argument was last, and the value that was made of it. */
interface Slot {
  cell: Uint8Array
  /** The same bytes, but for a remainder, four at a time. */
  words: Int32Array
  /** Bytes before the data, where it is an embedding that may be written over. */
  head: number
  value: Value
}

/** Where loops of JavaScript are no slower than the platform's copying. */
const MOST_LOOPED_BYTES = 400

/** The blobs among the arguments of one function as values. An argument that is the same in every row, as a row of options
 *  is, is decoded once and stays one object, by which functions may know what they made of it. Embeddings of one shape
 *  are read into one array again and again: such a value holds until the function is called the next time. */
export class ValueArguments {
  private readonly slots: (Slot | undefined)[] = []

  /** The value of the blob that lies in `memory` (seen through `view` too) from `start` to `end`, as argument `index`. */
  read(index: number, view: DataView, memory: Uint8Array, start: number, end: number): Value {
    if (!isStructure(memory[start])) return fromSqlite(memory.subarray(start, end))
    const slot = this.slots[index]
    if (slot && slot.cell.length === end - start) {
      if (slot.head > 0) {
        if (startsAlike(slot, slot.head, view, memory, start)) {
          overwrite(slot, view, memory, start)
          return slot.value
        }
      } else if (startsAlike(slot, slot.cell.length, view, memory, start)) return slot.value
    }
    const cell = memory.slice(start, end)
    const value = fromSqlite(cell)
    const head = isEmbeddingCell(cell) ? embeddingHeadSize(value as Embedding) : 0
    if (head > 0 || cell.length <= MOST_LOOPED_BYTES)
      this.slots[index] = { cell, words: new Int32Array(cell.buffer, 0, cell.length >> 2), head, value }
    return value
  }
}

/** Whether the first bytes are the same. */
function startsAlike(
  { cell, words }: Slot,
  size: number,
  view: DataView,
  memory: Uint8Array,
  start: number,
): boolean {
  const count = size >> 2
  for (let i = 0; i < count; i++) if (words[i] !== view.getInt32(start + 4 * i, true)) return false
  for (let i = count * 4; i < size; i++) if (cell[i] !== memory[start + i]) return false
  return true
}

function overwrite({ cell, words, head }: Slot, view: DataView, memory: Uint8Array, start: number): void {
  const size = cell.length
  if (size > MOST_LOOPED_BYTES) {
    cell.set(memory.subarray(start + head, start + size), head)
    return
  }
  for (let i = head >> 2; i < words.length; i++) words[i] = view.getInt32(start + 4 * i, true)
  for (let i = words.length * 4; i < size; i++) cell[i] = memory[start + i]!
}
