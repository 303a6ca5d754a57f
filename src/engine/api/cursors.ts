import { EngineError } from '../../contract/errors.ts'
import { generateId } from '../../lib/generate-id.ts'
import type { Cursor } from '../sql/sql.ts'

/** Results that are being paged through, by id. Each takes room in SQLite, so one that nobody reads is closed. */
export interface Cursors {
  /** @returns its id */
  add(cursor: Cursor): string
  /** @throws EngineError `not-found` for one that was closed, with the reason where it is known */
  get(id: string): Cursor
  close(id: string): void
  ids(): string[]
}

interface Options {
  /** ms since 1970. */
  now?: () => number
  idleMs?: number
  /** Open at once; the one read least recently makes room for another. */
  most?: number
}

interface Entry {
  cursor: Cursor
  usedMs: number
}

const IDLE_MS = 10 * 60_000
const MOST = 8
/** Ids whose reason is still told. */
const MOST_CLOSED = 200

export function createCursors({ now = Date.now, idleMs = IDLE_MS, most = MOST }: Options = {}): Cursors {
  // In order of last use.
  const open = new Map<string, Entry>()
  const closed = new Map<string, string>()

  const end = (id: string, reason: string): void => {
    open.get(id)?.cursor.close()
    if (open.delete(id)) closed.set(id, reason)
    for (const old of closed.keys()) if (closed.size > MOST_CLOSED) closed.delete(old)
  }
  const sweep = (room: number): void => {
    for (const [id, { usedMs }] of open) {
      if (now() - usedMs >= idleMs) end(id, `it was not read for ${Math.round(idleMs / 60_000)} minutes`)
      else if (open.size > room) end(id, 'others were opened since')
    }
  }

  return {
    add(cursor) {
      sweep(most - 1)
      const id = generateId()
      open.set(id, { cursor, usedMs: now() })
      return id
    },
    get(id) {
      sweep(most)
      const entry = open.get(id)
      if (!entry) {
        const reason = closed.get(id) ?? 'it is not known here'
        throw new EngineError('not-found', `the cursor '${id}' is closed: ${reason}; run the statement again`)
      }
      entry.usedMs = now()
      open.delete(id)
      open.set(id, entry)
      return entry.cursor
    },
    close: (id) => end(id, 'it was closed by its reader'),
    ids: () => [...open.keys()],
  }
}
