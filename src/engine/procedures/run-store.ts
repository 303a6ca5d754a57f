import { EngineError } from '../../contract/errors.ts'
import type { RunStatus } from '../../contract/rest.ts'
import type { Change, Storage } from '../storage/storage.ts'
import { interrupted, type Run, type RunRecord } from './run-record.ts'

/** Runs by procedure: those of this session alive, the others from storage. */
export interface RunStore {
  /** In order of their start. */
  ids(procedure: string): string[]
  /** @throws EngineError `not-found` */
  status(procedure: string, id: string): RunStatus
  details(procedure: string, id: string): unknown
  /** Asks a run to stop. */
  cancel(procedure: string, id: string): void
  isExecuting(procedure: string): boolean
  has(procedure: string, id: string): boolean
  begin(procedure: string, run: Run): Promise<void>
  /** Keeps what a run came to. */
  end(procedure: string, run: Run): Promise<void>
  /** Changes that remove runs of a procedure, all or those of which `which` holds; `forget` completes them. */
  removal(procedure: string, which?: (id: string) => boolean): Change[]
  forget(procedure: string, which?: (id: string) => boolean): void
  /** Changes that keep runs of another engine; `adopt` completes them. @throws EngineError `bad-file` */
  adoption(kept: readonly { key: string; record: unknown }[]): Change[]
  adopt(kept: readonly { key: string; record: unknown }[]): void
}

/** @param now for the end of runs that were interrupted */
export async function createRunStore(storage: Storage, now: () => number): Promise<RunStore> {
  const records = new Map<string, Map<string, RunRecord>>()
  const alive = new Map<RunRecord, Run>()
  const of = (procedure: string): Map<string, RunRecord> => {
    const found = records.get(procedure) ?? new Map<string, RunRecord>()
    records.set(procedure, found)
    return found
  }
  await loadRuns(storage, now, (procedure, record) => of(procedure).set(record.status.id, record))

  const find = (procedure: string, id: string): RunRecord => {
    const record = records.get(procedure)?.get(id)
    if (!record) {
      throw new EngineError(
        'not-found',
        `run entry '${id}' of procedure '${procedure}' does not exist or has been deleted`,
      )
    }
    return record
  }
  const put = (procedure: string, record: RunRecord): Promise<void> =>
    storage.commit([{ store: 'runs', key: runKey(procedure, record.status.id), put: record }])

  return {
    ids: (procedure) =>
      [...(records.get(procedure)?.values() ?? [])]
        .sort((a, b) => (a.status.runStarted < b.status.runStarted ? -1 : 1))
        .map(({ status }) => status.id),
    status(procedure, id) {
      const record = find(procedure, id)
      return alive.get(record)?.status ?? record.status
    },
    details: (procedure, id) => find(procedure, id).details ?? {},
    cancel: (procedure, id) => alive.get(find(procedure, id))?.cancel(),
    isExecuting: (procedure) =>
      [...(records.get(procedure)?.values() ?? [])].some(({ status }) => status.state === 'executing'),
    has: (procedure, id) => records.get(procedure)?.has(id) ?? false,
    async begin(procedure, run) {
      await put(procedure, run.record)
      of(procedure).set(run.record.status.id, run.record)
      alive.set(run.record, run)
    },
    async end(procedure, run) {
      alive.delete(run.record)
      // The procedure may have been deleted meanwhile.
      if (records.get(procedure)?.get(run.record.status.id) === run.record) await put(procedure, run.record)
    },
    removal: (procedure, which = () => true) =>
      [...(records.get(procedure)?.keys() ?? [])]
        .filter(which)
        .map((id): Change => ({ store: 'runs', key: runKey(procedure, id), delete: true })),
    forget(procedure, which = () => true) {
      const own = records.get(procedure)
      for (const id of [...(own?.keys() ?? [])].filter(which)) own!.delete(id)
      if (own?.size === 0) records.delete(procedure)
    },
    adoption: (kept) =>
      kept.map(({ key, record }): Change => {
        const { status } = (record ?? {}) as Partial<RunRecord>
        if (runKey(procedureOf(key), status?.id ?? '') !== key) {
          throw new EngineError('bad-file', `run '${key}' is kept wrongly`)
        }
        return { store: 'runs', key, put: record }
      }),
    adopt(kept) {
      for (const { key, record } of kept) {
        const run = record as RunRecord
        of(procedureOf(key)).set(run.status.id, run)
      }
    },
  }
}

/** Both are free text, so the slash between them must be the only one. */
const runKey = (procedure: string, id: string): string =>
  `${encodeURIComponent(procedure)}/${encodeURIComponent(id)}`

const procedureOf = (key: string): string => decodeURIComponent(key.slice(0, key.indexOf('/')))

async function loadRuns(
  storage: Storage,
  now: () => number,
  add: (procedure: string, record: RunRecord) => void,
): Promise<void> {
  const changes: Change[] = []
  for (const key of await storage.keys('runs')) {
    const procedure = procedureOf(key)
    let record = (await storage.get('runs', key)) as RunRecord
    if (record.status.state === 'executing') {
      record = interrupted(record, now())
      changes.push({ store: 'runs', key, put: record })
    }
    add(procedure, record)
  }
  if (changes.length > 0) await storage.commit(changes)
}
