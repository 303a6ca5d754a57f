import { EngineError } from '../../contract/errors.ts'
import { sha256 } from '../../lib/sha256.ts'
import type { DatasetSchema } from '../sql/catalog.ts'
import type { Database } from '../sqlite/database.ts'
import type { Storage } from '../storage/storage.ts'
import { type Chunk, decodeChunk } from './chunk.ts'
import { chunkToBulk } from './chunk-to-bulk.ts'
import { type DatasetRecord, entryKey } from './dataset-record.ts'
import { DatasetTable } from './dataset-table.ts'
import type { DatasetType } from './define-dataset.ts'
import { indexColumns, spreadRest } from './spread-rest.ts'

/** One dataset of this session: what is kept of it, and its SQLite table once it was read. */
export class OpenDataset {
  record: DatasetRecord
  readonly type: DatasetType
  readonly tableName: string
  private readonly database: Database
  private readonly storage: Storage
  private table: DatasetTable | undefined
  private loading: Promise<DatasetTable> | undefined
  private described: { record: DatasetRecord; schema: DatasetSchema } | undefined

  constructor(given: {
    record: DatasetRecord
    type: DatasetType
    tableName: string
    database: Database
    storage: Storage
  }) {
    this.record = given.record
    this.type = given.type
    this.tableName = given.tableName
    this.database = given.database
    this.storage = given.storage
  }

  /** One object for as long as nothing is recorded. */
  get schema(): DatasetSchema {
    if (this.described?.record !== this.record)
      this.described = { record: this.record, schema: this.describe() }
    return this.described.schema
  }

  private describe(): DatasetSchema {
    const { id, columns, restColumns, rowCount } = this.record
    return {
      id,
      table: this.tableName,
      columns: columns.map(({ path, values, sparse }, i) => ({
        path,
        column: `c${i}`,
        values,
        ...(sparse ? { sparse } : {}),
      })),
      open: restColumns.length > 0,
      order: this.type.order,
      rowCount,
    }
  }

  /** The SQLite table, built from the chunks when first asked for. Those who ask at once share one building, so it is
   *  not cancelled with any of them. */
  load(): Promise<DatasetTable> {
    this.loading ??= this.build().catch((error) => {
      this.loading = undefined
      throw error
    })
    return this.loading
  }

  private async build(): Promise<DatasetTable> {
    const { columns } = this.record
    const table = new DatasetTable(this.database, this.tableName, columns.length)
    try {
      const merge = this.type.repeatedRow === 'accumulate' && !this.record.distinctRows
      for await (const bytes of this.chunkBytes()) {
        if (merge) table.merge(decodeChunk(bytes))
        else table.insertNew(chunkToBulk(bytes))
      }
      table.indexNames()
      const columnIndexes = indexColumns(this.record)
      for await (const chunk of this.logChunks()) table.merge(spreadRest(chunk, columnIndexes))
      if (this.type.order === 'hash') table.indexHashes()
    } catch (error) {
      table.drop()
      throw error
    }
    this.table = table
    return table
  }

  /** The bytes of the chunks in order of writing, checked. */
  private async *chunkBytes(): AsyncGenerator<Uint8Array> {
    for (const [index, { digest }] of this.record.chunks.entries()) {
      const bytes = await this.storage.get('chunks', entryKey(this.record.version, index))
      if (!bytes || (await sha256(bytes)) !== digest) throw this.damaged(`chunk ${index}`)
      yield bytes
    }
  }

  /** Recordings: by default those that are committed and not in a chunk yet. All their cells are in `rest`. */
  async *logChunks({ from, to } = this.record.log): AsyncGenerator<Chunk> {
    for (let sequence = from; sequence < to; sequence++) {
      const bytes = await this.storage.get('log', entryKey(this.record.version, sequence))
      if (!bytes) throw this.damaged(`log entry ${sequence}`)
      yield decodeChunk(bytes)
    }
  }

  /** Reads everything that is kept of the dataset, and compares it with its table and its record.
   *  @returns what is wrong, nothing where all is well */
  async check(): Promise<string[]> {
    try {
      let rows = 0
      for await (const bytes of this.chunkBytes()) rows += decodeChunk(bytes).names.length
      const recorded = this.record.chunks.reduce((sum, chunk) => sum + chunk.rows, 0)
      const table = await this.load()
      const problems = rows === recorded ? [] : [`its chunks have ${rows} rows, not ${recorded}`]
      if (table.rowCount() !== this.record.rowCount) {
        problems.push(`its table has ${table.rowCount()} rows, not ${this.record.rowCount}`)
      }
      return problems.map((problem) => `dataset '${this.record.id}': ${problem}`)
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)]
    }
  }

  private damaged(what: string): EngineError {
    return new EngineError(
      'bad-file',
      `dataset '${this.record.id}' is damaged: ${what} is missing or was altered; delete the dataset and make it again`,
    )
  }

  /** Removes the table. False while a query still reads it. */
  unload(): boolean {
    if (this.table && !this.table.drop()) return false
    this.table = undefined
    this.loading = undefined
    return true
  }
}
