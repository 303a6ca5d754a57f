import { EngineError } from '../../../contract/errors.ts'
import type { Call, RowError } from '../../../contract/progress.ts'
import type { RowValue, Value } from '../../../contract/values.ts'
import { fromSqlite, type SqliteValue } from '../../sqlite/codec.ts'
import { resultLayout } from '../planner/emit-query.ts'
import type { Plan } from '../planner/stage.ts'
import type { Result, RowBatch } from '../sql.ts'
import { kindOf } from '../values/type-name.ts'
import { withPlace } from './applied.ts'
import { checkSignal } from './batch.ts'
import { pages } from './pages.ts'
import { runStages, type World } from './run-stages.ts'

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
  world: World,
  plan: Plan,
  call: Call,
  batchSize: number,
  rowErrors: RowError[],
): AsyncGenerator<RowBatch> {
  const { sql, parameters, sites, close } = await runStages(world, plan, call, rowErrors)
  try {
    for (const rows of pages(world.database, sql, parameters, batchSize)) {
      checkSignal(call)
      yield toBatch(rows, plan)
    }
  } catch (error) {
    throw withPlace(error, sites)
  } finally {
    close()
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
