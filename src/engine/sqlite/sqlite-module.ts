import type { Database as SqlJsDatabase, Statement as SqlJsStatement } from 'sql.js'

/** The part of sql.js's module that is used here: exports of SQLite itself, and of the memory it lives in. */
export interface SqliteModule {
  _malloc(size: number): number
  _free(pointer: number): void
  writeArrayToMemory(bytes: Uint8Array, pointer: number): void
  stringToNewUTF8(text: string): number
  UTF8ToString(pointer: number): string
  addFunction(work: (...args: number[]) => void, signature: string): number
  removeFunction(pointer: number): void
  _sqlite3_open(name: number, opened: number): number
  _sqlite3_close_v2(database: number): number
  _sqlite3_sql(statement: number): number
  _sqlite3_bind_int(statement: number, at: number, value: number): number
  _sqlite3_bind_double(statement: number, at: number, value: number): number
  _sqlite3_bind_text(statement: number, at: number, pointer: number, size: number, free: number): number
  _sqlite3_bind_blob(statement: number, at: number, pointer: number, size: number, free: number): number
  _sqlite3_step(statement: number): number
  _sqlite3_reset(statement: number): number
  _sqlite3_errmsg(database: number): number
  _sqlite3_data_count(statement: number): number
  _sqlite3_column_type(statement: number, column: number): number
  _sqlite3_column_double(statement: number, column: number): number
  _sqlite3_column_text(statement: number, column: number): number
  _sqlite3_column_blob(statement: number, column: number): number
  _sqlite3_column_bytes(statement: number, column: number): number
  _sqlite3_value_type(value: number): number
  _sqlite3_value_double(value: number): number
  _sqlite3_value_text(value: number): number
  _sqlite3_value_blob(value: number): number
  _sqlite3_value_bytes(value: number): number
  _sqlite3_result_int(context: number, value: number): void
  _sqlite3_result_double(context: number, value: number): void
  _sqlite3_result_null(context: number): void
  _sqlite3_result_text(context: number, pointer: number, size: number, free: number): void
  _sqlite3_result_blob(context: number, pointer: number, size: number, free: number): void
  _sqlite3_result_error(context: number, pointer: number, size: number): void
  _sqlite3_aggregate_context(context: number, size: number): number
  _sqlite3_create_function_v2(
    database: number,
    name: number,
    argumentCount: number,
    flags: number,
    user: number,
    apply: number,
    step: number,
    final: number,
    destroy: number,
  ): number
}

/** SQLite's own handle of a statement: the first field of sql.js's object, whatever its minified name. */
export function handleOf(module: SqliteModule, statement: SqlJsStatement, sql: string): number {
  if (handleField !== undefined) return (statement as unknown as Record<string, number>)[handleField]!
  const [[field, handle] = []] = Object.entries(statement) as [string, unknown][]
  if (typeof handle === 'number' && module.UTF8ToString(module._sqlite3_sql(handle)) === sql) {
    handleField = field
    return handle
  }
  throw new Error('this version of sql.js does not show the handle of a statement')
}

/** The name of that field, once a statement has shown it. */
let handleField: string | undefined

/** SQLite's own handle of a connection. */
export const databaseOf = (sqlite: SqlJsDatabase): number => (sqlite as unknown as { db: number }).db

/** Gives a connection another handle, which it closes as its own. */
export function setDatabaseOf(sqlite: SqlJsDatabase, handle: number): void {
  ;(sqlite as unknown as { db: number }).db = handle
}
