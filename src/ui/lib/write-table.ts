import type { CompactResult } from '../../contract/rest.ts'
import type { Value } from '../../contract/values.ts'
import { writeCsv } from './parse-csv.ts'
import { showValue } from './show-value.ts'

/** A value as plain JSON data, whole: a vector as an array, a row as an object. */
export function toPlain(value: Value): unknown {
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? String(value) : value
  if (value instanceof Uint8Array) return Array.from(value)
  switch (value.kind) {
    case 'embedding':
      return Array.from(value.data)
    case 'row':
      return Object.fromEntries(value.columns.map(([path, cell]) => [path.join('.'), toPlain(cell)]))
    case 'timestamp':
      return Number.isFinite(value.ms) ? new Date(value.ms).toISOString() : String(value.ms)
    default:
      return showValue(value)
  }
}

/** Rows as CSV with the row names first. Vectors and rows are JSON text in one field. */
export function toCsv({ rowNames, columns }: CompactResult): string {
  const header = ['_rowName', ...columns.map(({ name }) => name)]
  const rows = rowNames.map((rowName, r) => [
    rowName,
    ...columns.map(({ values }) => toField(values[r] ?? null)),
  ])
  return writeCsv([header, ...rows])
}

/** Rows as a JSON array of objects, as format=aos gives them. */
export function toJsonRows({ rowNames, columns }: CompactResult): string {
  const rows = rowNames.map((rowName, r) =>
    Object.fromEntries([
      ['_rowName', rowName],
      ...columns.map(({ name, values }) => [name, toPlain(values[r] ?? null)]),
    ]),
  )
  return JSON.stringify(rows, null, 1)
}

/** Rows as a Markdown table, cells as they are shown. */
export function toMarkdown({ rowNames, columns }: CompactResult): string {
  const line = (cells: string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  const header = ['row', ...columns.map(({ name }) => name)]
  const rows = rowNames.map((rowName, r) =>
    line([rowName, ...columns.map(({ values }) => showValue(values[r] ?? null))]),
  )
  return [line(header), line(header.map(() => '---')), ...rows].join('\n')
}

/** Cells between tabs, rows on lines, as spreadsheets take them. */
export function toTabs(result: CompactResult, names: readonly string[]): string {
  const columns = names.map((name) => result.columns.find((column) => column.name === name)?.values)
  const line = (_: string, r: number): string =>
    columns.map((values) => toField(values?.[r] ?? null).replace(/[\t\r\n]+/g, ' ')).join('\t')
  return result.rowNames.map(line).join('\n')
}

function toField(value: Value): string {
  const plain = toPlain(value)
  if (plain === null || plain === undefined) return ''
  return typeof plain === 'object' ? JSON.stringify(plain) : String(plain)
}
