import type { Value } from '../../src/contract/values.ts'
import type { Result } from '../../src/engine/sql/sql.ts'

/** All rows of a result, each as its cells in the order of the columns. */
export async function collectRows(result: Result): Promise<Value[][]> {
  const rows: Value[][] = []
  for await (const { rowNames, columns } of result.batches())
    for (let r = 0; r < rowNames.length; r++) rows.push(columns.map((column) => column[r]!))
  return rows
}
