import { toWriteBatch, type WriteBatch } from '../context.ts'
import { param } from '../params.ts'
import { defineProcedure, summarizeRowErrors } from './define-procedure.ts'

/** Writes the rows of a query as a dataset. What async functions computed for it is kept by content, so that a
 *  transform that was stopped computes only what is missing when it runs again. */
export const transform = defineProcedure({
  type: 'transform',
  summary: 'Runs a query and writes its rows as a dataset.',
  params: {
    inputData: { ...param.query('The query.'), missing: 'You need to define inputData' },
    outputDataset: param.outputDataset(
      'The dataset to write; an existing one is replaced.',
      'sparse.mutable',
    ),
    skipEmptyRows: param.boolean('Leave out rows in which every value is NULL.', { default: false }),
  },
  async run({ params, context, call }) {
    const writer = await context.datasets.write(params.outputDataset, call)
    try {
      const result = await context.sql.query(params.inputData, call)
      let written = 0
      for await (const batch of result.batches()) {
        const rows = toWriteBatch(result.columns, batch)
        await writer.append(params.skipEmptyRows ? withoutEmptyRows(rows) : rows)
        written += batch.rowNames.length
        call.onProgress?.({ phase: 'rows', step: 'write', done: written })
      }
      await writer.commit()
      const { rowErrors } = result
      return rowErrors.length > 0 ? { status: summarizeRowErrors(rowErrors), details: { rowErrors } } : {}
    } finally {
      // After a commit this does nothing.
      await writer.abort()
    }
  },
})

function withoutEmptyRows({ rowNames, times, columns, rest }: WriteBatch): WriteBatch {
  const kept = rowNames.flatMap((_, row) => {
    const cells = columns.some(({ values }) => values[row] !== null && values[row] !== undefined)
    return cells || (rest?.[row]?.columns.length ?? 0) > 0 ? [row] : []
  })
  return {
    rowNames: kept.map((row) => rowNames[row]!),
    ...(times ? { times: Float64Array.from(kept, (row) => times[row]!) } : {}),
    columns: columns.map(({ path, values }) => ({ path, values: kept.map((row) => values[row]) })),
    ...(rest ? { rest: kept.map((row) => rest[row]!) } : {}),
  }
}
