// reshape/ makes datasets of datasets: melt, bucketize, ranking, split and summary.statistics, one file each.
import type { Call } from '../../../contract/progress.ts'
import { checkCancelled } from '../../check-cancelled.ts'
import { type EngineContext, toWriteBatch } from '../../context.ts'
import { type CellColumn, toCellColumns } from '../../datasets/row-cells.ts'
import type { Statement } from '../../sql/sql.ts'

/** Some rows of a query, with row values taken apart: `columns[c].values[r]`, undefined where the row lacks the cell. */
export interface CellBatch {
  rowNames: readonly string[]
  /** ms since 1970. */
  times: Float64Array
  columns: readonly CellColumn[]
}

/** The rows of a query, batch by batch, with progress.
 *  @param step its name in the progress */
export async function* readCells(
  query: Statement,
  step: string,
  { sql }: EngineContext,
  call: Call,
): AsyncGenerator<CellBatch> {
  const result = await sql.query(query, call)
  let done = 0
  for await (const batch of result.batches()) {
    checkCancelled(call)
    const { rowNames, times } = batch
    yield { rowNames, times, columns: toCellColumns(toWriteBatch(result.columns, batch)) }
    done += rowNames.length
    call.onProgress?.({ phase: 'rows', step, done })
  }
}
