import type { Database as SqlJsDatabase } from 'sql.js'
import type { TableSchema } from './build-table-file.ts'

/** SQLite attaches ten files at most; some places are left to others. */
const MAX_WAITING = 6

/** Files that lie in SQLite's memory for as long as their rows are copied out of them. A file can only be detached when
 *  no statement is reading any more, whatever it reads: until then it waits. */
export class AttachedFiles {
  private readonly sqlite: SqlJsDatabase
  private waiting: { name: string; file: SqlJsDatabase }[] = []
  private count = 0

  constructor(sqlite: SqlJsDatabase) {
    this.sqlite = sqlite
  }

  /** Adds the rows of a file to a table that has the same columns. SQLite copies them record by record, without a look at
   *  their cells ("xfer optimization"), where the table has no index yet.
   *  @returns false where too many files wait */
  copyRows(schema: TableSchema, bytes: Uint8Array): boolean {
    this.detach()
    if (this.waiting.length >= MAX_WAITING) return false
    const { sqlite } = this
    const Database = sqlite.constructor as new (bytes: Uint8Array) => SqlJsDatabase
    const file = new Database(bytes)
    const name = `rows${this.count++}`
    try {
      sqlite.exec(`ATTACH '/${(file as unknown as { filename: string }).filename}' AS ${name}`)
    } catch (error) {
      file.close()
      throw error
    }
    this.waiting.push({ name, file })
    try {
      sqlite.exec(`INSERT INTO main.${schema.name} SELECT * FROM ${name}.${schema.name}`)
    } finally {
      this.detach()
    }
    return true
  }

  private detach(): void {
    this.waiting = this.waiting.filter(({ name, file }) => {
      try {
        this.sqlite.exec(`DETACH ${name}`)
      } catch {
        return true
      }
      file.close()
      return false
    })
  }

  /** Called after the connection was closed. */
  close(): void {
    for (const { file } of this.waiting) file.close()
    this.waiting = []
  }
}
