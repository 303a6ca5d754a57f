import initSqlJs from 'sql.js'
import type { SqliteModule } from './bulk-insert.ts'
import { Database } from './database.ts'

/** Where SQLite's WebAssembly comes from: its bytes, or what turns the file's name into an address. */
export interface SqliteSource {
  wasm?: Uint8Array | ArrayBuffer
  locateFile?: (name: string) => string
}

/** A database in memory, empty or with the content of a `.sqlite` file.
 *
 *  Pragmas were measured on a million rows: one connection may keep its locks (point reads cost a fifth), there is
 *  nothing to sync; a memory temp store or a large cache would make sorting slower, so both stay as they are. */
export async function openDatabase(source: SqliteSource = {}, content?: Uint8Array): Promise<Database> {
  const options: Record<string, unknown> = { useOldExtensionFunctions: false }
  if (source.wasm) options.wasmBinary = source.wasm
  if (source.locateFile) options.locateFile = source.locateFile
  const module = await initSqlJs(options)
  const sqlite = new module.Database(content)
  sqlite.exec(
    'PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA case_sensitive_like=ON',
  )
  return new Database(sqlite, module as unknown as SqliteModule)
}
