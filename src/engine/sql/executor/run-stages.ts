import type { Call, RowError } from '../../../contract/progress.ts'
import type { SqliteValue } from '../../sqlite/codec.ts'
import type { Database } from '../../sqlite/database.ts'
import type { Catalog } from '../catalog.ts'
import type { CallSites } from '../planner/call-sites.ts'
import { emitQuery } from '../planner/emit-query.ts'
import type { Plan } from '../planner/stage.ts'
import { withPlace } from './applied.ts'
import { CallResults } from './apply-stage.ts'
import { checkSignal } from './batch.ts'
import { createRegistry } from './functions.ts'
import { loadTables } from './load-tables.ts'

export interface World {
  catalog: Catalog
  database: Database
}

/** What is left of a plan once its stages have run. */
export interface LastStatement {
  sql: string
  parameters: readonly SqliteValue[]
  /** Where its calls stand. */
  sites: CallSites
  /** Forgets what the stages and the functions in the statement kept. */
  close(): void
}

/** Loads what a plan reads and runs its stages.
 *  @returns the statement that gives its rows; must be closed */
export async function runStages(
  { catalog, database }: World,
  plan: Plan,
  call: Call,
  rowErrors: RowError[],
): Promise<LastStatement> {
  await loadTables(catalog, plan, call)
  const again = repeatable.get(plan)
  if (again) return again
  const registry = createRegistry(database)
  const results = new CallResults(database, registry)
  try {
    for (const stage of plan.stages) await results.run(stage, call, rowErrors)
    checkSignal(call)
    const emitter = results.emitter()
    emitter.cellTimes = plan.cellTimes
    const sql = emitQuery(emitter, plan.query, 'result')
    const { parameters, sites } = emitter
    if (plan.stages.length === 0 && registry.keepsNothing())
      repeatable.set(plan, { sql, parameters, sites, close: () => undefined })
    return { sql, parameters, sites, close: () => results.close() }
  } catch (error) {
    results.close()
    throw withPlace(error, results.sites)
  }
}

/** Plans are kept and run again: their SQL as well, where it speaks of nothing that one run has made. */
const repeatable = new WeakMap<Plan, LastStatement>()
