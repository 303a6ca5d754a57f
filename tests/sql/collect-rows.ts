import type { Value } from '../../src/contract/values.ts'
import type { Result } from '../../src/engine/sql/sql.ts'

/** All rows of a result, each as its cells in the order of the columns, and after those (`open`) what only the run knows. */
export async function collectRows(result: Result, open = false): Promise<Value[][]> {
  const rows: Value[][] = []
  for await (const { rowNames, columns, rest } of result.batches()) {
    for (let r = 0; r < rowNames.length; r++) {
      const further = open ? (rest?.[r]?.columns ?? []).map(([, value]) => value) : []
      rows.push([...columns.map((column) => column[r]!), ...further])
    }
  }
  return rows
}
