import type { Value } from '../../../contract/values.ts'
import { checkCancelled } from '../../check-cancelled.ts'
import type { DatasetWriter } from '../../context.ts'
import { param } from '../../params.ts'
import { defineProcedure } from '../define-procedure.ts'
import { ROW_NAME, ROW_TIME } from '../export/export-parquet.ts'
import { readParquet } from '../parquet/read-parquet.ts'
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
    const indexOf = (name: string): number => source.columns.findIndex((column) => column.name === name)
    const [nameAt, timeAt] = [indexOf(ROW_NAME), indexOf(ROW_TIME)]
    const end = params.limit < 0 ? Number.POSITIVE_INFINITY : params.offset + params.limit
    const read = async (writer: DatasetWriter) => {
      let at = 0
      for await (const { cells, rowCount } of source.groups()) {
        for (let from = 0; from < rowCount; from += BATCH_ROWS) {
          checkCancelled(call)
          const to = Math.min(from + BATCH_ROWS, rowCount)
          const [first, last] = [Math.max(from, params.offset - at), Math.min(to, end - at)]
          if (first < last) await writer.append(toBatch(cells, first, last, at))
        }
        at += rowCount
        call.onProgress?.({ phase: 'rows', step: 'rows', done: at, total: source.rowCount })
        if (at >= end) break
      }
      if (source.rowCount === 0)
        await writer.append(
          toBatch(
            source.columns.map(() => []),
            0,
            0,
            0,
          ),
        )
      return { url: params.dataFileUrl, time: lastModified }
    }
    const toBatch = (cells: readonly Value[][], first: number, last: number, at: number) => ({
      rowNames: Array.from({ length: last - first }, (_, i) =>
        nameAt < 0 ? String(at + first + i + 1) : String(cells[nameAt]![first + i]),
      ),
      times: Float64Array.from({ length: last - first }, (_, i) =>
        timeOf(timeAt < 0 ? null : cells[timeAt]![first + i]!, lastModified),
      ),
      columns: source.columns.flatMap(({ path }, c) =>
        c === nameAt || c === timeAt ? [] : [{ path, values: cells[c]!.slice(first, last) }],
      ),
    })
    const rowCount = await writeImported(params.outputDataset, params, read, context, call, nameAt >= 0)
    return { status: { rowCount } }
  },
})

const timeOf = (value: Value, fileTime: number): number =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'timestamp'
    ? value.ms
    : fileTime
