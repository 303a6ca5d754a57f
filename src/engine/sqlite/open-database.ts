import initSqlJs, { type Database as SqlJsDatabase } from 'sql.js'
import { Database } from './database.ts'
import { databaseOf, type SqliteModule, setDatabaseOf } from './sqlite-module.ts'

/** Where SQLite's WebAssembly comes from: its bytes, or what turns the file's name into an address. */
export interface SqliteSource {
  wasm?: Uint8Array | ArrayBuffer
  locateFile?: (name: string) => string
}

/** A database in memory, empty or with the content of a `.sqlite` file. An empty one is SQLite's own `:memory:`: sql.js
 *  keeps a file that grows by copies of all of it, page by page, which costs more than the rows that are inserted.
 *
 *  Pragmas were measured on a million rows: one connection may keep its locks (point reads cost a fifth), there is
 *  nothing to sync. What a sorter cannot hold goes to a file of sql.js's, of which the growth costs copies: it may hold
 *  as much as the vectors of 16,000 pictures, so that grouping 5,000 of them takes a tenth of the time. */
export async function openDatabase(source: SqliteSource = {}, content?: Uint8Array): Promise<Database> {
  const { module, memory } = await loadSqlite(source)
  const sqlite = new module.Database(content)
  if (!content) openInMemory(sqlite, module as unknown as SqliteModule, memory)
  sqlite.exec(
    'PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA case_sensitive_like=ON; PRAGMA cache_size=-131072',
  )
  return new Database(sqlite, module as unknown as SqliteModule, memory)
}

/** Gives a connection of sql.js, which has just been opened, SQLite's database in memory in place of its file. */
function openInMemory(sqlite: SqlJsDatabase, module: SqliteModule, memory: WebAssembly.Memory): void {
  const name = module.stringToNewUTF8(':memory:')
  const opened = module._malloc(4)
  try {
    const code = module._sqlite3_open(name, opened)
    if (code !== 0) throw new Error(`SQLite does not open a database in memory: error ${code}`)
    module._sqlite3_close_v2(databaseOf(sqlite))
    setDatabaseOf(sqlite, new DataView(memory.buffer).getUint32(opened, true))
  } finally {
    module._free(name)
    module._free(opened)
  }
}

type SqlJs = Awaited<ReturnType<typeof initSqlJs>>

/** The memory of each module: sql.js makes one, and gives it again. */
const memories = new WeakMap<SqlJs, WebAssembly.Memory>()

/** sql.js, and the memory that SQLite lives in, which only the instance of its WebAssembly shows. */
async function loadSqlite(source: SqliteSource): Promise<{ module: SqlJs; memory: WebAssembly.Memory }> {
  const compiled = await compile(source)
  let made: WebAssembly.Memory | undefined
  const options = {
    useOldExtensionFunctions: false,
    instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void) {
      const instance = new WebAssembly.Instance(compiled, imports)
      made = Object.values(instance.exports).find((part) => part instanceof WebAssembly.Memory)
      receive(instance)
      return instance.exports
    },
  }
  const module = await initSqlJs(options as unknown as Parameters<typeof initSqlJs>[0])
  const memory = memories.get(module) ?? made
  if (!memory) throw new Error('this version of sql.js does not show its memory')
  memories.set(module, memory)
  return { module, memory }
}

async function compile({ wasm, locateFile }: SqliteSource): Promise<WebAssembly.Module> {
  if (wasm) return WebAssembly.compile(wasm as BufferSource)
  const address = locateFile?.('sql-wasm-browser.wasm') ?? 'sql-wasm-browser.wasm'
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`SQLite's WebAssembly does not load: ${answer.status} at ${address}`)
  return WebAssembly.compile(await answer.arrayBuffer())
}
