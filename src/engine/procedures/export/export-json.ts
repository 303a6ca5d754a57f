import type { Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { param } from '../../params.ts'
import { stringifyJson } from '../../sql/values/stringify-json.ts'
import { valueToJson } from '../../sql/values/value-to-json.ts'
import { checkFileUrl } from '../check-file-url.ts'
import { defineProcedure } from '../define-procedure.ts'
import { toExactJson } from '../json/exact-json.ts'
import { type ExportedPage, FileBuilder, withExportedRows } from './export-rows.ts'

/** Writes the rows of a query as JSON lines. */
export const exportJson = defineProcedure({
  type: 'export.json',
  summary:
    'Writes the rows of a query as JSON lines: an object per row. Cells that a row lacks are left out.',
  params: {
    exportData: param.query('The query.'),
    dataFileUrl: param.url('Where to: a file:/// URL.'),
    values: param.oneOf(
      '`exact`: every cell comes back as it was by import.json with `values: exact`; keys are paths in text form. `plain`: nested objects and arrays, for other tools.',
      ['exact', 'plain'],
      { default: 'exact' },
    ),
    rowNames: param.boolean('Write each row’s name as `_rowName`.', { default: true }),
    rowTimes: param.boolean('Write each row’s time as `_rowTime`.', { default: false }),
  },
  check: ({ dataFileUrl }) => checkFileUrl(dataFileUrl, 'dataFileUrl'),
  run: ({ params, context, call }) =>
    withExportedRows(params.exportData, context, call, async (rows) => {
      const file = new FileBuilder()
      for await (const page of rows.pages('export')) writeJsonLines(file, page, params)
      await context.files.write(params.dataFileUrl, file.finish())
      return { status: { rowCount: rows.rowCount } }
    }),
})

interface LineOptions {
  values: 'exact' | 'plain'
  rowNames: boolean
  rowTimes: boolean
}

/** Adds the rows of a page, a line each. */
export function writeJsonLines(file: FileBuilder, page: ExportedPage, options: LineOptions): void {
  for (const [row, name] of page.rowNames.entries()) {
    file.addText(
      `${options.values === 'exact' ? exactLine(page, row, name, options) : plainLine(page, row, name, options)}\n`,
    )
  }
}

/** Keys that mean the row itself; a column of such a name is written as the quoted path that it is as well. */
const RESERVED = new Set(['_rowName', '_rowTime'])

function exactLine(page: ExportedPage, row: number, name: string, options: LineOptions): string {
  const members: string[] = []
  if (options.rowNames) members.push(`"_rowName":${JSON.stringify(name)}`)
  if (options.rowTimes) {
    members.push(`"_rowTime":${toExactJson({ kind: 'timestamp', ms: page.times[row]! })}`)
  }
  for (const column of page.columns) {
    const value = column.values[row]
    if (value === undefined) continue
    const key = RESERVED.has(column.name) ? `"${column.name}"` : column.name
    members.push(`${JSON.stringify(key)}:${toExactJson(value)}`)
  }
  return `{${members.join(',')}}`
}

function plainLine(page: ExportedPage, row: number, name: string, options: LineOptions): string {
  const columns = page.columns.flatMap(({ path, values }) => {
    const value = values[row]
    return value === undefined ? [] : [[path, plainValue(value)] as const]
  })
  const own: (readonly [string[], Value])[] = []
  if (options.rowNames) own.push([['_rowName'], name])
  if (options.rowTimes) own.push([['_rowTime'], { kind: 'timestamp', ms: page.times[row]! }])
  const cells = [...own.map(([path, value]) => [path, plainValue(value)] as const), ...columns]
  return stringifyJson(valueToJson({ kind: 'row', columns: cells }))
}

/** What other tools understand: times, intervals and paths as text; NaN and infinities, which JSON lacks, as NULL. */
function plainValue(value: Value): Value {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  if (value.kind === 'path') return formatPath(value.path)
  if (value.kind !== 'timestamp' && value.kind !== 'interval') return value
  const json = valueToJson(value) as { ts?: string; interval?: string }
  return json.ts ?? json.interval ?? null
}
