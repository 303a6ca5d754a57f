import { EngineError } from '../../contract/errors.ts'
import type { Call } from '../../contract/progress.ts'
import type { Path, Value } from '../../contract/values.ts'
import { checkCancelled } from '../check-cancelled.ts'
import type { DatasetWriter, WriteBatch } from '../context.ts'
import type { ParamValues } from '../params.ts'
import type { Storage } from '../storage/storage.ts'
import type { Chunk } from './chunk.ts'
import { CHUNK_BYTES, ChunkBuffer, sizeOfRows } from './chunk-buffer.ts'
import { DatasetColumns } from './dataset-columns.ts'
import { type ChunkRecord, type DatasetRecord, flattenedWidth } from './dataset-record.ts'
import type { DatasetType, GuardedRow, RowGuard } from './define-dataset.ts'
import { type EncodedChunk, encodeInParts } from './encode-chunk.ts'
import { type CellColumn, toCellColumns } from './row-cells.ts'
import { rowHashes } from './row-hash.ts'
import { deleteRows, toStored } from './stored-rows.ts'

interface Target {
  id: string
  type: DatasetType
  params: ParamValues<never>
  version: string
  storage: Storage
  call: Call
  temporary: boolean
  distinctRows: boolean
  now: () => number
  /** Swaps the new record in and the old version out, in one commit. */
  publish(record: DatasetRecord): Promise<void>
  /** Nothing of the version is left. */
  onAbort(): void
}

/** Writes the chunks of a new version of a dataset as they fill, so that memory stays bounded; the commit that swaps
 *  the record in is what makes them a dataset. Chunks whose record was never written are removed by `abort`, or at
 *  the next start where the process died. */
export class ChunkedWriter implements DatasetWriter {
  readonly id: string
  private readonly target: Target
  private readonly columns: DatasetColumns
  private readonly guard: RowGuard | undefined
  private readonly buffer = new ChunkBuffer()
  private readonly chunks: ChunkRecord[] = []
  private readonly names = new Set<string>()
  private written = 0
  private times: [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  private closed = false
  private storing: Promise<void> = Promise.resolve()

  constructor(target: Target) {
    this.id = target.id
    this.target = target
    const { type, params } = target
    this.guard = type.createGuard?.()
    this.columns = new DatasetColumns({
      maxTableColumns: type.maxTableColumns,
      unknownColumn: type.unknownColumn(params),
    })
  }

  async append(batch: WriteBatch): Promise<void> {
    this.checkOpen()
    checkCancelled(this.target.call)
    const cellColumns = toCellColumns(batch)
    this.guard?.check(rowsOf(batch.rowNames, cellColumns))()
    const columns = cellColumns.flatMap((column) => {
      const index = this.columns.add(column.path, column.name, column.values)
      return index === undefined ? [] : [{ ...column, index }]
    })
    if (batch.rowNames.length > 0) this.columns.endOfFirstRows()
    const { rowNames, times = new Float64Array(rowNames.length).fill(this.target.now()) } = batch
    this.addNames(rowNames)
    this.addTimes(times)
    const hashes = rowHashes(rowNames)
    // Cells beside the table's own columns are a matter of each row, and so is where to cut what is too large for one
    // chunk.
    const size = columns.every(({ index }) => index >= 0)
      ? sizeOfRows(rowNames, columns)
      : Number.POSITIVE_INFINITY
    if (size <= 2 * CHUNK_BYTES) {
      if (size >= CHUNK_BYTES / 2) return this.writeThrough({ ...batch, times }, hashes, columns)
      this.buffer.addRows(rowNames, hashes, times, columns)
      if (this.buffer.isFull) await this.flush()
      return
    }
    for (const [row, name] of rowNames.entries()) {
      this.buffer.addRow(name, [hashes[2 * row]!, hashes[2 * row + 1]!], times[row]!)
      this.addCells(columns, row)
      if (this.buffer.isFull) await this.flush()
    }
  }

  private addCells(columns: readonly (CellColumn & { index: number })[], row: number): void {
    const rest: [Path, Value][] = []
    for (const { path, index, values } of columns) {
      const value = values[row]
      if (value === undefined) continue
      if (index >= 0) this.buffer.addCell(index, value)
      else rest.push([path, value])
    }
    if (rest.length > 0) this.buffer.addRest(rest)
  }

  private addNames(names: readonly string[]): void {
    this.written += names.length
    if (this.target.distinctRows) return
    const { repeatedRow } = this.target.type
    for (const name of names) {
      if (repeatedRow !== 'accumulate' && this.names.has(name)) {
        throw new EngineError('invalid-argument', repeatedRow.refusal(name), { rowName: name })
      }
      this.names.add(name)
    }
  }

  private addTimes(times: Float64Array): void {
    for (const ms of times) {
      if (!Number.isFinite(ms)) continue
      if (ms < this.times[0]) this.times[0] = ms
      if (ms > this.times[1]) this.times[1] = ms
    }
  }

  private async flush(): Promise<void> {
    if (this.buffer.rowCount === 0) return
    await this.write(this.buffer.take())
  }

  /** Writes a batch that is large enough to be a chunk of its own, without copying its cells. */
  private async writeThrough(
    { rowNames, times }: { rowNames: readonly string[]; times: Float64Array },
    hashes: Uint32Array,
    columns: readonly (CellColumn & { index: number })[],
  ): Promise<void> {
    await this.flush()
    const sorted = [...columns].sort((a, b) => a.index - b.index)
    await this.write({
      names: rowNames,
      hashes,
      times,
      indexes: sorted.map(({ index }) => index),
      cells: sorted.map(({ values }) => values),
    })
  }

  /** Hands a chunk to storage, which takes it while further rows are read; one at a time. */
  private async write(chunk: Chunk): Promise<void> {
    await this.storing
    this.storing = this.store(encodeInParts(chunk), chunk.names.length)
    // Whoever waits for it next meets the failure.
    this.storing.catch(() => {})
  }

  private async store(encoded: EncodedChunk, rows: number): Promise<void> {
    const { version, storage } = this.target
    const { record, changes } = await toStored(encoded, rows, version, this.chunks.length)
    this.chunks.push(record)
    await storage.commit(changes)
  }

  async commit(): Promise<{ rowCount: number; columnCount: number }> {
    this.checkOpen()
    checkCancelled(this.target.call)
    await this.flush()
    await this.storing
    const rowCount = this.target.distinctRows ? this.written : this.names.size
    const distinctRows = rowCount === this.written
    // Where a row was written twice, which of its cells it lacks is not known: any may be.
    const { columns, restColumns, valueCount } = this.columns.toRecord(
      distinctRows ? rowCount : this.written + 1,
    )
    await this.target.publish({
      id: this.id,
      type: this.target.type.type,
      params: this.target.params,
      version: this.target.version,
      ...(this.target.temporary ? { temporary: true } : {}),
      columns,
      restColumns,
      chunks: this.chunks,
      distinctRows,
      log: { from: 0, to: 0 },
      rowCount,
      valueCount,
      times: this.times[0] <= this.times[1] ? this.times : null,
    })
    this.closed = true
    const columnCount = [...columns, ...restColumns].reduce(
      (sum, { values }) => sum + flattenedWidth(values),
      0,
    )
    return { rowCount, columnCount }
  }

  async abort(): Promise<void> {
    if (this.closed) return
    this.closed = true
    await this.storing.catch(() => {})
    const { storage, version } = this.target
    await deleteRows(storage, version)
    this.target.onAbort()
  }

  private checkOpen(): void {
    if (this.closed) throw new EngineError('internal', `the writer of dataset '${this.id}' was closed`)
  }
}

function* rowsOf(names: readonly string[], columns: readonly CellColumn[]): Generator<GuardedRow> {
  for (const [row, name] of names.entries()) {
    const cells = columns.flatMap((column) => {
      const value = column.values[row]
      return value === undefined ? [] : [[column.name, value] as const]
    })
    yield { name, cells }
  }
}
