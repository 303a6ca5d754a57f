import type { Call, RowError } from '../../../contract/progress.ts'
import type { Value } from '../../../contract/values.ts'
import {
  type Failure,
  fromSqlite,
  fromSqliteGuarded,
  type SqliteValue,
  toSqlite,
} from '../../sqlite/codec.ts'
import type { Database } from '../../sqlite/database.ts'
import type { BoundQuery } from '../binder/bound.ts'
import { type NativeFunction, RowFailure } from '../catalog.ts'
import { CallSites } from '../planner/call-sites.ts'
import { Emitter } from '../planner/emit-expression.ts'
import { emitQuery } from '../planner/emit-query.ts'
import type { FunctionRegistry } from '../planner/registry.ts'
import type { ApplyStage } from '../planner/stage.ts'
import { applyInBatches } from './batch.ts'
import { outputOf } from './output-of.ts'

/** The results of asynchronous functions during one statement: a temporary table per function, its arguments `a0`, …,
 *  its columns `c0`, …, `rest`, and `failure` where a row has none. */
export class CallResults {
  private readonly tables = new Map<NativeFunction, string>()
  private readonly database: Database
  readonly sites = new CallSites()
  private readonly registry: FunctionRegistry

  constructor(database: Database, registry: FunctionRegistry) {
    this.database = database
    this.registry = registry
  }

  emitter(): Emitter {
    return new Emitter(
      this.registry,
      (call) => this.tableOf(call.fn),
      (emitter, query: BoundQuery, shape) => emitQuery(emitter, query, shape),
      this.sites,
    )
  }

  private tableOf(fn: NativeFunction): string {
    const known = this.tables.get(fn)
    if (known !== undefined) return known
    const table = this.database.temporaryName('_f')
    const args = fn.input.map((_, i) => `a${i}`)
    const columns = [...args, ...fn.output.columns.map((_, i) => `c${i}`), 'rest', 'failure', 'code', 'input']
    this.database.exec(`CREATE TEMP TABLE ${table} (${columns.join(', ')})`)
    if (args.length) this.database.exec(`CREATE INDEX temp.${table}_args ON ${table} (${args.join(', ')})`)
    this.tables.set(fn, table)
    return table
  }

  /** Computes a stage's call for all distinct arguments that have no result yet. */
  async run(stage: ApplyStage, call: Call, rowErrors: RowError[]): Promise<void> {
    const { fn } = stage.call
    const table = this.tableOf(fn)
    const pending = this.pending(stage, table)
    if (pending.length > 0) {
      const columns = fn.input.length + fn.output.columns.length + 4
      const insert = this.database.prepare(
        `INSERT INTO temp.${table} VALUES (${Array(columns).fill('?').join(',')})`,
      )
      try {
        const rows = pending.map((cells) => cells.map(fromSqlite))
        await applyInBatches(fn, rows, call, (at, result) =>
          insert.run(resultCells(fn, pending[at]!, result)),
        )
      } finally {
        insert.free()
      }
    }
    if (!stage.guarded) this.report(stage, table, rowErrors)
  }

  /** Distinct arguments without a result. */
  private pending({ rows, call }: ApplyStage, table: string): SqliteValue[][] {
    const emitter = this.emitter()
    const args = call.args.map((_, i) => `c${i}`)
    if (args.length === 0) return this.database.all(`SELECT 1 FROM temp.${table}`).length > 0 ? [] : [[]]
    const inner = emitQuery(emitter, rows, 'bare')
    const known = args.map((arg, i) => `a${i} IS s.${arg}`).join(' AND ')
    const sql = `SELECT DISTINCT ${args.join(', ')} FROM (${inner}) AS s WHERE NOT EXISTS (SELECT 1 FROM temp.${table} WHERE ${known})`
    return this.database.all(sql, emitter.parameters)
  }

  /** Collects the rows whose call failed. */
  private report({ rows, call }: ApplyStage, table: string, rowErrors: RowError[]): void {
    const failures = this.database.all(`SELECT count(*) FROM temp.${table} WHERE failure IS NOT NULL`)
    if (failures[0]![0] === 0) return
    const emitter = this.emitter()
    const inner = emitQuery(emitter, rows, 'source')
    const same = call.args.map((_, i) => `f.a${i} IS s.c${i}`)
    const sql = `SELECT s._name, f.failure, f.code, f.input FROM (${inner}) AS s JOIN temp.${table} AS f ON ${same.length ? same.join(' AND ') : '1'} WHERE f.failure IS NOT NULL`
    for (const [name, failure, code, input] of this.database.all(sql, emitter.parameters)) {
      rowErrors.push({
        rowName: String(name),
        function: call.fn.id,
        ...(typeof input === 'string' && { input }),
        code: String(code),
        message: (fromSqliteGuarded(failure!) as Failure).message,
      })
    }
  }

  /** Drops the tables, and forgets what functions kept. */
  close(): void {
    this.registry.close()
    for (const table of this.tables.values()) this.database.exec(`DROP TABLE IF EXISTS temp.${table}`)
    this.tables.clear()
  }
}

function resultCells(fn: NativeFunction, args: SqliteValue[], result: Value | RowFailure): SqliteValue[] {
  const nothing = fn.output.columns.map(() => null)
  if (result instanceof RowFailure) {
    const failure = toSqlite({ kind: 'failure', message: result.message })
    return [...args, ...nothing, null, failure, result.code, result.input ?? null]
  }
  const columns = fn.output.columns.map((_, i) => toSqlite(outputOf(fn, result, i)))
  const rest = fn.output.open ? toSqlite(outputOf(fn, result, 'rest')) : null
  return [...args, ...columns, rest, null, null, null]
}
