import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { Candidate } from './candidates.ts'
import { download } from './download.ts'
import type { SourcesOptions } from './model-sources.ts'
import type { ModelCard } from './model-types.ts'

/** Where a candidate's files are. `patient`: the place is local or was named by the user, so waiting is right. */
export type ReadFile = { from: 'web'; patient: boolean } | { from: 'files' } | { from: 'store' }

/** Reads one file of a network.
 *  @throws EngineError `fetch-failed`, `cancelled` */
export type Read = (
  address: string,
  maxBytes: number,
  onBytes?: (count: number, total: number | undefined) => void,
) => Promise<Uint8Array>

const PATIENT_MS = 30_000

/** A public address that may be gone gets this long to begin its answer. */
const IMPATIENT_MS = 4_000

/** How the files of a candidate are read: from the web in bounded time, or from this database. */
export function reader({ info, readFile }: Candidate, { fetch, files }: SourcesOptions, call: Call): Read {
  if (readFile.from === 'web') {
    const firstByteMs = readFile.patient ? PATIENT_MS : IMPATIENT_MS
    return (address, maxBytes, onBytes) =>
      download(address, {
        fetch,
        firstByteMs,
        maxBytes,
        signal: call.signal,
        ...(onBytes ? { onBytes } : {}),
      })
  }
  return async (address, maxBytes, onBytes) => {
    const bytes = await files.read(address)
    if (!bytes)
      throw new EngineError('fetch-failed', `There is no file ${address} (needed for ${info.name}).`)
    if (bytes.byteLength > maxBytes)
      throw new EngineError('bad-file', `${address} is larger than ${maxBytes} bytes.`)
    onBytes?.(bytes.byteLength, bytes.byteLength)
    return bytes
  }
}

/** Resolves a file's name against model.json's address, keeping its query as TensorFlow Hub's addresses need it. */
export function beside(url: string, name: string): string {
  const address = new URL(name, url)
  address.search ||= new URL(url).search
  return address.href
}

/** What the maker of a network says of it; most say nothing. */
export async function readCard(read: Read, url: string): Promise<ModelCard> {
  try {
    const card: unknown = JSON.parse(
      new TextDecoder().decode(await read(beside(url, 'model-card.json'), 1_000_000)),
    )
    return typeof card === 'object' && card !== null && !Array.isArray(card) ? (card as ModelCard) : {}
  } catch (error) {
    if (error instanceof EngineError && error.code === 'cancelled') throw error
    return {}
  }
}
