import type { DatasetSchema } from '../sql/catalog.ts'
import type { Database } from '../sqlite/database.ts'
import type { Storage } from '../storage/storage.ts'
import { type Chunk, decodeChunk } from './chunk.ts'
import { chunkToBulk, partToBulk } from './chunk-to-bulk.ts'
import { type ChunkRecord, type DatasetRecord, entryKey } from './dataset-record.ts'
import { DatasetTable } from './dataset-table.ts'
import type { DatasetType } from './define-dataset.ts'
import { damaged, readChunk, readChunks, readPart } from './read-chunks.ts'
import { indexColumns, spreadRest } from './spread-rest.ts'

/** One dataset of this session: what is kept of it, and its SQLite table once it was read. */
export class OpenDataset {
  record: DatasetRecord
  readonly type: DatasetType
  readonly tableName: string
  private readonly database: Database
  private readonly storage: Storage
  private table: DatasetTable | undefined
  /** Columns that are kept apart and not in the table yet, by index. */
  private unread = new Set<number>()
  /** The last loading, which the next waits for. */
  private loading: Promise<unknown> = Promise.resolve()
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

  /** The SQLite table, built from the chunks when first asked for. Columns that are kept apart from the chunks are read
   *  when first asked for. Those who ask at once share the work, so it is not cancelled with any of them.
   *  @param columns names of the table's columns that will be read, `_name` where rows are looked up by it; all where
   *  absent */
  load(columns?: ReadonlySet<string>): Promise<DatasetTable> {
    const wants = (column: number): boolean => columns === undefined || columns.has(`c${column}`)
    const names = columns === undefined || columns.has('_name')
    const loaded = this.loading.catch(() => {}).then(() => this.bring(wants, names))
    this.loading = loaded
    return loaded
  }

  private async bring(wants: (column: number) => boolean, names: boolean): Promise<DatasetTable> {
    const table = this.table ?? (await this.build(wants))
    if (names) table.indexNames()
    for (const column of [...this.unread].filter(wants)) {
      await this.fill(table, column)
      this.unread.delete(column)
    }
    return table
  }

  private async build(wanted: (column: number) => boolean): Promise<DatasetTable> {
    const { record, storage } = this
    const merged = (chunk?: ChunkRecord): boolean =>
      this.type.repeatedRow === 'accumulate' && (!record.distinctRows || chunk?.merged === true)
    const wants = merged() ? () => true : wanted
    const table = new DatasetTable(this.database, this.tableName, record.columns.length)
    try {
      for await (const { record: chunk, bytes, parts } of readChunks(storage, record, wants)) {
        if (merged(chunk)) table.merge(decodeChunk(bytes, parts))
        else table.insertNew(chunkToBulk(bytes, parts))
      }
      const columnIndexes = indexColumns(record)
      for await (const chunk of this.logChunks()) table.merge(spreadRest(chunk, columnIndexes))
      if (this.type.order === 'hash') table.indexHashes()
    } catch (error) {
      table.drop()
      throw error
    }
    this.unread = new Set(
      record.chunks.flatMap(({ parts = [] }) => parts.map(({ column }) => column).filter((c) => !wants(c))),
    )
    this.table = table
    return table
  }

  /** Reads a column that is kept apart into the table; then what was recorded into it since, which is in the table
   *  already, is recorded anew. */
  private async fill(table: DatasetTable, column: number): Promise<void> {
    const { record, storage } = this
    const isColumn = (index: number): boolean => index === column
    let firstRow = 0
    for (const [index, { rows, parts = [], merged }] of record.chunks.entries()) {
      if (merged) {
        const chunk = await readChunk(storage, record, index, isColumn)
        table.merge(onlyColumn(decodeChunk(chunk.bytes, chunk.parts), column))
        continue
      }
      if (parts.some((part) => isColumn(part.column))) {
        table.fill(column, firstRow, rows, partToBulk(await readPart(storage, record, index, column)))
      }
      firstRow += rows
    }
    const columnIndexes = indexColumns(record)
    for await (const chunk of this.logChunks(record.log)) {
      table.merge(onlyColumn(spreadRest(chunk, columnIndexes), column))
    }
  }

  /** Recordings: by default those that are committed and not in a chunk yet. All their cells are in `rest`. */
  async *logChunks({ from, to } = this.record.log): AsyncGenerator<Chunk> {
    for (let sequence = from; sequence < to; sequence++) {
      const bytes = await this.storage.get('log', entryKey(this.record.version, sequence))
      if (!bytes) throw damaged(this.record.id, `log entry ${sequence}`)
      yield decodeChunk(bytes)
    }
  }

  /** Reads everything that is kept of the dataset, and compares it with its table and its record.
   *  @returns what is wrong, nothing where all is well */
  async check(): Promise<string[]> {
    try {
      let rows = 0
      for await (const { bytes, parts } of readChunks(this.storage, this.record, () => true)) {
        rows += decodeChunk(bytes, parts).names.length
      }
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

  /** Removes the table. False while a query still reads it. */
  unload(): boolean {
    if (this.table && !this.table.drop()) return false
    this.table = undefined
    this.unread = new Set()
    return true
  }
}

/** The cells of one column. */
function onlyColumn({ names, hashes, times, indexes, cells }: Chunk, column: number): Chunk {
  const values = cells[indexes.indexOf(column)]
  return { names, hashes, times, indexes: values ? [column] : [], cells: values ? [values] : [] }
}
