import { sha256 } from '../../lib/sha256.ts'
import type { Change, Storage } from '../storage/storage.ts'
import { type ChunkRecord, entryKey, type PartRecord, partKey } from './dataset-record.ts'
import type { EncodedChunk } from './encode-chunk.ts'

/** What is to be written for a chunk, and what the dataset's record says of it. */
export async function toStored(
  { bytes, parts }: EncodedChunk,
  rows: number,
  version: string,
  index: number,
): Promise<{ record: ChunkRecord; changes: Change[] }> {
  const changes: Change[] = [{ store: 'chunks', key: entryKey(version, index), put: bytes }]
  const records: PartRecord[] = []
  for (const [column, part] of parts) {
    changes.push({ store: 'chunks', key: partKey(version, index, column), put: part })
    records.push({ column, sizeBytes: part.length, digest: await sha256(part) })
  }
  const record = { rows, sizeBytes: bytes.length, digest: await sha256(bytes) }
  return { record: records.length > 0 ? { ...record, parts: records } : record, changes }
}

/** Rows are deleted so many at a time: on a full disk the first make room for what the others take. */
const DELETIONS = 500

/** Deletes all chunks and log entries of a version that no record names. Cut off, the next start ends it. */
export async function deleteRows(storage: Storage, version: string): Promise<void> {
  const changes = await deletionsOf(storage, version)
  for (let at = 0; at < changes.length; at += DELETIONS)
    await storage.commit(changes.slice(at, at + DELETIONS))
}

/** Deletes of all chunks and log entries of a version. */
export async function deletionsOf(storage: Storage, version: string): Promise<Change[]> {
  const [chunks, log] = [
    await storage.keys('chunks', `${version}/`),
    await storage.keys('log', `${version}/`),
  ]
  return [
    ...chunks.map((key): Change => ({ store: 'chunks', key, delete: true })),
    ...log.map((key): Change => ({ store: 'log', key, delete: true })),
  ]
}
