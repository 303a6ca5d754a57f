import type { OpenRows } from '../../client/index.ts'
import type { CompactResult } from '../../contract/rest.ts'
import type { GridRow, GridSource } from './grid-source.ts'

interface Page {
  rowNames: readonly string[]
  byName: ReadonlyMap<string, CompactResult['columns'][number]['values']>
}

const PAGE_ROWS = 200
/** Pages kept; those drawn least recently go first. */
const MOST_PAGES = 40

/** The rows of an open result, a page at a time: what was scrolled past long ago is forgotten and read again if need be. */
export function createPageSource(
  rows: OpenRows,
  { pageRows = PAGE_ROWS, mostPages = MOST_PAGES }: { pageRows?: number; mostPages?: number } = {},
): GridSource {
  const pages = new Map<number, Page>()
  const coming = new Set<number>()
  const listeners = new Set<() => void>()
  const names = new Set(rows.info().columns.map(({ name }) => name))
  let columns = [...names]
  let version = 0
  let failure: unknown

  const changed = () => {
    version++
    for (const listener of [...listeners]) listener()
  }
  let wanted: readonly [first: number, last: number] = [0, 0]
  rows.onReopen(() => {
    pages.clear()
    source.ensure(...wanted)
    changed()
  })

  function add(number: number, { rowNames, columns: given }: CompactResult) {
    pages.set(number, { rowNames, byName: new Map(given.map(({ name, values }) => [name, values])) })
    for (const { name } of given) names.add(name)
    if (names.size > columns.length) columns = [...names]
    for (const old of pages.keys()) if (pages.size > mostPages) pages.delete(old)
  }

  async function fetchPage(number: number) {
    if (coming.has(number)) return
    coming.add(number)
    try {
      add(number, await rows.page(number * pageRows, pageRows))
      failure = undefined
    } catch (error) {
      failure = error
    } finally {
      coming.delete(number)
      changed()
    }
  }

  const source: GridSource = {
    get rowCount() {
      return rows.info().rowCount
    },
    get columns() {
      return columns
    },
    get rowErrors() {
      return rows.info().rowErrors
    },
    row(index): GridRow | undefined {
      const number = Math.floor(index / pageRows)
      const page = pages.get(number)
      const name = page?.rowNames[index - number * pageRows]
      if (!page || name === undefined) return undefined
      return { name, cells: columns.map((column) => page.byName.get(column)?.[index - number * pageRows]) }
    },
    ensure(first, last) {
      wanted = [first, last]
      const end = Math.min(last, rows.info().rowCount)
      for (let number = Math.floor(first / pageRows); number * pageRows < end; number++) {
        const page = pages.get(number)
        if (!page) void fetchPage(number)
        else {
          // Moved to the end: the order is that of last use.
          pages.delete(number)
          pages.set(number, page)
        }
      }
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    version: () => version,
    error: () => failure,
    read: (offset, limit) => rows.page(offset, limit),
  }
  return source
}
