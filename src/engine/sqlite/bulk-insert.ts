import type { Database as SqlJsDatabase } from 'sql.js'
import type { SqliteValue } from './codec.ts'
import { databaseOf, handleOf, type SqliteModule } from './sqlite-module.ts'

/** The cells of one column. `mask` says of each row whether there is a value (2) or NULL (anything else); without one
 *  every row has a value. Row r of `bytes` is from `ends[r - 1]` (0 for the first) to `ends[r]`; texts are UTF-8. */
export type BulkColumn = { mask?: Uint8Array } & (
  | { kind: 'int32'; values: Int32Array | Uint32Array }
  | { kind: 'float64'; values: Float64Array }
  | { kind: 'text' | 'blob'; ends: Uint32Array; bytes: Uint8Array }
  | { kind: 'cells'; values: readonly SqliteValue[] }
)

const DONE = 101
const PRESENT = 2

/** Runs an INSERT once a row, with the cells of columns. Texts and blobs go to SQLite's memory a column at a time and
 *  are bound where they lie there, instead of one by one: several times faster than binding JavaScript values.
 *  @throws Error with SQLite's words; rows before the one that failed are in */
export function bulkInsert(
  module: SqliteModule,
  sqlite: SqlJsDatabase,
  sql: string,
  columns: readonly BulkColumn[],
  rowCount: number,
): void {
  const statement = sqlite.prepare(sql)
  const pointers: number[] = []
  try {
    const handle = handleOf(module, statement, sql)
    const binders = columns.map((column, i) => createBinder(module, handle, i + 1, column, pointers))
    for (let row = 0; row < rowCount; row++) {
      for (const bind of binders) bind(row)
      const code = module._sqlite3_step(handle)
      module._sqlite3_reset(handle)
      if (code !== DONE) throw new Error(module.UTF8ToString(module._sqlite3_errmsg(databaseOf(sqlite))))
    }
  } finally {
    statement.free()
    for (const pointer of pointers) module._free(pointer)
  }
}

type Binder = (row: number) => void

function createBinder(
  module: SqliteModule,
  handle: number,
  at: number,
  column: BulkColumn,
  pointers: number[],
): Binder {
  const bindNull = (): number => module._sqlite3_bind_blob(handle, at, 0, 0, 0)
  const bind = createValueBinder(module, handle, at, column, pointers)
  const { mask } = column
  if (!mask) return bind
  return (row) => {
    if (mask[row] === PRESENT) bind(row)
    else bindNull()
  }
}

function createValueBinder(
  module: SqliteModule,
  handle: number,
  at: number,
  column: BulkColumn,
  pointers: number[],
): Binder {
  switch (column.kind) {
    case 'int32': {
      const { values } = column
      return (row) => module._sqlite3_bind_int(handle, at, values[row]! | 0)
    }
    case 'float64': {
      const { values } = column
      return (row) => bindNumber(module, handle, at, values[row]!)
    }
    case 'text':
    case 'blob': {
      const { kind, ends, bytes } = column
      const start = copyIn(module, bytes, pointers)
      const bind = kind === 'text' ? module._sqlite3_bind_text : module._sqlite3_bind_blob
      return (row) => {
        const from = row === 0 ? 0 : ends[row - 1]!
        bind(handle, at, start + from, ends[row]! - from, 0)
      }
    }
    case 'cells':
      return createCellBinder(module, handle, at, column.values, pointers)
  }
}

/** What SQLite is to keep as an INTEGER: whole numbers of 32 bits, but no negative zero, which only a double has. */
export const isInteger32 = (value: number): boolean => value === (value | 0) && !Object.is(value, -0)

/** NaN is none of SQLite's numbers and would read as NULL: give its blob. */
function bindNumber(module: SqliteModule, handle: number, at: number, value: number): void {
  if (isInteger32(value)) module._sqlite3_bind_int(handle, at, value)
  else module._sqlite3_bind_double(handle, at, value)
}

/** Cells of any kind, packed first. */
function createCellBinder(
  module: SqliteModule,
  handle: number,
  at: number,
  values: readonly SqliteValue[],
  pointers: number[],
): Binder {
  const encoder = new TextEncoder()
  const parts = values.map((value) =>
    typeof value === 'string' ? encoder.encode(value) : value instanceof Uint8Array ? value : undefined,
  )
  const ends = new Uint32Array(values.length)
  let size = 0
  parts.forEach((part, row) => {
    size += part?.length ?? 0
    ends[row] = size
  })
  const packed = new Uint8Array(size)
  parts.forEach((part, row) => {
    if (part) packed.set(part, ends[row]! - part.length)
  })
  const start = copyIn(module, packed, pointers)
  return (row) => {
    const value = values[row]!
    if (typeof value === 'number') bindNumber(module, handle, at, value)
    else if (value === null) module._sqlite3_bind_blob(handle, at, 0, 0, 0)
    else {
      const length = parts[row]!.length
      const bind = typeof value === 'string' ? module._sqlite3_bind_text : module._sqlite3_bind_blob
      bind(handle, at, start + ends[row]! - length, length, 0)
    }
  }
}

function copyIn(module: SqliteModule, bytes: Uint8Array, pointers: number[]): number {
  // A pointer to nothing would bind NULL where an empty text or blob is meant.
  const pointer = module._malloc(bytes.length + 1)
  if (pointer === 0) throw new Error('out of memory')
  pointers.push(pointer)
  module.writeArrayToMemory(bytes, pointer)
  return pointer
}
