import { EngineError } from '../../../contract/errors.ts'
import type { Call, RowError } from '../../../contract/progress.ts'
import type { RowValue, Value } from '../../../contract/values.ts'
import { fromSqlite, type SqliteValue } from '../../sqlite/codec.ts'
import type { Database } from '../../sqlite/database.ts'
import type { Catalog } from '../catalog.ts'
import { emitQuery, resultLayout } from '../planner/emit-query.ts'
import type { Plan } from '../planner/stage.ts'
import type { Result, RowBatch } from '../sql.ts'
import { kindOf } from '../values/type-name.ts'
import { CallResults } from './apply-stage.ts'
import { checkSignal } from './batch.ts'
import { createRegistry } from './functions.ts'
import { loadTables } from './load-tables.ts'
import { pages } from './pages.ts'

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
    columns: query.columns.map(({ path, value, sparse }) => ({
      path,
      values: columnType(value.type),
      ...(sparse && { sparse }),
    })),
    open: query.kind === 'select' && query.rest !== undefined,
    batches: () => run(world, plan, call, batchSize, rowErrors),
    rowErrors,
    warnings,
  }
}

export const columnType = (
  type: Plan['query']['columns'][number]['value']['type'],
): Result['columns'][number]['values'] => (type.kind === 'row' ? { kind: 'row' } : type)

async function* run(
  { catalog, database }: World,
  plan: Plan,
  call: Call,
  batchSize: number,
  rowErrors: RowError[],
): AsyncGenerator<RowBatch> {
  await loadTables(catalog, plan, call)
  const results = new CallResults(database, createRegistry(database))
  try {
    for (const stage of plan.stages) await results.run(stage, call, rowErrors)
    const emitter = results.emitter()
    emitter.cellTimes = plan.cellTimes
    const sql = emitQuery(emitter, plan.query, 'result')
    for (const rows of pages(database, sql, emitter.parameters, batchSize)) {
      checkSignal(call)
      yield toBatch(rows, plan)
    }
  } finally {
    results.close()
  }
}

/** Rows of SQLite as columns of values. */
export function toBatch(rows: SqliteValue[][], { query, cellTimes }: Plan): RowBatch {
  const { name, time, rest, columnTimes } = resultLayout(query, cellTimes)
  return {
    rowNames: rows.map((row) => nameOf(typeof name === 'number' ? row[name]! : name.constant)),
    columns: query.columns.map((_, c) => rows.map((row) => toValue(row[c]!))),
    times: timesAt(rows, time),
    ...(rest !== undefined && { rest: rows.map((row) => restOf(row[rest]!)) }),
    ...(cellTimes && {
      columnTimes: columnTimes.map((place) => (place === undefined ? undefined : timesAt(rows, place))),
    }),
  }
}

function timesAt(rows: SqliteValue[][], place: number | { constant: Value }): Float64Array {
  const times = new Float64Array(rows.length)
  for (let r = 0; r < rows.length; r++) {
    const ms = typeof place === 'number' ? rows[r]![place] : place.constant
    times[r] = typeof ms === 'number' ? ms : Number.NEGATIVE_INFINITY
  }
  return times
}

const toValue = (cell: SqliteValue): Value =>
  cell !== null && typeof cell === 'object' ? fromSqlite(cell) : cell

function nameOf(name: Value): string {
  if (name === null) throw new EngineError('invalid-argument', "Can't create a row with a null name")
  return String(name)
}

/** @throws EngineError `type-mismatch` where `AS *` met a value that is no row */
function restOf(cell: SqliteValue): RowValue | null {
  const value = fromSqlite(cell)
  if (value === null) return null
  if (kindOf(value) === 'row') return value as RowValue
  throw new EngineError('type-mismatch', 'Expression with AS * must return a row')
}
