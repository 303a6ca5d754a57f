import { EngineError } from '../../contract/errors.ts'
import { sha256 } from '../../lib/sha256.ts'
import type { Storage } from '../storage/storage.ts'
import { type ChunkRecord, type DatasetRecord, entryKey, partKey } from './dataset-record.ts'

/** A chunk out of storage, every byte as it was written. */
export interface StoredChunk {
  record: ChunkRecord
  bytes: Uint8Array
  /** Columns kept apart, by index; those that were asked for. */
  parts: ReadonlyMap<number, Uint8Array>
}

/** The chunks of a dataset in order of writing, each checked against its digests. The next one is read while its taker
 *  works on the one before.
 *  @param wants whether to read a column that is kept apart
 *  @throws EngineError `bad-file` for what is missing or was altered */
export async function* readChunks(
  storage: Storage,
  record: DatasetRecord,
  wants: (column: number) => boolean,
): AsyncGenerator<StoredChunk> {
  const { chunks } = record
  let next: Promise<StoredChunk> | undefined
  const begin = (index: number): Promise<StoredChunk> | undefined => {
    if (index >= chunks.length) return undefined
    const begun = readChunk(storage, record, index, wants)
    // Whoever waits for it meets the failure; where nobody does any more it is nobody's.
    begun.catch(() => {})
    return begun
  }
  next = begin(0)
  for (let index = 0; next; index++) {
    const chunk: StoredChunk = await next
    next = begin(index + 1)
    yield chunk
  }
}

/** One of them. @throws EngineError as `readChunks` */
export async function readChunk(
  storage: Storage,
  dataset: DatasetRecord,
  index: number,
  wants: (column: number) => boolean,
): Promise<StoredChunk> {
  const record = dataset.chunks[index]!
  const key = entryKey(dataset.version, index)
  const bytes = await readChecked(storage, key, record.digest, dataset.id, `chunk ${index}`)
  const parts = new Map<number, Uint8Array>()
  for (const part of record.parts ?? []) {
    if (wants(part.column)) parts.set(part.column, await readPart(storage, dataset, index, part.column))
  }
  return { record, bytes, parts }
}

/** A column of a chunk that is kept apart from it. @throws EngineError as `readChunks` */
export async function readPart(
  storage: Storage,
  { id, version, chunks }: DatasetRecord,
  index: number,
  column: number,
): Promise<Uint8Array> {
  const { digest } = chunks[index]!.parts!.find((part) => part.column === column)!
  const key = partKey(version, index, column)
  return readChecked(storage, key, digest, id, `column ${column} of chunk ${index}`)
}

async function readChecked(
  storage: Storage,
  key: string,
  digest: string,
  dataset: string,
  what: string,
): Promise<Uint8Array> {
  const bytes = await storage.get('chunks', key)
  if (bytes && (await sha256(bytes)) === digest) return bytes
  throw damaged(dataset, what)
}

export const damaged = (dataset: string, what: string): EngineError =>
  new EngineError(
    'bad-file',
    `dataset '${dataset}' is damaged: ${what} is missing or was altered; delete the dataset and make it again`,
  )
