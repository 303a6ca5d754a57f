import type { Call } from '../../../contract/progress.ts'
import type { Value } from '../../../contract/values.ts'
import { checkCancelled } from '../../check-cancelled.ts'
import type { DatasetWriter } from '../../context.ts'
import { param } from '../../params.ts'
import { defineProcedure } from '../define-procedure.ts'
import { ROW_NAME, ROW_TIME } from '../export/export-parquet.ts'
import { type ParquetSource, readParquet } from '../parquet/read-parquet.ts'
import { readSource } from '../sources/read-source.ts'
import { CLAUSE_PARAMS, writeImported } from './write-imported.ts'

/** Rows handed to the dataset at once. */
const BATCH_ROWS = 16_384

/** A Parquet file to a dataset. */
export const importParquet = defineProcedure({
  type: 'import.parquet',
  summary:
    'Imports a Parquet file. Rows are numbered from 1 unless the file has the names that export.parquet writes; lists of numbers become embeddings, structures columns.',
  params: {
    dataFileUrl: param.url(
      'The file: http(s)://, file:///, data:, blob:, or an address relative to the app.',
    ),
    outputDataset: param.outputDataset('The dataset to write; an existing one is replaced.', 'tabular'),
    limit: param.integer('Rows to read; −1 for all.', { default: -1, min: -1 }),
    offset: param.integer('Rows to skip.', { default: 0, min: 0 }),
    ...CLAUSE_PARAMS,
  },
  async run({ params, context, call }) {
    const { bytes, lastModified } = await readSource(params.dataFileUrl, context, call)
    const source = await readParquet(bytes)
    const hasNames = source.columns.some(({ name }) => name === ROW_NAME)
    const read = async (writer: DatasetWriter) => {
      await writeParquetRows(source, { ...params, fileTime: lastModified }, writer, call, (done) =>
        call.onProgress?.({ phase: 'rows', step: 'rows', done, total: source.rowCount }),
      )
      return { url: params.dataFileUrl, time: lastModified }
    }
    const rowCount = await writeImported(params.outputDataset, params, read, context, call, hasNames)
    return { status: { rowCount } }
  },
})

interface RowOptions {
  limit: number
  offset: number
  /** ms since 1970: of rows that have no time of their own. */
  fileTime: number
}

/** Writes the rows of a Parquet file, under their names if it has them, else numbered from 1.
 *  @param onRows called with the number of rows that were read */
export async function writeParquetRows(
  source: ParquetSource,
  { limit, offset, fileTime }: RowOptions,
  writer: DatasetWriter,
  call: Call,
  onRows: (rows: number) => void,
): Promise<void> {
  const indexOf = (name: string): number => source.columns.findIndex((column) => column.name === name)
  const [nameAt, timeAt] = [indexOf(ROW_NAME), indexOf(ROW_TIME)]
  const end = limit < 0 ? Number.POSITIVE_INFINITY : offset + limit
  const toBatch = (cells: readonly Value[][], first: number, last: number, before: number) => ({
    rowNames: Array.from({ length: last - first }, (_, i) =>
      nameAt < 0 ? String(before + first + i + 1) : String(cells[nameAt]![first + i]),
    ),
    times: Float64Array.from({ length: last - first }, (_, i) =>
      timeOf(timeAt < 0 ? null : cells[timeAt]![first + i]!, fileTime),
    ),
    columns: source.columns.flatMap(({ path, sparse }, c) => {
      if (c === nameAt || c === timeAt) return []
      const values = cells[c]!.slice(first, last)
      return [{ path, values: sparse ? values.map((value) => value ?? undefined) : values }]
    }),
  })
  let before = 0
  for await (const { cells, rowCount } of source.groups()) {
    for (let from = 0; from < rowCount; from += BATCH_ROWS) {
      checkCancelled(call)
      const first = Math.max(from, offset - before)
      const last = Math.min(from + BATCH_ROWS, rowCount, end - before)
      if (first < last) await writer.append(toBatch(cells, first, last, before))
    }
    before += rowCount
    onRows(before)
    if (before >= end) return
  }
  // A file without rows still has columns.
  if (source.rowCount === 0)
    await writer.append(
      toBatch(
        source.columns.map(() => []),
        0,
        0,
        0,
      ),
    )
}

const timeOf = (value: Value, fileTime: number): number =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'timestamp'
    ? value.ms
    : fileTime
