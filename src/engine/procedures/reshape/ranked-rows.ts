import type { Call } from '../../../contract/progress.ts'
import type { EngineContext } from '../../context.ts'
import type { OutputDataset } from '../../params.ts'
import type { Statement } from '../../sql/sql.ts'

/** Rows of a query in its order. */
export interface RankedRows {
  names: string[]
  /** ms since 1970. */
  times: number[]
}

const BATCH_ROWS = 8_192

/** The names of the rows of a query, in its order. */
export async function readRanked(query: Statement, { sql }: EngineContext, call: Call): Promise<RankedRows> {
  const rows: RankedRows = { names: [], times: [] }
  const result = await sql.query(query, call)
  for await (const { rowNames, times } of result.batches()) {
    for (const [r, name] of rowNames.entries()) {
      rows.names.push(name)
      rows.times.push(times[r]!)
    }
    call.onProgress?.({ phase: 'rows', step: 'read', done: rows.names.length })
  }
  return rows
}

/** Writes one column under the names of rows.
 *  @param cellAt the cell of the row at a rank from 0; undefined leaves the row out
 *  @returns the number of rows written */
export async function writeRanked(
  output: OutputDataset,
  column: string,
  { names, times }: RankedRows,
  cellAt: (rank: number) => string | number | undefined,
  { datasets }: EngineContext,
  call: Call,
): Promise<number> {
  const writer = await datasets.write(output, call)
  try {
    for (let start = 0; start < names.length; start += BATCH_ROWS) {
      const end = Math.min(start + BATCH_ROWS, names.length)
      const kept: number[] = []
      const values: (string | number)[] = []
      for (let rank = start; rank < end; rank++) {
        const value = cellAt(rank)
        if (value === undefined) continue
        kept.push(rank)
        values.push(value)
      }
      await writer.append({
        rowNames: kept.map((rank) => names[rank]!),
        times: Float64Array.from(kept, (rank) => times[rank]!),
        columns: [{ path: [column], values }],
      })
      call.onProgress?.({ phase: 'rows', step: 'write', done: end, total: names.length })
    }
    return (await writer.commit()).rowCount
  } finally {
    await writer.abort()
  }
}
