import type { CompactResult } from '../../contract/rest.ts'
import type { Value } from '../../contract/values.ts'
import type { GridSource } from './grid-source.ts'
import { toCsv } from './write-table.ts'

const PAGE_ROWS = 5_000

/** Rows of a source, from the first or a later one on, as one result, read page by page. */
export async function readAll(source: GridSource, mostRows: number, first = 0): Promise<CompactResult> {
  const rowNames: string[] = []
  const columns = new Map<string, CompactResult['columns'][number]>()
  for await (const page of pagesOf(source, mostRows, first)) {
    const before = rowNames.length
    for (const name of page.rowNames) rowNames.push(name)
    for (const { path, name, values } of page.columns) {
      const column = columns.get(name) ?? { path, name, values: [] as Value[] }
      columns.set(name, column)
      while (column.values.length < before) column.values.push(null)
      for (const value of values) column.values.push(value)
    }
  }
  for (const { values } of columns.values()) while (values.length < rowNames.length) values.push(null)
  return { rowNames, columns: [...columns.values()], rowErrors: [], durationMs: 0 }
}

/** All rows as CSV, in parts: neither the rows nor the text are ever whole in memory.
 *  Columns are those known at the start; a row's further ones are left out. */
export async function* csvParts(source: GridSource): AsyncGenerator<string> {
  const names = [...source.columns]
  let isFirst = true
  for await (const page of pagesOf(source, source.rowCount)) {
    const byName = new Map(page.columns.map((column) => [column.name, column]))
    const columns = names.map((name) => byName.get(name) ?? { path: [name], name, values: [] })
    const text = toCsv({ ...page, columns })
    yield isFirst ? text : text.slice(headerLength(names))
    isFirst = false
  }
}

const headerLength = (names: readonly string[]): number =>
  toCsv({
    rowNames: [],
    columns: names.map((name) => ({ path: [name], name, values: [] })),
    rowErrors: [],
    durationMs: 0,
  }).length

async function* pagesOf(source: GridSource, mostRows: number, first = 0): AsyncGenerator<CompactResult> {
  const end = Math.min(first + mostRows, source.rowCount)
  for (let at = first; at < end; at += PAGE_ROWS) yield await source.read(at, Math.min(PAGE_ROWS, end - at))
}

/** Hands all rows to the browser as a file. */
export async function saveCsv(source: GridSource): Promise<void> {
  const parts: Blob[] = []
  for await (const part of csvParts(source)) parts.push(new Blob([part]))
  const url = URL.createObjectURL(new Blob(parts, { type: 'text/csv' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: 'result.csv' })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
