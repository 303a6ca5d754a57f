// tests/sql/ holds statements with their expected rows or plans, one file a feature, read by runner.test.ts; world.ts
// is the small world they run in: datasets in real SQLite, functions that count their calls.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Embedding, Path, RowValue, Value } from '../../src/contract/values.ts'
import type {
  AtomType,
  Catalog,
  CatalogFunction,
  ColumnValues,
  DatasetSchema,
  NativeFunction,
} from '../../src/engine/sql/catalog.ts'
import { createSql } from '../../src/engine/sql/create-sql.ts'
import type { Result, Sql } from '../../src/engine/sql/sql.ts'
import { toSqlite } from '../../src/engine/sqlite/codec.ts'
import type { Database } from '../../src/engine/sqlite/database.ts'
import { openDatabase } from '../../src/engine/sqlite/open-database.ts'
import { typeOfValue } from '../../src/engine/sqlite/type-of-value.ts'
import { flipHash, hashPath } from '../../src/lib/city-hash64.ts'
import { formatPath } from '../../src/lib/format-path.ts'
import { parsePath } from '../../src/lib/parse-path.ts'

const wasm = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'))

/** Rows by name: column name (text form of its path) to value. */
export type Rows = Record<string, Record<string, Value>>

export interface World {
  sql: Sql
  database: Database
  catalog: Catalog
  /** Adds or replaces a dataset. Columns not in `columns` make it open. */
  add(
    id: string,
    rows: Rows,
    options?: { order?: 'recorded' | 'hash'; columns?: string[]; timeMs?: number },
  ): void
  define(fn: CatalogFunction): void
}

/** An empty world. */
export async function createWorld(): Promise<World> {
  const database = await openDatabase({ wasm })
  const datasets = new Map<string, DatasetSchema>()
  const functions = new Map<string, CatalogFunction>()
  const loaded: string[] = []
  const catalog: Catalog = {
    dataset: (id) => datasets.get(id),
    datasetIds: () => [...datasets.keys()],
    function: (id) => functions.get(id),
    functionIds: () => [...functions.keys()],
    load: async (id) => {
      loaded.push(id)
    },
  }
  return {
    sql: createSql({ catalog, database }),
    database,
    catalog,
    add: (id, rows, options) => datasets.set(id, fill(database, id, rows, options)),
    define: (fn) => functions.set(fn.id, fn),
  }
}

function fill(
  database: Database,
  id: string,
  rows: Rows,
  {
    order = 'recorded',
    columns,
    timeMs,
  }: { order?: 'recorded' | 'hash'; columns?: string[]; timeMs?: number } = {},
): DatasetSchema {
  const table = database.temporaryName('dataset_')
  const names = columns ?? [...new Set(Object.values(rows).flatMap((row) => Object.keys(row)))]
  const open = columns !== undefined
  const own = names.map((_, i) => `c${i}`)
  const all = [
    '_row INTEGER PRIMARY KEY',
    '_name TEXT UNIQUE',
    '_hash INTEGER',
    '_time REAL',
    ...own,
    ...(open ? ['_rest'] : []),
  ]
  database.exec(`CREATE TABLE ${table} (${all.join(', ')}); CREATE INDEX ${table}_hash ON ${table} (_hash)`)
  const marks = ['?', '?', 'CAST(? AS INTEGER)', '?', ...own.map(() => '?'), ...(open ? ['?'] : [])]
  for (const [i, [name, row]] of Object.entries(rows).entries()) {
    const rest: RowValue = {
      kind: 'row',
      columns: Object.entries(row)
        .filter(([column]) => !names.includes(column))
        .map(([column, value]) => [parsePath(column), value]),
    }
    database.run(`INSERT INTO ${table} VALUES (${marks.join(',')})`, [
      i + 1,
      formatPath(parsePath(name)),
      String(flipHash(hashPath(parsePath(name)))),
      timeMs ?? null,
      ...names.map((column) => toSqlite(row[column] ?? null)),
      ...(open ? [toSqlite(rest)] : []),
    ])
  }
  return {
    id,
    table,
    columns: names.map((name, i) => ({
      path: parsePath(name),
      column: `c${i}`,
      values: columnValues(Object.values(rows).map((row) => row[name] ?? null)),
    })),
    open,
    order,
    rowCount: Object.keys(rows).length,
  }
}

function columnValues(values: Value[]): ColumnValues {
  const types = new Set(values.map(typeOfValue))
  if (types.has('row') || types.has('embedding')) {
    const [first] = values
    const isOne = types.size === 1 && types.has('embedding')
    return isOne ? { kind: 'embedding', shape: (first as Embedding).shape } : { kind: 'any' }
  }
  return { kind: 'atoms', types: [...types] as AtomType[] }
}

/** A function over rows of arguments that keeps a list of the batches it was given. */
export function countingFunction(
  id: string,
  input: string[],
  output: Record<string, ColumnValues>,
  compute: (...args: Value[]) => Record<string, Value> | Awaited<ReturnType<NativeFunction['apply']>>[number],
  options: Partial<NativeFunction> = {},
): NativeFunction & { batches: Value[][][] } {
  const batches: Value[][][] = []
  const toRow = (result: ReturnType<typeof compute>) =>
    isPlain(result)
      ? {
          kind: 'row' as const,
          columns: Object.entries(result).map(([name, v]): [Path, Value] => [parsePath(name), v]),
        }
      : result
  return {
    kind: 'native',
    id,
    input: input.map((name) => ({ name, type: { kind: 'any' } })),
    output: {
      columns: Object.entries(output).map(([name, values]) => ({ path: parsePath(name), values })),
      open: false,
    },
    mode: 'async',
    batchSize: 16,
    batches,
    apply: async (rows) => {
      batches.push(rows)
      return rows.map((row) => toRow(compute(...row)))
    },
    ...options,
  }
}

function isPlain(result: unknown): result is Record<string, Value> {
  return (
    typeof result === 'object' &&
    result !== null &&
    Object.getPrototypeOf(result) === Object.prototype &&
    !('kind' in result)
  )
}

/** All rows of a result: name, and column name to value (open columns included). */
export async function rowsOf(result: Result): Promise<{ name: string; [column: string]: unknown }[]> {
  const rows: { name: string; [column: string]: unknown }[] = []
  for await (const batch of result.batches()) {
    for (const [r, name] of batch.rowNames.entries()) {
      const row: { name: string; [column: string]: unknown } = { name }
      for (const [c, column] of result.columns.entries()) row[formatPath(column.path)] = batch.columns[c]![r]
      for (const [path, value] of batch.rest?.[r]?.columns ?? []) row[formatPath(path)] = value
      rows.push(row)
    }
  }
  return rows
}
