import { EngineError } from '../../contract/errors.ts'
import type { Call } from '../../contract/progress.ts'
import type { EntityConfig, EntityStatus, ErrorBody } from '../../contract/rest.ts'
import type { EngineContext, FunctionStore, NamedBytes } from '../context.ts'
import { fromErrorBody, toEngineError, toErrorBody } from '../error-body.ts'
import { filePath } from '../files.ts'
import { parseParams } from '../params.ts'
import { ProgressSteps } from '../progress-steps.ts'
import { createRegistry, type Registry } from '../registry.ts'
import type { CatalogFunction } from '../sql/catalog.ts'
import type { Storage } from '../storage/storage.ts'
import type { CreatedFunction, FunctionType } from './define-function.ts'

/** Functions with what the catalog and the routes need beside `FunctionStore`. */
export interface Functions extends FunctionStore {
  types: Registry<FunctionType>
  ids(): string[]
  /** @throws EngineError `not-found` */
  status(id: string): EntityStatus
  details(id: string, call: Call): Promise<unknown>
  /** The catalog's look-up: a function that is built, or undefined where there is none of that id.
   *  @throws EngineError why a function that is there cannot be built */
  lookup(id: string): CatalogFunction | undefined
  /** As `put`, answering before the function is built. */
  putAsync(config: EntityConfig & { id: string }): EntityStatus
}

/** What storage keeps of a function. JSON. */
interface FunctionRecord {
  config: EntityConfig & { id: string }
  status?: unknown
}

interface Entry extends FunctionRecord {
  built?: CreatedFunction
  building?: Promise<CreatedFunction>
  error?: ErrorBody
  /** Present while a function is being created for the first time. */
  steps?: ProgressSteps
}

interface Environment {
  storage: Storage
  types: readonly FunctionType[]
  /** Asked for when a function is built: the context holds this very store. */
  context: () => EngineContext
}

/** Opens the functions that storage holds. None is built before it is used: a network may be megabytes. */
export async function createFunctions({ storage, types, context }: Environment): Promise<Functions> {
  const registry = createRegistry('function type', types)
  const entries = new Map<string, Entry>()
  for (const id of await storage.keys('functions')) {
    entries.set(id, (await storage.get('functions', id)) as FunctionRecord)
  }

  const create = (
    { config, status: kept }: Entry,
    call: Call,
    staged: readonly NamedBytes[],
  ): Promise<CreatedFunction> => {
    const type = registry.get(config.type)
    const params = parseParams(type.params, config.params, config.type)
    const own = staged.length > 0 ? withFiles(context(), staged) : context()
    return type.create({ id: config.id, params: params as never, context: own, call, kept })
  }

  /** Callers at once share one building; one that failed is tried again at the next use. */
  const build = (entry: Entry, call: Call, staged: readonly NamedBytes[] = []): Promise<CreatedFunction> => {
    entry.building ??= create(entry, call, staged)
      .then((built) => {
        entry.built = built
        delete entry.error
        return built
      })
      .catch((error) => {
        entry.error = toErrorBody(toEngineError(error))
        throw toEngineError(error)
      })
      .finally(() => delete entry.building)
    return entry.building
  }

  const find = (id: string): Entry => {
    const entry = entries.get(id)
    if (!entry)
      throw new EngineError('not-found', `function entry '${id}' does not exist or has been deleted`)
    return entry
  }

  const begin = (config: EntityConfig & { id: string }): Entry => {
    const old = entries.get(config.id)
    if (old?.steps) {
      throw new EngineError(
        'conflict',
        `function entry '${config.id}' could not be overwritten because it is being constructed`,
      )
    }
    parseParams(registry.get(config.type).params, config.params, config.type)
    return { config, steps: new ProgressSteps() }
  }

  /** Old functions of those ids stay in use until all new ones are built. */
  const finish = async (
    news: readonly Entry[],
    call: Call,
    files: readonly NamedBytes[] = [],
  ): Promise<void> => {
    const records: FunctionRecord[] = []
    for (const entry of news) {
      const built = await build(entry, reportingTo(entry, call), files)
      records.push({ config: entry.config, ...(built.status === undefined ? {} : { status: built.status }) })
    }
    const changes = records.map((record) => ({
      store: 'functions' as const,
      key: record.config.id,
      put: record,
    }))
    await (files.length > 0 ? context().files.writeTogether(files, changes) : storage.commit(changes))
    news.forEach((entry, i) => {
      delete entry.steps
      entry.status = records[i]!.status
      entries.set(entry.config.id, entry)
    })
  }

  const prepare = async (text: string, call: Call = {}): Promise<void> => {
    const visited = new Set<Entry>()
    const visit = async (mentioning: string): Promise<void> => {
      for (const [id, entry] of entries) {
        if (visited.has(entry) || !mentions(mentioning, id)) continue
        visited.add(entry)
        await visit(JSON.stringify(entry.config.params ?? {}))
        // Its reason is kept, and told by `lookup` if the function is really called.
        if (!entry.built) await build(entry, call).catch(() => {})
      }
    }
    await visit(text)
  }

  return {
    types: registry,
    ids: () => [...entries.keys()].sort(),
    status: (id) => toStatus(find(id)),
    prepare,
    lookup(id) {
      const entry = entries.get(id)
      if (!entry) return undefined
      if (entry.built) return entry.built.function
      const reason = entry.error ?? {
        error: 'it is still being constructed',
        httpCode: 400,
        code: 'conflict',
      }
      const { code } = fromErrorBody(reason)
      throw new EngineError(code, `function '${id}' cannot be used: ${reason.error}`, reason.details)
    },
    async get(id, call = {}) {
      const entry = find(id)
      await prepare(JSON.stringify(entry.config.params ?? {}), call)
      return (entry.built ?? (await build(entry, call))).function
    },
    async details(id, call) {
      const entry = find(id)
      const built = entry.built ?? (await build(entry, call))
      return built.details ? await built.details() : {}
    },
    async put(config, call = {}) {
      const entry = begin(config)
      await finish([entry], call)
      return toStatus(entry)
    },
    async publish(files, configs, call = {}) {
      if (files.length + configs.length > 0) await finish(configs.map(begin), call, files)
    },
    putAsync(config) {
      const entry = begin(config)
      entries.set(config.id, entry)
      finish([entry], {}).catch(() => delete entry.steps)
      return toStatus(entry)
    },
    async adopt(kept) {
      for (const { key, record } of kept) {
        if (record?.config?.id !== key) throw new EngineError('bad-file', `function '${key}' is kept wrongly`)
        parseParams(registry.get(record.config.type).params, record.config.params, record.config.type)
      }
      await storage.commit(kept.map(({ key, record }) => ({ store: 'functions', key, put: record })))
      for (const { key, record } of kept) entries.set(key, { ...record })
    },
    async delete(id) {
      if (!entries.has(id)) return
      await storage.commit([{ store: 'functions', key: id, delete: true }])
      entries.delete(id)
    },
  }
}

/** A call whose progress the entry shows as well. */
const reportingTo = ({ steps }: Entry, call: Call): Call => ({
  ...call,
  onProgress(progress) {
    steps?.report(progress)
    call.onProgress?.(progress)
  },
})

/** The context with files that are not written yet. */
function withFiles(context: EngineContext, staged: readonly NamedBytes[]): EngineContext {
  const bytesOf = new Map(staged.map(({ path, bytes }) => [filePath(path), bytes]))
  const { files } = context
  return {
    ...context,
    files: { ...files, read: async (path) => bytesOf.get(filePath(path)) ?? files.read(path) },
  }
}

/** True where a text may call a function: its id stands in it, as it is or as a quoted identifier or JSON has it. */
const mentions = (text: string, id: string): boolean =>
  text.includes(id) ||
  text.includes(id.replaceAll('"', '""')) ||
  text.includes(JSON.stringify(id).slice(1, -1))

function toStatus({ config, status, error, steps, built }: Entry): EntityStatus {
  const state = steps && !error ? 'initializing' : error && !built ? 'error' : 'ok'
  const progress = state === 'initializing' ? steps?.progress : undefined
  return {
    id: config.id,
    type: config.type,
    state,
    config,
    ...(progress ? { progress } : {}),
    ...(state === 'error' ? { status: error } : status === undefined ? {} : { status }),
  }
}
