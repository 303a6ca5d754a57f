import { EngineError } from '../../../contract/errors.ts'
import type { DatasetWriter } from '../../context.ts'
import { param } from '../../params.ts'
import { defineProcedure } from '../define-procedure.ts'
import { readSource } from '../sources/read-source.ts'
import { readSheets, type Sheet, toTable } from '../spreadsheet/read-sheets.ts'
import { CLAUSE_PARAMS, writeImported } from './write-imported.ts'

/** A workbook is taken apart in memory. */
const MAX_BYTES = 128 * 1024 * 1024
const BATCH_ROWS = 16_384

/** A sheet of an Excel workbook to a dataset. */
export const importXlsx = defineProcedure({
  type: 'import.xlsx',
  summary: 'Imports a sheet of an Excel workbook (.xlsx). Rows are named by their numbers in the sheet.',
  params: {
    dataFileUrl: param.url(
      'The file: http(s)://, file:///, data:, blob:, or an address relative to the app.',
    ),
    outputDataset: param.outputDataset('The dataset to write; an existing one is replaced.', 'tabular'),
    sheet: param.optional(param.string('The name of the sheet; by default the first.')),
    headers: param.boolean('The first row names the columns; without, they are called A, B, ….', {
      default: true,
    }),
    ...CLAUSE_PARAMS,
  },
  async run({ params, context, call }) {
    const { bytes, lastModified } = await readSource(params.dataFileUrl, context, call, MAX_BYTES)
    const sheet = findSheet(await readSheets(bytes), params.sheet)
    const { names, rows } = toTable(sheet, params.headers)
    if (names.length === 0) {
      throw new EngineError('bad-file', `sheet '${sheet.name}' of ${params.dataFileUrl} is empty`)
    }
    const firstRow = params.headers ? 2 : 1
    const read = async (writer: DatasetWriter) => {
      for (let from = 0; from < Math.max(1, rows.length); from += BATCH_ROWS) {
        const batch = rows.slice(from, from + BATCH_ROWS)
        await writer.append({
          rowNames: batch.map((_, i) => String(firstRow + from + i)),
          times: new Float64Array(batch.length).fill(lastModified),
          columns: names.map((name, c) => ({ path: [name], values: batch.map((row) => row[c] ?? null) })),
        })
        call.onProgress?.({ phase: 'rows', step: 'rows', done: from + batch.length, total: rows.length })
      }
      return { url: params.dataFileUrl, time: lastModified }
    }
    const rowCount = await writeImported(params.outputDataset, params, read, context, call)
    return { status: { rowCount, sheet: sheet.name } }
  },
})

/** @throws EngineError `invalid-argument` that names the sheets there are */
function findSheet(sheets: readonly Sheet[], name: string | undefined): Sheet {
  const found = name === undefined ? sheets[0] : sheets.find((sheet) => sheet.name === name)
  if (found) return found
  const names = sheets.map((sheet) => `'${sheet.name}'`).join(', ')
  throw new EngineError(
    'invalid-argument',
    `the workbook has no sheet '${name ?? ''}'; it has ${names || 'none'}`,
  )
}
