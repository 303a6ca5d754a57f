import { EngineError } from '../../../contract/errors.ts'
import type { Path, Value } from '../../../contract/values.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import { quoteIdentifier } from '../../../lib/quote-identifier.ts'
import type { EngineContext, WriteBatch } from '../../context.ts'
import { parseTimestamp } from '../../sql/values/parse-timestamp.ts'
import type { SqliteValue } from '../../sqlite/codec.ts'
import type { Database, Statement } from '../../sqlite/database.ts'
import { fromExactJson, toEmbedding } from '../json/exact-json.ts'
import { parseJson } from '../json/parse-json.ts'
import type { ColumnKind } from '../parquet/column-kind.ts'
import {
  CELLS_TABLE,
  COLUMNS_TABLE,
  DATASETS_TABLE,
  NAME_COLUMN,
  REST_COLUMN,
  TIME_COLUMN,
} from './sqlite-layout.ts'

/** A table of a SQLite file as a dataset. */
export interface SqliteTable {
  /** Of the dataset that it was; the table's own name where it was none. */
  id: string
  type: string
  params: Record<string, unknown>
  rowCount: number
  columns: { path: Path; name: string }[]
  /** False where rows are numbered. */
  hasNames: boolean
  batches(fileTime: number, limit?: number): Generator<WriteBatch>
}

/** A SQLite file that was opened. Must be closed. */
export interface SqliteFile {
  tables: SqliteTable[]
  close(): void
}

const BATCH_ROWS = 4_096

/** Opens a SQLite file. Views and virtual tables are left out: to read one runs whatever it was made of.
 *  @throws EngineError `bad-file` */
export async function readSqlite(bytes: Uint8Array, context: EngineContext): Promise<SqliteFile> {
  const database = await guardAsync(() => context.openSqlite(withoutWal(bytes)))
  try {
    const tables = guard(() => listTables(database))
    return { tables, close: () => database.close() }
  } catch (error) {
    database.close()
    throw error
  }
}

/** In memory there is no log beside the file: what the file itself holds is read. */
function withoutWal(bytes: Uint8Array): Uint8Array {
  if (bytes[18] !== 2 && bytes[19] !== 2) return bytes
  const copy = bytes.slice()
  copy[18] = 1
  copy[19] = 1
  return copy
}

/** Whatever SQLite says of a file that is not our own is the file's fault. */
function toBadFile(error: unknown): unknown {
  const isOurs =
    error instanceof EngineError && !/^(internal|invalid-argument|not-supported)$/.test(error.code)
  if (isOurs) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new EngineError('bad-file', `the SQLite file cannot be read: ${reason}`, {}, { cause: error })
}

function guard<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw toBadFile(error)
  }
}

async function guardAsync<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toBadFile(error)
  }
}

interface ReadColumn {
  /** In SQLite. */
  column: string
  path: Path
  position: number
  kind: ColumnKind | undefined
}

function listTables(database: Database): SqliteTable[] {
  database.exec('PRAGMA trusted_schema=OFF; PRAGMA query_only=ON')
  const names = database
    .all(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY rowid",
    )
    .map(([name]) => String(name))
  const isOurs = [DATASETS_TABLE, COLUMNS_TABLE, CELLS_TABLE].every((name) => names.includes(name))
  const datasets = new Map(
    (isOurs ? database.all(`SELECT table_name, id, type, params FROM ${DATASETS_TABLE}`) : []).map(
      ([table, id, type, params]) => [
        String(table),
        { id: String(id), type: String(type), params: String(params) },
      ],
    ),
  )
  return names
    .filter((name) => !/^(sqlite_|_mldb_)/i.test(name))
    .map((name) => openTable(database, name, datasets.get(name)))
}

function openTable(
  database: Database,
  table: string,
  dataset: { id: string; type: string; params: string } | undefined,
): SqliteTable {
  const own = database
    .all('SELECT name, hidden FROM pragma_table_xinfo(?)', [table])
    // A computed column may call any function.
    .filter(([, hidden]) => hidden === 0)
    .map(([name]) => String(name))
  const noted = dataset ? notedColumns(database, dataset.id) : new Map<string, ReadColumn>()
  const columns = own.flatMap((column): ReadColumn[] => {
    if (!dataset) return [{ column, path: [column], position: -1, kind: undefined }]
    const note = noted.get(column)
    return note ? [note] : []
  })
  const hasRest = dataset !== undefined && own.includes(REST_COLUMN) && !noted.has(REST_COLUMN)
  const [[count] = []] = database.all(`SELECT count(*) FROM ${quoteIdentifier(table)}`)
  return {
    id: dataset?.id ?? table,
    type: dataset?.type ?? 'tabular',
    params: dataset ? (parseJson(dataset.params) as Record<string, unknown>) : {},
    rowCount: Number(count),
    columns: columns.map(({ column, path }) => ({ path, name: column })),
    hasNames: dataset !== undefined,
    batches: (fileTime, limit) =>
      readTable({ database, table, dataset: dataset?.id, columns, hasRest, fileTime, limit }),
  }
}

function notedColumns(database: Database, dataset: string): Map<string, ReadColumn> {
  const rows = database.all(
    `SELECT column_name, path, position, kind FROM ${COLUMNS_TABLE} WHERE dataset = ? AND column_name IS NOT NULL`,
    [dataset],
  )
  return new Map(
    rows.map(([column, path, position, kind]) => [
      String(column),
      {
        column: String(column),
        path: parsePath(String(path)),
        position: Number(position),
        kind: parseJson(String(kind)) as ColumnKind,
      },
    ]),
  )
}

interface Reading {
  database: Database
  table: string
  /** Present where the table was written by this app. */
  dataset: string | undefined
  columns: readonly ReadColumn[]
  hasRest: boolean
  fileTime: number
  limit: number | undefined
}

function* readTable(reading: Reading): Generator<WriteBatch> {
  const { database, table, dataset, columns, hasRest, limit = -1 } = reading
  const own = dataset === undefined ? [] : [NAME_COLUMN, TIME_COLUMN, ...(hasRest ? [REST_COLUMN] : [])]
  const read = [...own, ...columns.map(({ column }) => column)]
  const reader = openReader(database, table, read, dataset !== undefined, limit)
  const decode = createDecode(database)
  let number = 0
  try {
    for (;;) {
      const { ids, cells } = reader.next(decode)
      const values = columns.map((column, c) => cells[own.length + c]!.map((cell) => restore(cell, column)))
      if (dataset !== undefined) restoreExact(reading, dataset, ids, values)
      yield {
        rowNames: ids.map((_, r) => (dataset === undefined ? String(++number) : String(cells[0]![r]))),
        times: Float64Array.from(ids, (_, r) =>
          dataset === undefined ? reading.fileTime : toTime(cells[1]![r]!, reading.fileTime),
        ),
        columns: columns.map(({ path, kind }, c) => ({
          path,
          values: kind?.sparse ? values[c]!.map((value) => value ?? undefined) : values[c]!,
        })),
        ...(hasRest ? { rest: cells[2]!.map(toRest) } : {}),
      }
      if (ids.length < BATCH_ROWS) return
    }
  } finally {
    reader.free()
  }
}

/** A result has at most 2,000 columns, and each cell takes two. */
const COLUMNS_AT_ONCE = 900

/** Reads a table in the order of its rows, by as many statements as its columns need. */
function openReader(
  database: Database,
  table: string,
  columns: readonly string[],
  hasRowid: boolean,
  limit: number,
) {
  const statements: Statement[] = []
  const free = (): void => {
    for (const statement of statements) statement.free()
  }
  try {
    for (let from = 0; from === 0 || from < columns.length; from += COLUMNS_AT_ONCE) {
      // The rowid links rows to their exact cells; only tables that we wrote are known to have one. An index could have
      // another order.
      const selected = columns.slice(from, from + COLUMNS_AT_ONCE).flatMap(selectCell)
      const sql = `SELECT ${[hasRowid ? 'rowid' : 'NULL', ...selected].join(', ')} FROM ${quoteIdentifier(table)} NOT INDEXED LIMIT ${Math.trunc(limit)}`
      statements.push(guard(() => database.prepare(sql)))
    }
  } catch (error) {
    free()
    throw error
  }
  return {
    free,
    next(decode: (type: SqliteValue, cell: SqliteValue) => Value): { ids: number[]; cells: Value[][] } {
      const parts = statements.map((statement) => guard(() => statement.rows(BATCH_ROWS)))
      const cells = columns.map((_, c) => {
        const rows = parts[Math.floor(c / COLUMNS_AT_ONCE)]!
        const at = 1 + 2 * (c % COLUMNS_AT_ONCE)
        return rows.map((row) => decode(row[at]!, row[at + 1]!))
      })
      return { ids: parts[0]!.map(([rowid]) => Number(rowid)), cells }
    },
  }
}

/** A cell as its type and its value: large integers as text, texts as bytes, so that nothing is rounded or cut. */
function selectCell(column: string): string[] {
  const name = quoteIdentifier(column)
  return [
    `typeof(${name})`,
    `CASE typeof(${name}) WHEN 'text' THEN CAST(${name} AS BLOB) WHEN 'integer' THEN CASE WHEN ${name} BETWEEN -9007199254740991 AND 9007199254740991 THEN ${name} ELSE CAST(${name} AS TEXT) END ELSE ${name} END`,
  ]
}

function createDecode(database: Database): (type: SqliteValue, cell: SqliteValue) => Value {
  const [[encoding] = []] = database.all('PRAGMA encoding')
  const decoder = new TextDecoder(String(encoding).toLowerCase(), { ignoreBOM: true })
  return (type, cell) => {
    if (type === 'text') return decoder.decode(cell as Uint8Array)
    if (type === 'integer' && typeof cell === 'string') return BigInt(cell)
    return cell
  }
}

function restore(cell: Value, { kind, column }: ReadColumn): Value {
  if (kind?.kind === 'timestamp' && typeof cell === 'string') return parseTimestamp(cell) ?? cell
  if (kind?.kind !== 'embedding' || cell === null) return cell
  if (cell instanceof Uint8Array) return toEmbedding(cell, kind.type, kind.shape)
  throw new EngineError('bad-file', `column '${column}' has a value that is no embedding`)
}

function restoreExact(reading: Reading, dataset: string, ids: readonly number[], values: Value[][]): void {
  const [first, last] = [ids[0], ids.at(-1)]
  if (first === undefined || last === undefined) return
  const exact = guard(() =>
    reading.database.all(
      `SELECT row, position, CAST(value AS BLOB) FROM ${CELLS_TABLE} WHERE dataset = ? AND row BETWEEN ? AND ?`,
      [dataset, first, last],
    ),
  )
  if (exact.length === 0) return
  const rowOf = new Map(ids.map((id, r) => [id, r]))
  const columnOf = new Map(reading.columns.map(({ position }, c) => [position, c]))
  for (const [row, position, value] of exact) {
    const [r, c] = [rowOf.get(Number(row)), columnOf.get(Number(position))]
    if (r === undefined || c === undefined) continue
    values[c]![r] = fromExactJson(parseJson(new TextDecoder().decode(value as Uint8Array)))
  }
}

const toTime = (cell: Value, fileTime: number): number =>
  typeof cell === 'number'
    ? cell
    : typeof cell === 'string'
      ? (parseTimestamp(cell)?.ms ?? fileTime)
      : fileTime

function toRest(cell: Value): Extract<Value, { kind: 'row' }> | null {
  if (typeof cell !== 'string') return null
  const entries = Object.entries(parseJson(cell) as object)
  return { kind: 'row', columns: entries.map(([name, value]) => [parsePath(name), fromExactJson(value)]) }
}
