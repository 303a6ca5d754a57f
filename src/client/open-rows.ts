import { EngineError } from '../contract/errors.ts'
import type { Call } from '../contract/progress.ts'
import type { CompactResult, CursorInfo, SqlDialect } from '../contract/rest.ts'
import type { Client } from './client.ts'

/** The rows of a statement, kept by the engine and read page by page: neither side holds them all as objects. */
export interface OpenRows {
  /** Of the statement as it was run last; another object once it was run again. */
  info(): CursorInfo
  /** Rows from `offset` on, at most `limit`. Where the engine has forgotten the result (idle, or started again), the
   *  statement is run again first.
   *  @throws EngineError what running it again failed with */
  page(offset: number, limit: number, call?: Call): Promise<CompactResult>
  /** Calls back when the statement was run again. @returns how to stop that */
  onReopen(listener: () => void): () => void
  close(): void
}

/** Runs a statement and opens its rows. */
export async function openRows(
  client: Pick<Client, 'get' | 'post' | 'delete'>,
  statement: { q: string; dialect: SqlDialect },
  call?: Call,
): Promise<OpenRows> {
  const open = async (own?: Call) => (await client.post('/v1/cursors', statement, own)) as CursorInfo
  const listeners = new Set<() => void>()
  let info = await open(call)
  let reopening: Promise<void> | undefined
  let isClosed = false

  const read = (offset: number, limit: number, own?: Call) =>
    client.get(`${pathOf(info)}/rows`, { offset, limit, format: 'compact' }, own) as Promise<CompactResult>

  async function reopen(lost: CursorInfo) {
    if (info !== lost) return
    // Pages that find it lost at once share one running of it.
    reopening ??= open().then((next) => {
      info = next
      for (const listener of [...listeners]) listener()
    })
    await reopening.finally(() => {
      reopening = undefined
    })
  }

  return {
    info: () => info,
    async page(offset, limit, own) {
      const asked = info
      try {
        return await read(offset, limit, own)
      } catch (error) {
        if (isClosed || !(error instanceof EngineError) || error.code !== 'not-found') throw error
        await reopen(asked)
        return read(offset, limit, own)
      }
    },
    onReopen: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close() {
      isClosed = true
      client.delete(pathOf(info)).catch(() => undefined)
    },
  }
}

const pathOf = ({ id }: CursorInfo) => `/v1/cursors/${encodeURIComponent(id)}`
