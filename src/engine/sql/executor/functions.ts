// executor/ runs stages over SQLite and the functions between them, and hands out rows. It knows cells, batches and
// signals, never the tree of a statement. Start with execute.ts.
import { EngineError } from '../../../contract/errors.ts'
import type { Value } from '../../../contract/values.ts'
import { cityHash64, flipHash, hashPath } from '../../../lib/city-hash64.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import {
  type Failure,
  fromSqlite,
  fromSqliteGuarded,
  isFailureBlob,
  type SqliteValue,
  toSqlite,
  unsignedCell,
} from '../../sqlite/codec.ts'
import type { Database } from '../../sqlite/database.ts'
import type { AggregateBuiltin } from '../builtins/define-builtin.ts'
import type { NativeFunction } from '../catalog.ts'
import { type OperatorName, operators } from '../operators/operators.ts'
import type { FunctionRegistry, InternalFunction } from '../planner/registry.ts'
import { stringifyJson } from '../values/stringify-json.ts'
import { kindOf } from '../values/type-name.ts'
import { valueToJson } from '../values/value-to-json.ts'
import { applied, appliedOperator, failedIn } from './applied.ts'
import { CellCall, readerOf } from './cell-call.ts'
import { CellStore, cellFunctions } from './cell-store.ts'
import { ColumnProgram } from './column-program.ts'
import { type Compiled, compileBound } from './compile-bound.ts'
import { FrameStore, putInWindow, takeFromWindow } from './frame-store.ts'
import { outputOf } from './output-of.ts'
import { sameCell } from './same-cell.ts'
import { recall, StatementMemory } from './statement-memory.ts'

/** Functions in JavaScript as SQLite functions of one database. Each is registered when it is first used. */
export function createRegistry(database: Database): FunctionRegistry {
  const names = namesOf(database)
  const memory = new StatementMemory()
  const calls = new Map<string, number>()
  let cells: number | undefined
  return {
    operator(op, guarded, site) {
      const name = `${guarded ? 'try_' : 'mldb_'}${WORDS[op] ?? op.replaceAll(' ', '_')}${suffix(site)}`
      define(database, name, appliedOperator(op, { site: name }), guarded)
      return name
    },
    builtin(builtin, guarded, site) {
      const name = `${guarded ? 'try_fn_' : 'fn_'}${builtin.name}${suffix(site)}`
      define(database, name, applied(builtin, { site: name }), guarded)
      return name
    },
    aggregate(builtin, site) {
      const name = `agg_${builtin.name}${suffix(site)}`
      defineAggregate(database, name, builtin)
      return name
    },
    native(fn, output, guarded) {
      const name = `${names(fn)}_${output}${guarded ? '_try' : ''}`
      const apply = nativeOutput(fn, output)
      database.defineFunction(name, guarded ? guardedCells(apply) : (...cells) => toSqlite(apply(...cells)))
      return name
    },
    cellCall(fn, key, paths, scan) {
      database.defineValueFunction('mldb_cell_call', (id, output, ...cells) =>
        recall<CellCall>(id).apply(output as number, cells),
      )
      let id = calls.get(key)
      if (id === undefined) {
        id = memory.keep(new CellCall(fn, fn.overCells!(paths), scan && readerOf(database, scan)))
        calls.set(key, id)
      }
      return { name: 'mldb_cell_call', id }
    },
    window(builtin, distinct, at) {
      database.defineFunction('mldb_window_put', putInWindow)
      database.defineFunction('mldb_window_take', takeFromWindow)
      return {
        id: memory.keep(new FrameStore(builtin, distinct, at)),
        put: 'mldb_window_put',
        take: 'mldb_window_take',
      }
    },
    program(bound) {
      database.defineValueFunction('mldb_program', (id, ...values) => recall<Compiled>(id)(values))
      return { name: 'mldb_program', id: memory.keep(compileBound(bound)) }
    },
    columnExpr(clauses, guarded) {
      const name = `${guarded ? 'try' : 'mldb'}_column_expr`
      const run = (
        id: SqliteValue,
        row: SqliteValue,
        counts: SqliteValue,
        ...captured: SqliteValue[]
      ): Value =>
        recall<ColumnProgram>(id).run(
          fromSqlite(row),
          () => (counts === null ? null : recall<{ value: Value }>(counts).value),
          captured.map(fromSqlite),
        )
      database.defineFunction(
        name,
        guarded ? guardedCells(run) : (...args) => toSqlite(run(...(args as Parameters<typeof run>))),
      )
      return { name, id: memory.keep(new ColumnProgram(clauses)) }
    },
    kept() {
      database.defineFunction('mldb_kept', (id, cell) =>
        recall<StatementMemory>(id).keep({ value: fromSqlite(cell!) }),
      )
      return { name: 'mldb_kept', id: memory.keep(memory) }
    },
    cells() {
      cells ??= memory.keep(new CellStore())
      return cells
    },
    recursion() {
      database.defineFunction('mldb_recursion', (id) => countRecursion(recall(id)))
      return { name: 'mldb_recursion', id: memory.keep({ rows: 0 }) }
    },
    keepsNothing: () => memory.isEmpty(),
    close() {
      calls.clear()
      cells = undefined
      memory.clear()
    },
    internal(name) {
      database.defineFunction(`mldb_${name}`, INTERNAL[name])
      return `mldb_${name}`
    },
  }
}

const suffix = (site = 0): string => (site === 0 ? '' : `_at_${site}`)

const WORDS: Partial<Record<OperatorName, string>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
  '||': 'concatenate',
  '&': 'bit_and',
  '|': 'bit_or',
  '^': 'bit_xor',
  '<<': 'shift_left',
  '>>': 'shift_right',
  '~': 'bit_not',
  '=': 'equal',
  '!=': 'not_equal',
  '<': 'less',
  '<=': 'not_greater',
  '>': 'greater',
  '>=': 'not_less',
}

/** Names of functions that users create and replace: each object has its own. */
const functionNames = new WeakMap<Database, WeakMap<NativeFunction, string>>()

function namesOf(database: Database): (fn: NativeFunction) => string {
  let names = functionNames.get(database)
  if (!names) {
    names = new WeakMap()
    functionNames.set(database, names)
  }
  const known = names
  return (fn) => {
    const name = known.get(fn) ?? database.temporaryName('user_fn_')
    known.set(fn, name)
    return name
  }
}

function define(
  database: Database,
  name: string,
  apply: (...args: Value[]) => Value,
  guarded: boolean,
): void {
  if (guarded) database.defineFunction(name, guardedFunction(apply))
  else database.defineValueFunction(name, apply)
}

/** Inside `try`: a failure among the arguments is the result, and so is one that is thrown. */
const guardedCells =
  (apply: (...cells: SqliteValue[]) => Value) =>
  (...cells: SqliteValue[]): SqliteValue => {
    const failed = cells.find(isFailureBlob)
    if (failed !== undefined) return failed
    try {
      return toSqlite(apply(...cells))
    } catch (error) {
      return toSqlite({ kind: 'failure', message: messageOf(error) } satisfies Failure)
    }
  }

const guardedFunction = (apply: (...args: Value[]) => Value) =>
  guardedCells((...cells) => apply(...cells.map(fromSqlite)))

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function defineAggregate(database: Database, name: string, builtin: AggregateBuiltin): void {
  const step = (state: unknown, values: Value[]): unknown => {
    try {
      return builtin.step(state, values)
    } catch (error) {
      throw failedIn(error, { site: name })
    }
  }
  // Inside `try` a failure among the values is the result.
  database.defineAggregate<{ state: unknown; failure?: SqliteValue }>(name, {
    init: () => ({ state: builtin.init() }),
    step(kept, ...cells) {
      const failure = kept.failure ?? cells.find(isFailureBlob)
      if (failure !== undefined) kept.failure = failure
      else kept.state = step(kept.state, cells.map(fromSqlite))
      return kept
    },
    finish: ({ state, failure }) => failure ?? toSqlite(builtin.finish(state)),
  })
}

/** One output of a synchronous function. SQLite asks for the outputs of a row one after the other, so the last result
 *  is kept. */
function nativeOutput(
  fn: NativeFunction,
  output: number | 'rest' | 'all',
): (...cells: SqliteValue[]) => Value {
  return (...cells) => {
    let last = lastResults.get(fn)
    if (!last || !sameCells(last.cells, cells)) {
      last = { cells, result: fn.applySync!(cells.map(fromSqlite)) }
      lastResults.set(fn, last)
    }
    return outputOf(fn, last.result, output)
  }
}

const lastResults = new WeakMap<NativeFunction, { cells: SqliteValue[]; result: Value }>()

const sameCells = (a: readonly SqliteValue[], b: readonly SqliteValue[]): boolean =>
  a.length === b.length && a.every((cell, i) => sameCell(cell, b[i]!))

const element = (name: string): string => {
  const path = parsePath(name)
  return path.length === 1 ? path[0]! : name
}

const INTERNAL: Record<InternalFunction, (...cells: SqliteValue[]) => SqliteValue> = {
  hash: (high, low) => {
    if (high === null) return null
    // The top bit is flipped back.
    return unsignedCell(((high as number) ^ 0x80000000) >>> 0, low as number)
  },
  hash_of: (name) => (name === null ? null : toSqlite(hashPath(parsePath(name as string)))),
  name_hash: (name) => (name === null ? null : String(flipHash(hashPath(parsePath(name as string))))),
  join_name: (...sides) =>
    formatPath([sides.map((side) => `[${side === null ? '' : element(side as string)}]`).join('-')]),
  group_name: (...keys) => formatPath([stringifyJson(keys.map((key) => valueToJson(fromSqlite(key))))]),
  rank: (cell) => RANKS[kindOf(fromSqlite(cell!))] ?? 0,
  sort_key: (cell) => sortKey(cell!),
  // 53 bits are enough to put rows in a random order, and fit a double.
  sample_key: (name, seed) => Number(cityHash64(`${seed}/${name}`) >> 11n),
  ...cellFunctions,
  draws: (seed, rows, total) => drawNumbers(seed, rows as number, total as number),
  draw_name: (draw, name) => formatPath([String(draw), ...parsePath(name as string)]),
  bytes: bytesOf,
  failed: (...cells) => Number(cells.some(isFailureBlob)),
  failure_text: (...cells) => {
    const failure = cells.find(isFailureBlob)
    return failure === undefined ? null : (fromSqliteGuarded(failure) as Failure).message
  },
}

/** A cell as SQLite's own functions see it, its bytes as bytes. Inside `try` a failure stays one. */
function bytesOf(cell: SqliteValue): SqliteValue {
  if (isFailureBlob(cell)) return cell
  const value = fromSqlite(cell)
  return value instanceof Uint8Array ? value : toSqlite(operators.plain(value))
}

/** `rows` numbers from 1 to `total` as a JSON list, the same for the same seed. */
function drawNumbers(seed: SqliteValue, rows: number, total: number): string {
  if (total === 0) return '[]'
  const draw = (_: unknown, i: number): number => 1 + Number(cityHash64(`${seed}/draw ${i}`) % BigInt(total))
  return `[${Array.from({ length: rows }, draw).join(',')}]`
}

const MOST_RECURSIONS = 1_000_000

function countRecursion(recursion: { rows: number }): 1 {
  if (++recursion.rows <= MOST_RECURSIONS) return 1
  throw new EngineError(
    'not-supported',
    `a recursive WITH made more than ${MOST_RECURSIONS} rows; give it a condition that ends it`,
  )
}

const RANKS: Record<string, number> = {
  null: 0,
  number: 1,
  string: 2,
  timestamp: 3,
  interval: 4,
  blob: 5,
  path: 6,
  row: 7,
  embedding: 8,
}

/** A cell that SQLite sorts among cells of its rank: NaN before all numbers, large integers as doubles. */
function sortKey(cell: SqliteValue): SqliteValue {
  if (cell === null || typeof cell !== 'object') return cell
  const value = fromSqlite(cell)
  if (typeof value === 'number') return null
  return typeof value === 'bigint' ? Number(value) : cell
}
