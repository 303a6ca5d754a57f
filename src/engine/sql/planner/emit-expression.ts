// planner/ turns a bound query into stages: SQL that SQLite runs alone, and between it the calls that must be awaited.
// It decides where each expression is computed, never what it means. Start with plan.ts; emit-*.ts write the SQL.
import { quoteIdentifier } from '../../../lib/quote-identifier.ts'
import { type SqliteValue, toSqlite } from '../../sqlite/codec.ts'
import type { Bound, BoundQuery, FunctionCall } from '../binder/bound.ts'
import { callKey } from '../binder/bound-tree.ts'
import { constantValue } from '../binder/make.ts'
import { isNative } from '../binder/types.ts'
import type { ValueType } from '../builtins/define-builtin.ts'
import { isAtomOf } from '../builtins/shared/types.ts'
import type { Extent } from '../span.ts'
import type { CallSites } from './call-sites.ts'
import { type Cells, cellsOf, emitScan, MAX_ARGUMENTS, type Scanned } from './cell-calls.ts'
import { emitAggregate } from './emit-aggregate.ts'
import { emitOperator } from './emit-operator.ts'
import { fuse } from './fuse.ts'
import { hiddenArguments } from './hidden-arguments.ts'
import { literal, NAN_SQL } from './literal.ts'
import type { FunctionRegistry } from './registry.ts'

/** Alias of a compound's own rows in its ORDER BY. */
export const RESULT = 't_result'

/** Writes the SQL of one statement; its parameters are collected in order. */
export class Emitter {
  readonly parameters: SqliteValue[] = []
  readonly registry: FunctionRegistry
  /** Table that holds the results of an asynchronous function. */
  readonly resultTable: (call: FunctionCall) => string
  readonly emitQuery: (emitter: Emitter, query: BoundQuery, shape: 'bare' | 'values') => string
  guarded = false
  /** The select that is being written, if it reads one table. */
  scanned: Scanned | undefined
  /** Shared by all emitters of a statement. */
  readonly sites: CallSites
  /** The result also has the times of columns that are not of their row's time. */
  cellTimes = false

  constructor(
    registry: FunctionRegistry,
    resultTable: Emitter['resultTable'],
    emitQuery: Emitter['emitQuery'],
    sites: CallSites,
  ) {
    this.sites = sites
    this.registry = registry
    this.resultTable = resultTable
    this.emitQuery = emitQuery
  }

  parameter(cell: SqliteValue): string {
    this.parameters.push(cell)
    return `?${this.parameters.length}`
  }

  /** SQL that computes an expression as a cell. */
  emit(bound: Bound): string {
    switch (bound.kind) {
      case 'const': {
        const text = literal(bound.value)
        return 'sql' in text ? text.sql : this.parameter(text.cell)
      }
      case 'column':
        return `${bound.source < 0 ? RESULT : `t${bound.source}`}.${quoteIdentifier(bound.name)}`
      case 'input':
        return 'NULL'
      case 'op':
        return this.emitFused(bound) ?? emitOperator(this, bound)
      case 'special':
        return this.emitSpecial(bound)
      case 'builtin':
        return this.emitFused(bound) ?? this.emitBuiltin(bound)
      case 'sqlite':
        return this.emitSqlite(bound.name, bound.args)
      case 'aggregate':
        return emitAggregate(this, bound.aggregate, bound.at)
      case 'case': {
        const branches = bound.branches.map(
          ({ when, result }) => `WHEN ${this.truth(when)} THEN ${this.emit(result)}`,
        )
        return `CASE ${branches.join(' ')} ELSE ${this.emit(bound.otherwise)} END`
      }
      case 'output':
        return this.emitOutput(bound.call, bound.column)
      case 'row':
        return this.emitRow(bound)
      case 'subquery':
        return `(${this.emitQuery(this, bound.query, 'bare')})`
      case 'exists':
        return `EXISTS (${this.emitQuery(this, bound.query, 'bare')})`
      case 'inQuery':
        return this.emitInQuery(bound)
      case 'columnExpr': {
        const { name, id } = this.registry.columnExpr(bound.clauses, this.guarded)
        return `${name}(${id}, ${this.list(bound.args)})`
      }
      case 'tuple':
        return `((${this.list(bound.left)}) ${bound.op} (${this.list(bound.right)}))`
      case 'collate':
        return `${this.emit(bound.operand)} COLLATE ${bound.collation}`
      case 'try':
        return this.emitTry(bound)
    }
  }

  list(bounds: readonly Bound[]): string {
    return bounds.map((bound) => this.emit(bound)).join(', ')
  }

  /** SQL of a condition: SQLite's own idea of truth is the dialect's for numbers only. */
  truth(bound: Bound): string {
    const sql = this.emit(bound)
    if (!this.guarded && isAtomOf(bound.type, 'null', 'integer', 'number', 'infinite')) return sql
    return `${this.registry.operator('truth', this.guarded)}(${sql})`
  }

  /** Undefined inside `try`, where each call must be seen to fail. */
  private emitFused(bound: Bound): string | undefined {
    const fused = this.guarded ? undefined : fuse(bound)
    if (!fused) return undefined
    const { name, id } = this.registry.program(fused.program)
    return `${name}(${id}, ${this.list(fused.args)})`
  }

  /** SQL of a call that may fail. @param nameOf the name of its function by the number of the call */
  call(nameOf: (site: number) => string, args: string, at: Extent | undefined): string {
    const site = this.guarded ? 0 : this.sites.numberOf(nameOf(0), args)
    const name = nameOf(site)
    this.sites.note(name, site, at)
    return `${name}(${args})`
  }

  private emitBuiltin(bound: Extract<Bound, { kind: 'builtin' }>): string {
    const { builtin, args } = bound
    const lowered = args.map((arg) => ({ sql: this.emit(arg), type: arg.type }))
    const call = this.call(
      (site) => this.registry.builtin(builtin, this.guarded, site),
      lowered.map(({ sql }) => sql).join(', '),
      bound.at,
    )
    if (this.guarded) return call
    const sql = builtin.lower?.(lowered, { nan: NAN_SQL, call })
    return sql === undefined ? call : `(${sql})`
  }

  private emitSqlite(name: string, args: readonly Bound[]): string {
    const cells = args.map((arg) => this.emit(arg))
    if (name.startsWith('current_')) return name
    // JavaScript has no integers of 64 bits among its numbers.
    if (name === 'random') return '(random() >> 10)'
    if (name === '->' || name === '->>') return `(${cells[0]} ${name} ${cells[1]})`
    return `${name}(${cells.join(', ')})`
  }

  private emitSpecial(bound: Extract<Bound, { kind: 'special' }>): string {
    const [of] = bound.args
    if (bound.op === 'hash' && of?.kind === 'special' && of.op === 'nameHash') {
      return `${this.registry.internal('hash_of')}(${this.list(of.args)})`
    }
    const args = bound.args.map((arg) => this.emit(arg))
    switch (bound.op) {
      case 'hash':
        return `${this.registry.internal('hash')}(${args[0]} >> 32, ${args[0]} & 4294967295)`
      case 'nameHash':
        return `CAST(${this.registry.internal('name_hash')}(${args[0]}) AS INTEGER)`
      case 'joinName':
        return `${this.registry.internal('join_name')}(${args.join(', ')})`
      case 'groupName':
        return `${this.registry.internal('group_name')}(${args.join(', ')})`
      case 'sampleKey':
        return `${this.registry.internal('sample_key')}(${args.join(', ')})`
      case 'toInteger':
        return `CAST(${args[0]} AS INTEGER)`
      case 'toText':
        return `CAST(${args[0]} AS TEXT)`
      case 'cells':
        return `${this.registry.internal('cells')}(${this.registry.cells()}, ${args.join(', ')})`
      case 'cellName':
        return `${this.registry.internal('cell_name')}(${this.registry.cells()}, ${args[0]})`
      case 'cellPath':
        return `${this.registry.internal('cell_path')}(${this.registry.cells()}, ${args[0]})`
      case 'cellValue':
        return `${this.registry.internal('cell_value')}(${this.registry.cells()}, ${args[0]})`
      case 'kept': {
        const { name, id } = this.registry.kept()
        return `${name}(${id}, ${args[0]})`
      }
      case 'blob':
        return `CAST(${this.parameter(toSqlite(NO_BYTES))} || ${args[0]} AS BLOB)`
      case 'bytes':
        return `${this.registry.internal('bytes')}(${args[0]})`
      case 'draws':
        return `${this.registry.internal('draws')}(${args.join(', ')})`
      case 'drawName':
        return `${this.registry.internal('draw_name')}(${args.join(', ')})`
      case 'time':
      case 'earliestTime':
        return `${bound.op === 'time' ? 'max' : 'min'}(${args.map((arg) => `ifnull(${arg}, -9e999)`).join(', ')})`
    }
  }

  /** A column of an asynchronous call is looked up among the results computed before; inside `try` its failure is. */
  private emitOutput(call: FunctionCall, column: number | 'rest' | 'all'): string {
    if (!isHoisted(call)) {
      const cells = this.guarded ? undefined : cellsOf(call)
      if (cells) return this.emitCellCall(call, cells, column)
      return `${this.registry.native(call.fn, column, this.guarded)}(${this.list(call.args)})`
    }
    const table = this.resultTable(call)
    const name = column === 'rest' ? 'rest' : `c${column}`
    const value = this.guarded ? `ifnull(failure, ${name})` : name
    const where = call.args.map((arg, i) => `a${i} IS ${this.emit(arg)}`)
    return `(SELECT ${value} FROM temp.${table} WHERE ${where.length ? where.join(' AND ') : '1'})`
  }

  private emitCellCall(
    call: FunctionCall,
    { paths, values }: Cells,
    column: number | 'rest' | 'all',
  ): string {
    const another = new Emitter(this.registry, this.resultTable, this.emitQuery, this.sites)
    const scan = this.scanned && emitScan(another, values, this.scanned)
    const { name, id } = this.registry.cellCall(call.fn, callKey(call), paths, scan)
    const output = column === 'rest' ? -1 : column === 'all' ? -2 : column
    return `${name}(${id}, ${output}, ${this.list(values)})`
  }

  /** SQLite takes a limited number of arguments, so a wide row is packed part by part. */
  private emitRow(bound: Extract<Bound, { kind: 'row' }>): string {
    const constant = constantValue(bound)
    if (constant !== undefined) return this.parameter(toSqlite(constant))
    const pack = this.registry.operator('row', this.guarded)
    const parts = bound.columns.map(({ path, value }) => {
      const name = this.parameter(path.map(quoteElement).join('.'))
      return `${name}, ${this.emit(value)}`
    })
    if (bound.rest) parts.push(`NULL, ${this.emit(bound.rest)}`)
    const most = MAX_ARGUMENTS / 2
    let level = parts
    while (level.length > most) {
      const packed: string[] = []
      for (let i = 0; i < level.length; i += most)
        packed.push(`NULL, ${pack}(${level.slice(i, i + most).join(', ')})`)
      level = packed
    }
    return `${pack}(${level.join(', ')})`
  }

  private emitInQuery({ operand, query }: Extract<Bound, { kind: 'inQuery' }>): string {
    if (operand.length > 1) return `((${this.list(operand)}) IN (${this.emitQuery(this, query, 'bare')}))`
    return `(${this.emit(operand[0]!)} IN (${this.emitQuery(this, query, 'values')}))`
  }

  /** Writes SQL in which failures are values. */
  inTry(write: () => string): string {
    const around = this.guarded
    this.guarded = true
    const sql = write()
    this.guarded = around
    return sql
  }

  private emitTry(bound: Extract<Bound, { kind: 'try' }>): string {
    const body = this.inTry(() => this.emit(bound.body))
    const values = bound.watched.length ? bound.watched : [bound.body]
    // First what SQLite's functions are called with: one may refuse what a failure is to it.
    const hidden = values.flatMap(hiddenArguments).slice(0, MAX_ARGUMENTS)
    const branches = [hidden, values].flatMap((watched) => {
      if (watched.length === 0) return []
      const cells = this.inTry(() => this.list(watched))
      const result = bound.fallback
        ? this.emit(bound.fallback)
        : `${this.registry.internal('failure_text')}(${cells})`
      return `WHEN ${this.registry.internal('failed')}(${cells}) THEN ${result}`
    })
    return `CASE ${branches.join(' ')} ELSE ${body} END`
  }
}

/** True if a call must be awaited, and so is computed before the statement that needs it runs. */
export const isHoisted = (call: FunctionCall): boolean => call.fn.mode === 'async' || !call.fn.applySync

/** Its cell is the mark alone that is before all bytes. */
const NO_BYTES = new Uint8Array()

const quoteElement = (element: string): string =>
  /^[^."\p{Cc}]+$/u.test(element) ? element : quoteIdentifier(element)

/** True if SQLite's own comparison of the two types is the dialect's. */
export const comparesNatively = (types: readonly ValueType[]): boolean => types.every(isNative)
