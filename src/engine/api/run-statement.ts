import { EngineError } from '../../contract/errors.ts'
import type { Call } from '../../contract/progress.ts'
import type { SqlDialect } from '../../contract/rest.ts'
import { formatPath } from '../../lib/format-path.ts'
import { type DatasetWriter, toWriteBatch } from '../context.ts'
import type { Cursor, Result, RowBatch } from '../sql/sql.ts'
import type { Api } from './route.ts'

/** A statement in one of the dialects. */
export interface GivenStatement {
  q: string
  dialect: SqlDialect
  /** dialect=sqlite: it may change scratch tables and make datasets. */
  write?: boolean
}

/** Runs a statement in its dialect. `cellTimes`: with the time of each cell. */
export async function runStatement(
  api: Api,
  { q, dialect, write = false }: GivenStatement,
  call: Call,
  cellTimes = false,
): Promise<Result> {
  if (dialect === 'mldb') return api.context.sql.query(q, call, { cellTimes })
  const dataset = write ? api.plain.datasetOf(q) : undefined
  if (dataset) return makeDataset(api, dataset, call)
  return api.plain.query(q, call, { write })
}

/** Opens a statement to be read page by page. */
export const openStatement = (api: Api, { q, dialect }: GivenStatement, call: Call): Promise<Cursor> =>
  dialect === 'mldb' ? api.context.sql.open(q, call) : api.plain.open(q, call)

/** CREATE TABLE id AS SELECT …: the rows become a dataset in one commit. A column `rowName` names them. */
async function makeDataset(
  { context, plain }: Api,
  { id, ifMissing, select }: { id: string; ifMissing: boolean; select: string },
  call: Call,
): Promise<Result> {
  if (context.datasets.schema(id)) {
    if (ifMissing) return summary(id, 0)
    throw new EngineError(
      'conflict',
      `there is a dataset "${id}" already; choose another name, or delete it first`,
    )
  }
  const result = await plain.query(select, call)
  const writer = await context.datasets.write({ id, type: 'tabular', params: {} }, call)
  try {
    await writeRows(writer, result, call)
    const { rowCount } = await writer.commit()
    return summary(id, rowCount)
  } finally {
    // After a commit this does nothing.
    await writer.abort()
  }
}

async function writeRows(writer: DatasetWriter, result: Result, call: Call): Promise<void> {
  const name = result.columns.findIndex(({ path }) => formatPath(path).toLowerCase() === 'rowname')
  const columns = result.columns.filter((_, c) => c !== name)
  let written = 0
  for await (const batch of result.batches()) {
    const { rowNames, columns: cells } = name < 0 ? batch : named(batch, name)
    // Times of results are those of constants; what is written now is of now.
    await writer.append({ rowNames, columns: toWriteBatch(columns, { ...batch, columns: cells }).columns })
    written += batch.rowNames.length
    call.onProgress?.({ phase: 'rows', step: 'write', done: written })
  }
}

function named(batch: RowBatch, name: number): Pick<RowBatch, 'rowNames' | 'columns'> {
  const rowNames = batch.columns[name]!.map((value) => {
    if (typeof value === 'string' || typeof value === 'number') return String(value)
    throw new EngineError('invalid-argument', 'rowName must be a text or a number in every row')
  })
  return { rowNames, columns: batch.columns.filter((_, c) => c !== name) }
}

const summary = (id: string, rowCount: number): Result => ({
  columns: ['dataset', 'rowCount'].map((name) => ({ path: [name], values: { kind: 'any' } })),
  open: false,
  rowErrors: [],
  warnings: [],
  async *batches() {
    yield {
      rowNames: ['1'],
      columns: [[id], [rowCount]],
      times: new Float64Array([Number.NEGATIVE_INFINITY]),
    }
  },
})
