import { EngineError } from '../../contract/errors.ts'
import type { Path, Value } from '../../contract/values.ts'
import { formatPath } from '../../lib/format-path.ts'
import type { ParamValues } from '../params.ts'
import type { Change, Storage } from '../storage/storage.ts'
import type { Chunk } from './chunk.ts'
import { ChunkBuffer } from './chunk-buffer.ts'
import { DatasetColumns } from './dataset-columns.ts'
import { type DatasetRecord, entryKey } from './dataset-record.ts'
import type { GuardedRow, RowGuard } from './define-dataset.ts'
import { encodeChunk, encodeInParts } from './encode-chunk.ts'
import type { OpenDataset } from './open-dataset.ts'
import { rowHash } from './row-hash.ts'
import { indexColumns, spreadInto, spreadRest } from './spread-rest.ts'
import { toStored } from './stored-rows.ts'

/** One row as it comes in over REST. */
export interface RecordedRow {
  name: string
  cells: readonly RecordedCell[]
}

export interface RecordedCell {
  path: Path
  value: Value
  /** ms since 1970. */
  time: number
}

/** A log longer than this is folded into a chunk at the next commit. */
const FOLD_BYTES = 1 << 20

/** Records rows into a dataset that exists. Each recording is one entry of its log, kept at once, so that a row that was
 *  acknowledged is never lost; a commit makes the entries readable and costs one small record, whatever the size of
 *  the dataset. */
export class Recorder {
  private readonly dataset: OpenDataset
  private readonly storage: Storage
  private next: number | undefined
  private logBytes = 0
  private guard: RowGuard | undefined
  private tail: Promise<unknown> = Promise.resolve()

  constructor(dataset: OpenDataset, storage: Storage) {
    this.dataset = dataset
    this.storage = storage
  }

  /** @throws EngineError `invalid-argument` where the dataset's type refuses the rows */
  record(rows: readonly RecordedRow[]): Promise<void> {
    return this.inTurn(async () => {
      this.checkRows(rows)
      const sequence = await this.nextSequence()
      const accept = (await this.guardOf(sequence))?.check(rows.map(toGuarded))
      const bytes = encodeChunk(toRecording(rows, this.dataset.type.mutable))
      const key = entryKey(this.dataset.record.version, sequence)
      await this.storage.commit([{ store: 'log', key, put: bytes }])
      accept?.()
      this.next = sequence + 1
      this.logBytes += bytes.length
      if (this.dataset.record.params.consistencyLevel === 'consistentAfterWrite') await this.commitNow()
    })
  }

  /** Makes what was recorded readable. */
  commit(): Promise<void> {
    return this.inTurn(() => this.commitNow())
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.tail.then(work)
    this.tail = done.catch(() => {})
    return done
  }

  private checkRows(rows: readonly RecordedRow[]): void {
    const { type, record } = this.dataset
    if (type.mutable) return
    if (record.chunks.length + record.log.to > 0) {
      throw new EngineError(
        'invalid-argument',
        `dataset '${record.id}' was committed, and its type ${type.type} doesn't allow recording after that; use sparse.mutable`,
      )
    }
    for (const { name, cells } of rows) {
      const names = cells.map(({ path }) => formatPath(path))
      const twice = names.find((column, i) => names.indexOf(column) < i)
      if (twice === undefined) continue
      throw new EngineError(
        'invalid-argument',
        `Duplicate column name in ${type.type} dataset entry: column '${twice}' stands twice in row '${name}'`,
      )
    }
  }

  /** Entries recorded before a restart and not committed go on counting. */
  private async nextSequence(): Promise<number> {
    if (this.next === undefined) {
      const { version, log } = this.dataset.record
      const keys = await this.storage.keys('log', `${version}/`)
      this.next = Math.max(log.to, ...keys.map((key) => Number(key.slice(version.length + 1)) + 1))
    }
    return this.next
  }

  /** The guard of what is recorded, which knows the rows that wait for a commit, also those from before a restart. */
  private async guardOf(next: number): Promise<RowGuard | undefined> {
    const { type, record } = this.dataset
    if (this.guard || !type.createGuard) return this.guard
    const guard = type.createGuard()
    for await (const { names, rest } of this.dataset.logChunks({ from: record.log.to, to: next })) {
      const cells = (row: number) => rest?.[row]?.columns ?? []
      guard.check(
        names.map((name, row) => ({
          name,
          cells: cells(row).map(([path, value]) => [formatPath(path), value] as const),
        })),
      )()
    }
    this.guard = guard
    return guard
  }

  private async commitNow(): Promise<void> {
    const { dataset } = this
    const { record } = dataset
    const to = await this.nextSequence()
    if (to === record.log.to) return
    const chunks: Chunk[] = []
    for await (const chunk of dataset.logChunks({ from: record.log.to, to })) chunks.push(chunk)
    const columns = this.learnColumns(chunks)
    // Columns that are kept apart are not needed: what is recorded into them is in the log.
    const table = await dataset.load(new Set())
    try {
      const learnt = columns.toRecord(Number.POSITIVE_INFINITY)
      table.growTo(learnt.columns.length)
      const indexes = indexColumns(learnt)
      for (const chunk of chunks) table.merge(spreadRest(chunk, indexes))
      const next: DatasetRecord = {
        ...record,
        ...learnt,
        valueCount: record.valueCount + learnt.valueCount,
        log: { from: record.log.from, to },
        rowCount: table.rowCount(),
        times: widen(record.times, chunks),
      }
      await this.store(next)
    } catch (error) {
      // The table holds rows that are not kept: it is built again from what is.
      dataset.unload()
      throw error
    }
  }

  private learnColumns(chunks: readonly Chunk[]): DatasetColumns {
    const { type, record } = this.dataset
    const columns = new DatasetColumns(
      {
        maxTableColumns: type.maxTableColumns,
        unknownColumn: type.unknownColumn(record.params as ParamValues<never>),
      },
      record.columns,
      record.restColumns,
    )
    const names = new Set<string>()
    for (const chunk of chunks) {
      for (const [row, name] of chunk.names.entries()) {
        if (type.repeatedRow !== 'accumulate' && names.has(name)) {
          throw new EngineError('invalid-argument', type.repeatedRow.refusal(name), { rowName: name })
        }
        names.add(name)
        for (const [path, value] of chunk.rest?.[row]?.columns ?? [])
          columns.add(path, formatPath(path), [value])
      }
      columns.endOfFirstRows()
    }
    return columns
  }

  private async store(record: DatasetRecord): Promise<void> {
    const folded = this.logBytes > FOLD_BYTES ? await this.fold(record) : { record, changes: [] }
    await this.storage.commit([...folded.changes, { store: 'datasets', key: record.id, put: folded.record }])
    this.dataset.record = folded.record
    if (folded.changes.length > 0) this.logBytes = 0
  }

  /** The committed log as chunks. */
  private async fold(record: DatasetRecord): Promise<{ record: DatasetRecord; changes: Change[] }> {
    const { version, log } = record
    const indexes = indexColumns(record)
    const chunks = [...record.chunks]
    const changes: Change[] = []
    const buffer = new ChunkBuffer()
    const flush = async (): Promise<void> => {
      if (buffer.rowCount === 0) return
      const rows = buffer.rowCount
      const stored = await toStored(encodeInParts(buffer.take()), rows, version, chunks.length)
      changes.push(...stored.changes)
      chunks.push({ ...stored.record, merged: true })
    }
    for await (const chunk of this.dataset.logChunks(log)) {
      spreadInto(buffer, chunk, indexes)
      if (buffer.isFull) await flush()
    }
    await flush()
    for (let sequence = log.from; sequence < log.to; sequence++) {
      changes.push({ store: 'log', key: entryKey(version, sequence), delete: true })
    }
    return { record: { ...record, chunks, log: { from: log.to, to: log.to } }, changes }
  }
}

const toGuarded = ({ name, cells }: RecordedRow): GuardedRow => ({
  name,
  cells: cells.map(({ path, value }) => [formatPath(path), value] as const),
})

/** A recording as a chunk: one row per name and time, older times first, all cells by path.
 *  @param timed false where a row has one time, that of its latest cell */
function toRecording(rows: readonly RecordedRow[], timed: boolean): Chunk {
  const buffer = new ChunkBuffer()
  for (const { name, cells } of rows) {
    const latest = timed
      ? 0
      : cells.reduce((time, cell) => Math.max(time, cell.time), Number.NEGATIVE_INFINITY)
    const byTime = new Map<number, (readonly [Path, Value])[]>()
    for (const { path, value, time: own } of cells) {
      const time = timed ? own : latest
      const group = byTime.get(time) ?? []
      group.push([path, value])
      byTime.set(time, group)
    }
    const hash = rowHash(name)
    if (byTime.size === 0) buffer.addRow(name, hash, Number.NaN)
    for (const time of [...byTime.keys()].sort((a, b) => a - b)) {
      buffer.addRow(name, hash, time)
      buffer.addRest(byTime.get(time)!)
    }
  }
  return buffer.take()
}

function widen(times: DatasetRecord['times'], chunks: readonly Chunk[]): DatasetRecord['times'] {
  let [earliest, latest] = times ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const chunk of chunks) {
    for (const time of chunk.times) {
      if (!Number.isFinite(time)) continue
      earliest = Math.min(earliest, time)
      latest = Math.max(latest, time)
    }
  }
  return earliest <= latest ? [earliest, latest] : null
}
