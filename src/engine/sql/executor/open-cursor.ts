import type { Call, RowError } from '../../../contract/progress.ts'
import type { Value } from '../../../contract/values.ts'
import type { Plan } from '../planner/stage.ts'
import type { Cursor, Result, RowBatch } from '../sql.ts'
import { withPlace } from './applied.ts'
import { columnType, toBatch } from './execute.ts'
import { keepRows } from './keep-rows.ts'
import { runStages, type World } from './run-stages.ts'

/** Runs the stages of a plan and keeps its rows inside SQLite. */
export async function openPlan(world: World, plan: Plan, call: Call, warnings: string[]): Promise<Cursor> {
  const rowErrors: RowError[] = []
  const { sql, parameters, sites, close } = await runStages(world, plan, call, rowErrors)
  try {
    const kept = keepRows(world.database, sql, parameters)
    const { query } = plan
    return {
      columns: query.columns.map(({ path, value, sparse }) => ({
        path,
        values: columnType(value.type),
        ...(sparse && { sparse }),
      })),
      open: query.kind === 'select' && query.rest !== undefined,
      rowErrors,
      warnings,
      rowCount: kept.rowCount,
      page: (offset, limit) => toBatch(kept.page(offset, limit), plan),
      close: kept.close,
    }
  } catch (error) {
    throw withPlace(error, sites)
  } finally {
    close()
  }
}

/** A small result as a cursor: its rows are read at once. */
export async function openBatches(result: Result): Promise<Cursor> {
  const all: RowBatch[] = []
  for await (const batch of result.batches()) all.push(batch)
  const rowNames = all.flatMap((batch) => batch.rowNames)
  const columns = result.columns.map((_, c) => all.flatMap((batch): Value[] => batch.columns[c]!))
  const times = Float64Array.from(all.flatMap((batch) => [...batch.times]))
  const { batches: _, ...rest } = result
  return {
    ...rest,
    rowCount: rowNames.length,
    page: (offset, limit) => ({
      rowNames: rowNames.slice(offset, offset + limit),
      columns: columns.map((values) => values.slice(offset, offset + limit)),
      times: times.slice(offset, offset + limit),
    }),
    close: () => undefined,
  }
}
