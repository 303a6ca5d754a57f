import { EngineError } from '../../contract/errors.ts'
import type { QueryFormat } from '../../contract/rest.ts'
import type { Atom } from '../../contract/values.ts'
import type { Result } from '../sql/sql.ts'
import { formatTimestamp } from '../sql/values/format-timestamp.ts'
import { valueToJson, valueToTableJson } from '../sql/values/value-to-json.ts'
import { type FlatCell, type FlatRow, flatRows } from './result-rows.ts'
import { rowHashHex } from './row-hash-hex.ts'
import { toCompact } from './to-compact.ts'

export interface FormatOptions {
  format: QueryFormat
  headers: boolean
  rowNames: boolean
  rowHashes: boolean
  sortColumns: boolean
}

/** The body that a result has in a format (rest.md section 4). */
export async function formatResult(result: Result, options: FormatOptions): Promise<unknown> {
  if (options.format === 'compact') return toCompact(result)
  const rows: FlatRow[] = []
  for await (const row of flatRows(result)) {
    rows.push(row)
    // Two rows are enough to know that there is not one.
    if (options.format === 'atom' && rows.length > 1) break
  }
  refuseAllFailed(result, rows)
  return FORMATS[options.format](rows, options)
}

/** A query of which no row could be computed has failed, whatever its format could say. */
function refuseAllFailed({ rowErrors }: Result, rows: readonly FlatRow[]): void {
  const [first] = rowErrors
  if (!first || new Set(rowErrors.map(({ rowName }) => rowName)).size < rows.length) return
  throw new EngineError(
    first.code as EngineError['code'],
    `Executing function ${first.function}: ${first.message}`,
    {
      rowErrorCount: rowErrors.length,
      rowErrors: rowErrors.slice(0, 100),
    },
  )
}

type Formatter = (rows: readonly FlatRow[], options: FormatOptions) => unknown

const FORMATS: Record<Exclude<QueryFormat, 'compact'>, Formatter> = {
  full: (rows, { sortColumns }) =>
    rows.map((row) => ({
      rowName: row.name,
      rowHash: rowHashHex(row.name),
      columns: sorted(row.cells, sortColumns).map((cell) => {
        const [name, atom] = cell
        const ms = atom === null ? Number.NEGATIVE_INFINITY : (row.cellTimes?.get(cell) ?? row.time)
        return [name, valueToJson(atom), formatTimestamp({ ms })]
      }),
    })),

  sparse: (rows, options) =>
    rows.map((row) => [
      ...head(row, options),
      ...sorted(row.cells, true).map(([name, atom]) => [name, valueToJson(atom)]),
    ]),

  soa(rows, options) {
    const columns = columnsOf(rows)
    const body = emptyObject()
    if (options.rowHashes) body._rowHash = rows.map((row) => rowHashHex(row.name))
    if (options.rowNames) body._rowName = rows.map((row) => row.name)
    for (const [name] of sorted(
      [...columns.keys()].map((name) => [name, null] as const),
      true,
    ))
      body[name] = []
    for (const row of rows) {
      const cells = new Map(row.cells)
      for (const name of columns.keys()) (body[name] as unknown[]).push(valueToJson(cells.get(name) ?? null))
    }
    return body
  },

  aos: (rows, options) =>
    rows.map((row) => {
      const body = emptyObject()
      for (const [name, text] of head(row, options)) body[name!] = text
      for (const [name, atom] of sorted(row.cells, options.sortColumns)) body[name] = valueToJson(atom)
      return body
    }),

  table(rows, options) {
    const columns = columnsOf(rows)
    const names = options.sortColumns ? [...columns.keys()].sort() : [...columns.keys()]
    const place = new Map(names.map((name, i) => [name, i]))
    const header = [...HEAD.filter(([flag]) => options[flag]).map(([, name]) => name), ...names]
    const body = rows.map((row) => {
      const cells: unknown[] = new Array(names.length).fill(null)
      for (const [name, atom] of row.cells) cells[place.get(name)!] = valueToTableJson(atom)
      return [...head(row, options).map(([, text]) => text), ...cells]
    })
    return options.headers ? [header, ...body] : body
  },

  atom(rows) {
    const [row, second] = rows
    if (!row) throw atomError('returned no rows.')
    if (second) throw atomError('returning multiple rows')
    if (row.cells.length === 0) throw atomError('returned no column')
    if (row.cells.length > 1) throw atomError('returned multiple columns')
    return valueToJson(row.cells[0]![1])
  },
}

const HEAD = [
  ['rowNames', '_rowName'],
  ['rowHashes', '_rowHash'],
] as const

const head = (row: FlatRow, options: FormatOptions): string[][] => [
  ...(options.rowNames ? [['_rowName', row.name]] : []),
  ...(options.rowHashes ? [['_rowHash', rowHashHex(row.name)]] : []),
]

/** Names of all columns, in order of first appearance. */
function columnsOf(rows: readonly FlatRow[]): Map<string, true> {
  const names = new Map<string, true>()
  for (const row of rows) for (const [name] of row.cells) if (!names.has(name)) names.set(name, true)
  return names
}

const sorted = (cells: readonly (readonly [string, Atom])[], sort: boolean): readonly FlatCell[] =>
  sort ? [...cells].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) : cells

/** Without a prototype: a column may be called `__proto__`. */
const emptyObject = (): Record<string, unknown> => Object.create(null)

const atomError = (what: string): EngineError =>
  new EngineError('invalid-argument', `Query with atom format ${what}`)
