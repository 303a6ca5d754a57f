import type { Database as SqlJsDatabase, Statement as SqlJsStatement } from 'sql.js'
import { EngineError } from '../../contract/errors.ts'
import type { Value } from '../../contract/values.ts'
import { AttachedFiles } from './attached-files.ts'
import { buildTableFile, type TableSchema } from './build-table-file.ts'
import { type BulkColumn, bulkInsert } from './bulk-insert.ts'
import { CellBridge } from './cell-bridge.ts'
import type { SqliteValue } from './codec.ts'
import type { RecordColumn } from './encode-records.ts'
import { databaseOf, handleOf, type SqliteModule } from './sqlite-module.ts'

/** A SQLite aggregate in JavaScript over cells. */
export interface SqliteAggregate<State> {
  init: () => State
  step: (state: State, ...cells: SqliteValue[]) => State
  finish: (state: State) => SqliteValue
}

/** One SQLite connection. What a registered function throws comes out of the statement as it was thrown; every
 *  other failure is an `EngineError` with SQLite's own words. */
export class Database {
  private readonly sqlite: SqlJsDatabase
  private readonly module: SqliteModule
  private readonly registered = new Set<string>()
  private thrown: unknown
  private temporary = 0
  private readonly bridge: CellBridge
  private readonly pointers: number[] = []
  private readonly files: AttachedFiles
  private readonly whileRunning: Guard = (work) => this.guard(work, true)

  constructor(sqlite: SqlJsDatabase, module: SqliteModule, memory: WebAssembly.Memory) {
    this.sqlite = sqlite
    this.files = new AttachedFiles(sqlite)
    this.module = module
    this.bridge = new CellBridge(module, memory, (error) => {
      this.thrown = error
    })
  }

  /** Runs statements without parameters, for their effect. */
  exec(sql: string): void {
    this.guard(() => this.sqlite.exec(sql))
  }

  /** Runs one statement for its effect. */
  run(sql: string, parameters: readonly SqliteValue[] = []): void {
    const statement = this.prepare(sql)
    try {
      statement.run(parameters)
    } finally {
      statement.free()
    }
  }

  /** A statement to be run many times; must be freed. */
  prepare(sql: string): Statement {
    return this.guard(() => {
      const statement = this.sqlite.prepare(sql)
      const handle = handleOf(this.module, statement, sql)
      return new Statement(statement, handle, this.module, this.bridge, this.whileRunning)
    })
  }

  /** Runs an INSERT once for each row of some columns: parameter i takes the cells of column i. */
  insertColumns(sql: string, columns: readonly BulkColumn[], rowCount: number): void {
    this.guard(() => bulkInsert(this.module, this.sqlite, sql, columns, rowCount), true)
  }

  /** Adds rows to a table behind those that it has, as pages that are laid out beforehand: several times faster than
   *  inserting them.
   *  @param columns all but the first, which is the rowid; undefined is NULL in every row
   *  @returns false where nothing was added, since a row is too large for a page or too much waits: insert them instead */
  appendRows(table: TableSchema, columns: readonly (RecordColumn | undefined)[], rowCount: number): boolean {
    const [[last] = []] = this.all(`SELECT max(rowid) FROM ${table.name}`)
    const file = buildTableFile(table, ((last as number | null) ?? 0) + 1, columns, rowCount)
    return file !== undefined && this.guard(() => this.files.copyRows(table, file))
  }

  /** All rows of a query. For small results. */
  all(sql: string, parameters: readonly SqliteValue[] = []): SqliteValue[][] {
    const statement = this.prepare(sql)
    try {
      statement.bind(parameters)
      const rows: SqliteValue[][] = []
      while (statement.step()) rows.push(statement.row())
      return rows
    } finally {
      statement.free()
    }
  }

  /** Runs `work` in one transaction: all of it or, if it throws, nothing. Transactions may nest. */
  transaction<T>(work: () => T): T {
    const name = `s${this.temporary++}`
    this.exec(`SAVEPOINT ${name}`)
    try {
      const result = work()
      this.exec(`RELEASE ${name}`)
      return result
    } catch (error) {
      this.exec(`ROLLBACK TO ${name}; RELEASE ${name}`)
      throw error
    }
  }

  /** Rows that the last INSERT, UPDATE or DELETE changed. */
  rowsModified(): number {
    return this.sqlite.getRowsModified()
  }

  /** A name for a temporary table that nothing else has. */
  temporaryName(prefix: string): string {
    return `${prefix}${this.temporary++}`
  }

  /** Registers a function of any number of arguments, once: a second registration of a name is ignored. */
  defineFunction(name: string, apply: (...cells: SqliteValue[]) => SqliteValue): void {
    if (this.registered.has(name)) return
    this.registered.add(name)
    const pointer = this.bridge.functionPointer((_, cells) => apply(...cells))
    this.pointers.push(pointer)
    this.bridge.register(databaseOf(this.sqlite), name, { apply: pointer })
  }

  /** The same for a function over values. An embedding among its arguments holds until it is called the next time: it
   *  must neither keep one nor alter it. */
  defineValueFunction(name: string, apply: (...values: Value[]) => Value): void {
    if (this.registered.has(name)) return
    this.registered.add(name)
    const pointer = this.bridge.valueFunctionPointer((values) => apply(...values))
    this.pointers.push(pointer)
    this.bridge.register(databaseOf(this.sqlite), name, { apply: pointer })
  }

  /** Registers an aggregate of any number of arguments, once. */
  defineAggregate<State>(name: string, aggregate: SqliteAggregate<State>): void {
    if (this.registered.has(name)) return
    this.registered.add(name)
    const { init, step, finish } = aggregate
    const states = new Map<number, State>()
    const { bridge } = this
    const stepPointer = bridge.functionPointer((context, cells) => {
      const group = bridge.group(context, true)
      const state = states.has(group) ? states.get(group)! : init()
      // A state that failed is of no group any more: its place may be another's next.
      states.delete(group)
      states.set(group, step(state, ...cells))
      return undefined
    })
    const finalPointer = bridge.finalPointer((context) => {
      const group = bridge.group(context, false)
      const state = states.has(group) ? states.get(group)! : init()
      states.delete(group)
      return finish(state)
    })
    this.pointers.push(stepPointer, finalPointer)
    bridge.register(databaseOf(this.sqlite), name, { step: stepPointer, final: finalPointer })
  }

  /** The whole database as a `.sqlite` file. */
  export(): Uint8Array {
    return this.guard(() => this.sqlite.export())
  }

  close(): void {
    this.sqlite.close()
    this.files.close()
    for (const pointer of this.pointers) this.module.removeFunction(pointer)
    this.pointers.length = 0
  }

  /** What a function threw is thrown again here, for SQLite cannot carry it. */
  private guard<T>(work: () => T, running = false): T {
    this.thrown = undefined
    try {
      return work()
    } catch (error) {
      const thrown = this.thrown
      this.thrown = undefined
      if (thrown !== undefined) throw thrown
      throw sqliteError(error, running)
    }
  }
}

/** A prepared statement. Reading is `bind`, then `step` until false, `row` after each step that was true. */
export class Statement {
  private readonly statement: SqlJsStatement
  private readonly handle: number
  private readonly module: SqliteModule
  private readonly bridge: CellBridge
  private readonly guard: Guard

  /** @param handle SQLite's own of the statement */
  constructor(
    statement: SqlJsStatement,
    handle: number,
    module: SqliteModule,
    bridge: CellBridge,
    guard: Guard,
  ) {
    this.statement = statement
    this.handle = handle
    this.module = module
    this.bridge = bridge
    this.guard = guard
  }

  bind(parameters: readonly SqliteValue[]): void {
    this.guard(() => this.bindAll(parameters))
  }

  private bindAll(parameters: readonly SqliteValue[]): void {
    this.statement.bind(parameters as SqliteValue[])
    // sql.js binds a negative zero as the integer 0.
    for (let i = 0; i < parameters.length; i++)
      if (Object.is(parameters[i], -0)) this.module._sqlite3_bind_double(this.handle, i + 1, -0)
  }

  step(): boolean {
    return this.guard(() => this.statement.step())
  }

  row(): SqliteValue[] {
    return this.bridge.row(this.handle)
  }

  /** Up to `count` rows. Fewer means that there are no more. */
  rows(count: number): SqliteValue[][] {
    return this.guard(() => {
      const rows: SqliteValue[][] = []
      while (rows.length < count && this.statement.step()) rows.push(this.row())
      return rows
    })
  }

  run(parameters: readonly SqliteValue[] = []): void {
    this.guard(() => {
      this.bindAll(parameters)
      this.statement.run()
    })
  }

  /** Names of the columns that it gives; none for a statement that gives no rows. */
  columnNames(): string[] {
    return this.statement.getColumnNames()
  }

  free(): void {
    this.statement.free()
  }
}

type Guard = <T>(work: () => T) => T

/** What SQLite cannot do and a statement can say all the same. */
const REFUSED: readonly [RegExp, string][] = [
  [
    /misuse of (aliased )?(aggregate|window)/,
    'an aggregate or a function with OVER stands where it cannot be computed; compute it in a sub-select in FROM',
  ],
  [/DISTINCT aggregates must/, 'an aggregate of DISTINCT values takes one argument'],
  [
    /RANGE with offset PRECEDING/,
    'RANGE with an offset needs one ORDER BY expression, whose values are plain numbers',
  ],
]

/** What goes wrong while a prepared statement runs comes from the values it met (a malformed JSON path, a number too
 *  large); all else is a defect of ours. */
function sqliteError(error: unknown, running: boolean): EngineError {
  if (error instanceof EngineError) return error
  const message = error instanceof Error ? error.message : String(error)
  if (/too (large|many|deep|long|big)|stack overflow/.test(message)) {
    return new EngineError(
      'not-supported',
      `SQLite: ${message}; make the statement or value smaller`,
      {},
      { cause: error },
    )
  }
  if (/^out of memory/.test(message)) {
    return new EngineError(
      'not-supported',
      'SQLite: out of memory (2 GB at most, for all datasets in use); read fewer columns or rows, or reload the page to let go of datasets that are not needed',
      {},
      { cause: error },
    )
  }
  if (/^wrong number of arguments/.test(message)) return new EngineError('invalid-argument', message)
  const refused = REFUSED.find(([pattern]) => pattern.test(message))
  if (refused) return new EngineError('not-supported', refused[1], { sqlite: message }, { cause: error })
  const isOurs = !running || /memory|corrupt|locked|readonly|closed|no such|API use/.test(message)
  return new EngineError(isOurs ? 'internal' : 'invalid-argument', `SQLite: ${message}`, {}, { cause: error })
}
