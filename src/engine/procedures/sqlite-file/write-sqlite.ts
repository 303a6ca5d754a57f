import type { Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { quoteIdentifier } from '../../../lib/quote-identifier.ts'
import { valueToText } from '../../sql/values/value-to-text.ts'
import type { SqliteValue } from '../../sqlite/codec.ts'
import type { Database, Statement } from '../../sqlite/database.ts'
import type { ExportedPage, ExportedRows } from '../export/export-rows.ts'
import { toExactJson } from '../json/exact-json.ts'
import { type ColumnKind, KindFinder } from '../parquet/column-kind.ts'
import {
  CELLS_TABLE,
  COLUMNS_TABLE,
  DATASETS_TABLE,
  NAME_COLUMN,
  Names,
  REST_COLUMN,
  TIME_COLUMN,
} from './sqlite-layout.ts'

/** SQLite takes 2,000 columns; three are the row's own. */
const MAX_TABLE_COLUMNS = 1_900

interface Column {
  name: string
  position: number
  /** Undefined: in the row's JSON. */
  columnName: string | undefined
  kind: ColumnKind
}

export interface WrittenDataset {
  id: string
  type: string
  params: Record<string, unknown>
}

/** Writes a dataset as a table of a SQLite file. @param tables names of tables, given out */
export async function writeSqliteTable(
  database: Database,
  dataset: WrittenDataset,
  rows: ExportedRows,
  tables: Names,
): Promise<void> {
  const tableName = tables.take(dataset.id)
  const columns = await findColumns(rows)
  const inTable = columns.filter(({ columnName }) => columnName !== undefined)
  const hasRest = inTable.length < columns.length
  const declared = [
    `${quoteIdentifier(NAME_COLUMN)} TEXT PRIMARY KEY`,
    `${quoteIdentifier(TIME_COLUMN)}`,
    ...inTable.map(({ columnName, kind }) => `${quoteIdentifier(columnName!)} ${TYPES[kind.kind]}`),
    ...(hasRest ? [quoteIdentifier(REST_COLUMN)] : []),
  ]
  database.run(`CREATE TABLE ${quoteIdentifier(tableName)} (${declared.join(', ')})`)
  database.run(`INSERT INTO ${DATASETS_TABLE} VALUES (?, ?, ?, ?)`, [
    dataset.id,
    tableName,
    dataset.type,
    JSON.stringify(dataset.params),
  ])
  for (const { position, columnName, name, kind } of columns) {
    database.run(`INSERT INTO ${COLUMNS_TABLE} VALUES (?, ?, ?, ?, ?)`, [
      dataset.id,
      position,
      columnName ?? null,
      name,
      JSON.stringify(kind),
    ])
  }
  // A large integer is bound as text, since JavaScript's numbers would round it; CAST makes one of it.
  const values = inTable.map(({ kind }) => (kind.kind === 'integer' ? 'CAST(? AS INTEGER)' : '?'))
  const marks = ['?', '?', ...values, ...(hasRest ? ['?'] : [])]
  const insert = database.prepare(`INSERT INTO ${quoteIdentifier(tableName)} VALUES (${marks.join(', ')})`)
  const keepExact = database.prepare(`INSERT INTO ${CELLS_TABLE} VALUES (?, ?, ?, ?)`)
  try {
    let rowid = 0
    for await (const page of rows.pages(`export ${dataset.id}`)) {
      rowid = writePage({ database, id: dataset.id, inTable, hasRest, insert, keepExact }, page, rowid)
    }
  } finally {
    insert.free()
    keepExact.free()
  }
}

const TYPES: Record<ColumnKind['kind'], string> = {
  integer: 'INTEGER',
  number: 'REAL',
  string: 'TEXT',
  timestamp: 'TEXT',
  blob: 'BLOB',
  embedding: 'BLOB',
  // None: values stay as they are.
  exact: '',
}

async function findColumns(rows: ExportedRows): Promise<Column[]> {
  const finders = new Map<string, KindFinder>()
  for (const name of rows.knownColumns?.keys() ?? []) finders.set(name, new KindFinder())
  for await (const page of rows.pages()) {
    for (const { name, values } of page.columns) {
      const finder = finders.get(name) ?? new KindFinder()
      finders.set(name, finder)
      for (const value of values) finder.add(value)
    }
  }
  const names = new Names([NAME_COLUMN, TIME_COLUMN, REST_COLUMN])
  return [...finders].map(([name, { kind }], position) => ({
    name,
    position,
    columnName: position < MAX_TABLE_COLUMNS ? names.take(name) : undefined,
    kind: rows.isSparse(name) ? { ...kind, sparse: true } : kind,
  }))
}

interface Target {
  database: Database
  id: string
  inTable: readonly Column[]
  hasRest: boolean
  insert: Statement
  keepExact: Statement
}

/** Writes a page in one transaction. @returns the last rowid */
function writePage(target: Target, page: ExportedPage, before: number): number {
  const byName = new Map(page.columns.map(({ name, values }) => [name, values]))
  const known = new Set(target.inTable.map(({ name }) => name))
  const others = target.hasRest ? page.columns.filter(({ name }) => !known.has(name)) : []
  let rowid = before
  target.database.transaction(() => {
    page.rowNames.forEach((name, r) => {
      rowid++
      const time = timeCell(page.times[r]!)
      const cells: SqliteValue[] = [name, time]
      for (const { name: column, kind, position } of target.inTable) {
        const value = byName.get(column)?.[r] ?? null
        const { cell, isExact } = toCell(value, kind)
        cells.push(cell)
        if (!isExact) target.keepExact.run([target.id, rowid, position, toExactJson(value)])
      }
      if (target.hasRest) cells.push(restCell(others, r))
      target.insert.run(cells)
    })
  })
  return rowid
}

/** ISO text for a time that it gives back, else the number. */
const timeCell = (ms: number): SqliteValue => {
  const exact = JSON.parse(toExactJson({ kind: 'timestamp', ms })) as { ts?: string }
  return exact.ts ?? ms
}

function restCell(columns: ExportedPage['columns'], row: number): string | null {
  const members = columns.flatMap(({ name, values }) => {
    const value = values[row]
    return value === undefined ? [] : [`${JSON.stringify(name)}:${toExactJson(value)}`]
  })
  return members.length === 0 ? null : `{${members.join(',')}}`
}

const INT64_MAX = 2n ** 63n - 1n

/** What a table shows of a value, and whether the value can be told from that and the column's kind. */
function toCell(value: Value, { kind }: ColumnKind): { cell: SqliteValue; isExact: boolean } {
  if (value === null) return { cell: null, isExact: true }
  if (typeof value === 'number') {
    return {
      cell: Number.isNaN(value) ? null : value,
      isExact: !Number.isNaN(value) && !Object.is(value, -0),
    }
  }
  // In a column of integers CAST makes an integer of it; elsewhere it is a text.
  if (typeof value === 'bigint')
    return { cell: String(value), isExact: kind === 'integer' && value <= INT64_MAX }
  if (typeof value === 'string' || value instanceof Uint8Array) return { cell: value, isExact: true }
  if (value.kind === 'embedding') {
    const { buffer, byteOffset, byteLength } = value.data
    return { cell: new Uint8Array(buffer, byteOffset, byteLength), isExact: kind === 'embedding' }
  }
  if (value.kind === 'path') return { cell: formatPath(value.path), isExact: false }
  return { cell: valueToText(value), isExact: kind === 'timestamp' && value.kind === 'timestamp' }
}
