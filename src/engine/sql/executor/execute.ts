import { EngineError } from '../../../contract/errors.ts'
import type { Call, RowError } from '../../../contract/progress.ts'
import type { RowValue, Value } from '../../../contract/values.ts'
import { fromSqlite, type SqliteValue } from '../../sqlite/codec.ts'
import type { Database } from '../../sqlite/database.ts'
import type { Catalog } from '../catalog.ts'
import { emitQuery } from '../planner/emit-query.ts'
import type { Plan } from '../planner/stage.ts'
import type { Result, RowBatch } from '../sql.ts'
import { kindOf } from '../values/type-name.ts'
import { CallResults } from './apply-stage.ts'
import { checkSignal } from './batch.ts'
import { createRegistry } from './functions.ts'

export interface World {
  catalog: Catalog
  database: Database
}

/** Opens the result of a plan; its stages run when the first batch is read. */
export function executePlan(
  world: World,
  plan: Plan,
  call: Call,
  batchSize: number,
  warnings: string[],
): Result {
  const rowErrors: RowError[] = []
  const { query } = plan
  return {
    columns: query.columns.map(({ path, value }) => ({ path, values: columnType(value.type) })),
    open: query.kind === 'select' && query.rest !== undefined,
    batches: () => run(world, plan, call, batchSize, rowErrors),
    rowErrors,
    warnings,
  }
}

const columnType = (
  type: Plan['query']['columns'][number]['value']['type'],
): Result['columns'][number]['values'] => (type.kind === 'row' ? { kind: 'row' } : type)

async function* run(
  { catalog, database }: World,
  plan: Plan,
  call: Call,
  batchSize: number,
  rowErrors: RowError[],
): AsyncGenerator<RowBatch> {
  for (const id of plan.datasets) await catalog.load(id, call)
  const results = new CallResults(database, createRegistry(database))
  try {
    for (const stage of plan.stages) await results.run(stage, call, rowErrors)
    const emitter = results.emitter()
    const sql = emitQuery(emitter, plan.query, 'result')
    for (const rows of pages(database, sql, emitter.parameters, batchSize)) {
      checkSignal(call)
      yield toBatch(rows, plan)
    }
  } finally {
    results.close()
  }
}

/** The rows of a statement, page by page. No statement stays open between two pages: SQLite drops no table while one
 *  is. A result of more than one page is therefore kept in a temporary table while it is read. */
function* pages(
  database: Database,
  sql: string,
  parameters: SqliteValue[],
  size: number,
): Generator<SqliteValue[][]> {
  const first = firstPage(database, sql, parameters, size)
  if (first.length <= size) {
    if (first.length > 0) yield first
    return
  }
  const table = database.temporaryName('_r')
  database.run(`CREATE TEMP TABLE ${table} AS ${sql}`, parameters)
  try {
    for (let after = 0; ; ) {
      const page = database.all(`SELECT * FROM temp.${table} WHERE rowid > ? ORDER BY rowid LIMIT ?`, [
        after,
        size,
      ])
      if (page.length > 0) yield page
      if (page.length < size) return
      after += page.length
    }
  } finally {
    database.exec(`DROP TABLE IF EXISTS temp.${table}`)
  }
}

/** Up to one row more than a page. */
function firstPage(
  database: Database,
  sql: string,
  parameters: SqliteValue[],
  size: number,
): SqliteValue[][] {
  const statement = database.prepare(sql)
  try {
    statement.bind(parameters)
    return statement.rows(size + 1)
  } finally {
    statement.free()
  }
}

/** Rows of SQLite as columns of values. */
function toBatch(rows: SqliteValue[][], { query }: Plan): RowBatch {
  const width = query.columns.length
  const columns: Value[][] = Array.from({ length: width }, () => new Array<Value>(rows.length))
  const times = new Float64Array(rows.length)
  const rowNames = new Array<string>(rows.length)
  const isOpen = query.kind === 'select' && query.rest !== undefined
  const rest: (RowValue | null)[] = []
  for (let r = 0; r < rows.length; r++) {
    const row = rows[r]!
    for (let c = 0; c < width; c++) {
      const cell = row[c]!
      columns[c]![r] = cell !== null && typeof cell === 'object' ? fromSqlite(cell) : cell
    }
    rowNames[r] = nameOf(row[width])
    times[r] = typeof row[width + 1] === 'number' ? (row[width + 1] as number) : Number.NEGATIVE_INFINITY
    if (isOpen) rest.push(restOf(row[width + 2]!))
  }
  return { rowNames, columns, times, ...(isOpen && { rest }) }
}

function nameOf(cell: SqliteValue | undefined): string {
  if (cell === null || cell === undefined)
    throw new EngineError('invalid-argument', "Can't create a row with a null name")
  return String(cell)
}

/** @throws EngineError `type-mismatch` where `AS *` met a value that is no row */
function restOf(cell: SqliteValue): RowValue | null {
  const value = fromSqlite(cell)
  if (value === null) return null
  if (kindOf(value) === 'row') return value as RowValue
  throw new EngineError('type-mismatch', 'Expression with AS * must return a row')
}
