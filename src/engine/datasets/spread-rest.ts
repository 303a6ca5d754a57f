import type { Path, Value } from '../../contract/values.ts'
import { formatPath } from '../../lib/format-path.ts'
import type { Chunk } from './chunk.ts'
import { ChunkBuffer } from './chunk-buffer.ts'
import type { RecordColumn } from './dataset-record.ts'

/** Index of each table column by the text form of its path. */
export const indexColumns = ({ columns }: { columns: readonly RecordColumn[] }): Map<string, number> =>
  new Map(columns.map(({ path }, i) => [formatPath(path), i]))

/** A recording has its cells by path, in `rest`; gives the same rows with the cells of table columns in those. */
export function spreadRest(chunk: Chunk, columnIndexes: ReadonlyMap<string, number>): Chunk {
  const buffer = new ChunkBuffer()
  spreadInto(buffer, chunk, columnIndexes)
  return buffer.take()
}

/** As `spreadRest`, added to a buffer. */
export function spreadInto(
  buffer: ChunkBuffer,
  chunk: Chunk,
  columnIndexes: ReadonlyMap<string, number>,
): void {
  chunk.names.forEach((name, row) => {
    buffer.addRow(name, [chunk.hashes[2 * row]!, chunk.hashes[2 * row + 1]!], chunk.times[row]!)
    const rest: (readonly [Path, Value])[] = []
    for (const cell of chunk.rest?.[row]?.columns ?? []) {
      const index = columnIndexes.get(formatPath(cell[0]))
      if (index === undefined) rest.push(cell)
      else buffer.addCell(index, cell[1])
    }
    if (rest.length > 0) buffer.addRest(rest)
  })
}
