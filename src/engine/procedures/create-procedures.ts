import { EngineError } from '../../contract/errors.ts'
import type { Call } from '../../contract/progress.ts'
import type { EntityConfig, EntityState, EntityStatus, RunStatus } from '../../contract/rest.ts'
import type { EngineContext, ProcedureStore } from '../context.ts'
import { toErrorBody } from '../error-body.ts'
import { type ParamValues, parseParams } from '../params.ts'
import { createRegistry, type Registry } from '../registry.ts'
import type { Change, Storage } from '../storage/storage.ts'
import { COMMON_PARAMS, type ProcedureType } from './define-procedure.ts'
import { Run } from './run-record.ts'
import { createRunStore, type RunStore } from './run-store.ts'

/** Procedures by id, with their runs. */
export interface Procedures extends ProcedureStore {
  types: Registry<ProcedureType>
  runs: RunStore
  ids(): string[]
  has(id: string): boolean
  /** @throws EngineError `not-found` */
  status(id: string): EntityStatus
  /** Creates or replaces, and runs unless `runOnCreation` is false. A first run that fails takes the procedure with it.
   *  @throws EngineError with the run's code, its answer in `detail.runError` */
  put(config: ProcedureConfig, call: Call): Promise<EntityStatus>
  /** As `put`, answering before the run. */
  putAsync(config: ProcedureConfig): Promise<EntityStatus>
  delete(id: string): Promise<void>
  /** Runs a procedure; `params` go over the stored ones. A run that fails is kept, and thrown. */
  run(id: string, options: RunOptions, call: Call): Promise<RunStatus>
  runAsync(id: string, options: RunOptions): Promise<RunStatus>
}

export type ProcedureConfig = EntityConfig & { id: string }

export interface RunOptions {
  id?: string
  params?: Record<string, unknown>
}

/** What storage keeps of a procedure. JSON. */
interface ProcedureRecord {
  config: ProcedureConfig
  /** The run made at creation. */
  firstRun?: string
  /** What stood here before, and ended well: it comes back, unless the first run of what replaces it ends well too. */
  before?: Omit<ProcedureRecord, 'before'>
}

interface Environment {
  storage: Storage
  types: readonly ProcedureType[]
  context: () => EngineContext
  now?: () => number
}

/** Opens the procedures and runs that storage holds. */
export async function createProcedures(environment: Environment): Promise<Procedures> {
  const { storage, types, context, now = Date.now } = environment
  const registry = createRegistry('procedure type', types)
  const runs = await createRunStore(storage, now)
  const entries = new Map<string, ProcedureRecord>()
  for (const id of await storage.keys('procedures')) {
    const { before, ...record } = (await storage.get('procedures', id)) as ProcedureRecord
    // Its first run was interrupted.
    entries.set(id, before ?? record)
  }
  /** Runs that nobody waits for go one after the other. */
  let queue: Promise<unknown> = Promise.resolve()

  const find = (id: string): ProcedureRecord => {
    const entry = entries.get(id)
    if (!entry)
      throw new EngineError('not-found', `procedure entry '${id}' does not exist or has been deleted`)
    return entry
  }
  const parse = (config: ProcedureConfig, override: Record<string, unknown> = {}): ParamValues<never> => {
    const type = registry.get(config.type)
    const params = parseParams(
      { ...COMMON_PARAMS, ...type.params },
      { ...config.params, ...override },
      config.type,
    )
    type.check?.(params as never)
    return params as ParamValues<never>
  }
  const save = async (record: ProcedureRecord): Promise<void> => {
    const { id } = record.config
    await storage.commit([...runs.removal(id), { store: 'procedures', key: id, put: record }])
    runs.forget(id)
    entries.set(id, record)
  }
  const remove = async (id: string): Promise<void> => {
    await storage.commit([...runs.removal(id), { store: 'procedures', key: id, delete: true }])
    runs.forget(id)
    entries.delete(id)
  }

  /** A run with all that can be checked checked, ready to be executed. */
  const begin = async (id: string, options: RunOptions) => {
    const { config } = find(id)
    const params = parse(config, options.params)
    if (options.id !== undefined && runs.has(id, options.id)) {
      throw new EngineError('conflict', `run entry '${options.id}' already exists`)
    }
    const run = new Run(options.id, now)
    await runs.begin(id, run)
    const execute = async (call: Call): Promise<EngineError | undefined> => {
      const type = registry.get(config.type)
      const failure = await run.execute(
        (inner) => type.run({ id, params, context: context(), call: inner }),
        call,
      )
      await runs.end(id, run)
      return failure
    }
    return { run, execute }
  }
  const enqueue = (execute: (call: Call) => Promise<unknown>): void => {
    queue = queue.then(() => execute({})).catch(() => {})
  }

  /** @returns the record, and whether to run it at once */
  const create = async (config: ProcedureConfig): Promise<boolean> => {
    if (runs.isExecuting(config.id)) {
      throw new EngineError(
        'conflict',
        `procedure entry '${config.id}' could not be overwritten because it is being constructed: a run of it executes; cancel it first`,
      )
    }
    const { runOnCreation } = parse(config) as { runOnCreation: boolean }
    const before = runOnCreation ? entries.get(config.id) : undefined
    if (before && endedWell(before)) await put({ config, before })
    else await save({ config })
    return runOnCreation
  }
  const endedWell = ({ config: { id }, firstRun = '' }: ProcedureRecord): boolean =>
    runs.has(id, firstRun) && runs.status(id, firstRun).state === 'finished'
  const put = async (record: ProcedureRecord, changes: readonly Change[] = []): Promise<void> => {
    const { id } = record.config
    await storage.commit([...changes, { store: 'procedures', key: id, put: record }])
    entries.set(id, record)
  }
  const keepFirstRun = (config: ProcedureConfig, firstRun: string): Promise<void> =>
    put({ ...entries.get(config.id), config, firstRun })
  /** What a procedure replaced goes when its first run ended well, and comes back when it did not.
   *  @returns false if it replaced nothing, or is replaced itself */
  const settle = async (id: string, firstRun: string, isWell: boolean): Promise<boolean> => {
    const record = entries.get(id)
    if (!record?.before || record.firstRun !== firstRun) return false
    const { before, config } = record
    const isOld = (run: string): boolean => run !== firstRun
    if (!isWell) await put(before)
    else {
      await put({ config, firstRun }, runs.removal(id, isOld))
      runs.forget(id, isOld)
    }
    return true
  }

  return {
    types: registry,
    runs,
    ids: () => [...entries.keys()].sort(),
    has: (id) => entries.has(id),
    status: (id) => toStatus(find(id), runs),
    config: (id) => find(id).config,
    check(config) {
      parse({ id: '', ...config })
    },
    execute: async (config, call) =>
      registry.get(config.type).run({ id: config.id, params: parse(config), context: context(), call }),
    async put(config, call) {
      if (!(await create(config))) return toStatus(find(config.id), runs)
      const { run, execute } = await begin(config.id, {})
      await keepFirstRun(config, run.status.id)
      const failure = await execute(call)
      const isSettled = await settle(config.id, run.status.id, !failure)
      if (!failure) return toStatus(find(config.id), runs)
      if (!isSettled) await remove(config.id)
      throw new EngineError(failure.code, `failed to create the initial run: ${failure.message}`, {
        ...failure.detail,
        runError: toErrorBody(failure),
      })
    },
    async putAsync(config) {
      if (await create(config)) {
        const { run, execute } = await begin(config.id, {})
        await keepFirstRun(config, run.status.id)
        enqueue(async (call) => settle(config.id, run.status.id, !(await execute(call))))
      }
      return toStatus(find(config.id), runs)
    },
    async delete(id) {
      for (const run of runs.ids(id)) runs.cancel(id, run)
      if (entries.has(id)) await remove(id)
    },
    async adopt(kept, keptRuns) {
      for (const { key, record } of kept) {
        if (record?.config?.id !== key)
          throw new EngineError('bad-file', `procedure '${key}' is kept wrongly`)
        registry.get(record.config.type)
      }
      const changes = kept.flatMap(({ key, record }): Change[] => [
        ...runs.removal(key),
        { store: 'procedures', key, put: record },
      ])
      await storage.commit([...changes, ...runs.adoption(keptRuns)])
      for (const { key, record } of kept) {
        runs.forget(key)
        entries.set(key, record)
      }
      runs.adopt(keptRuns)
    },
    async run(id, options, call) {
      const { run, execute } = await begin(id, options)
      const failure = await execute(call)
      if (failure) {
        throw new EngineError(failure.code, failure.message, { ...failure.detail, run: run.status.id })
      }
      return run.status
    },
    async runAsync(id, options) {
      const { run, execute } = await begin(id, options)
      enqueue(execute)
      return run.status
    },
  }
}

const STATE_OF_RUN: Record<RunStatus['state'], EntityState> = {
  executing: 'initializing',
  finished: 'ok',
  error: 'error',
  cancelled: 'cancelled',
}

/** A procedure is as its first run is: initializing while that executes. */
function toStatus({ config, firstRun }: ProcedureRecord, runs: RunStore): EntityStatus {
  const run =
    firstRun !== undefined && runs.has(config.id, firstRun) ? runs.status(config.id, firstRun) : undefined
  return {
    id: config.id,
    type: config.type,
    state: run ? STATE_OF_RUN[run.state] : 'ok',
    config,
    ...(run?.state === 'executing' && run.progress ? { progress: run.progress } : {}),
    ...(run ? { status: { firstRun: run } } : {}),
  }
}
