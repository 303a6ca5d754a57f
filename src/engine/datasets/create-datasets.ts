import { EngineError } from '../../contract/errors.ts'
import type { Call } from '../../contract/progress.ts'
import { generateId, randomHex } from '../../lib/generate-id.ts'
import { checkCancelled } from '../check-cancelled.ts'
import type { DatasetStore, DatasetWriter, WriteOptions } from '../context.ts'
import { type OutputDataset, type ParamValues, parseParams } from '../params.ts'
import { createRegistry, type Registry } from '../registry.ts'
import type { DatasetSchema } from '../sql/catalog.ts'
import type { Database } from '../sqlite/database.ts'
import type { Storage } from '../storage/storage.ts'
import type { DatasetRecord } from './dataset-record.ts'
import { ChunkedWriter } from './dataset-writer.ts'
import type { DatasetType } from './define-dataset.ts'
import { datasetTypes, insteadOfTypes } from './index.ts'
import { OpenDataset } from './open-dataset.ts'
import { Recorder } from './recorder.ts'
import { deleteRows, deletionsOf } from './stored-rows.ts'
import { createViews } from './views/create-views.ts'

/** Datasets with what the catalog and the routes need beside `DatasetStore`. */
export interface Datasets extends DatasetStore {
  types: Registry<DatasetType>
  ids(): string[]
  record(id: string): DatasetRecord | undefined
  /** What FROM reads in place of a view, in the dialect; undefined for any other dataset. */
  view(id: string): string | undefined
  /** The same of a view to be created. @throws EngineError `invalid-argument` for its parameters */
  viewText(type: string, params: unknown): string
  /** A statement with the texts of all views that it may read, for who looks for names in it. */
  withViews(statement: string): string
  /** Creates or replaces a view. Its text must bind: who creates it has seen to that.
   *  @throws EngineError `invalid-argument` where it would read itself */
  putView(id: string, type: string, params: unknown): Promise<void>
  /** The dataset that creating it again would only open; undefined where it would be made anew.
   *  @throws EngineError `conflict` where another dataset has its rows under the same dataFileUrl */
  reopened(config: { id: string; type: string; params: Record<string, unknown> }): DatasetRecord | undefined
  /** @param columns as for `OpenDataset.load` */
  load(id: string, call: Call, columns?: ReadonlySet<string>): Promise<void>
  /** Reads all that is kept, checks it against its digests, and lets SQLite check its own structure.
   *  @returns what is wrong, nothing where all is well */
  check(call: Call): Promise<string[]>
  /** @throws EngineError `not-found` */
  recorder(id: string): Recorder
}

interface Environment {
  storage: Storage
  database: Database
  now?: () => number
  /** Names of the datasets that a text after FROM reads; needed where there are views. */
  datasetsOf?: (from: string) => ReadonlySet<string>
}

/** Opens the datasets that storage holds; what a killed process left half-written is removed. */
export async function createDatasets({
  storage,
  database,
  now = Date.now,
  datasetsOf = () => new Set(),
}: Environment): Promise<Datasets> {
  const types = createRegistry('dataset type', datasetTypes, insteadOfTypes)
  const open = new Map<string, OpenDataset>()
  const recorders = new Map<OpenDataset, Recorder>()
  /** Replaced or deleted datasets whose table a query was still reading. */
  let dropLater: OpenDataset[] = []
  /** Versions that a writer has begun and not ended, or that are being deleted. */
  const writing = new Set<string>()
  let tables = 0
  let versions = 0

  const add = (record: DatasetRecord): void => {
    const type = types.get(record.type)
    open.set(record.id, new OpenDataset({ record, type, tableName: `d${tables++}`, database, storage }))
  }
  const retire = (dataset: OpenDataset): void => {
    recorders.delete(dataset)
    dropLater.push(dataset)
    dropLater = dropLater.filter((old) => !old.unload())
  }
  const newVersion = (): string => `${now().toString(36)}-${(versions++).toString(36)}-${randomHex(8)}`

  const views = createViews(
    types,
    (id) => open.get(id)?.record,
    () => open.keys(),
    datasetsOf,
  )

  for (const id of await storage.keys('datasets')) {
    const record = (await storage.get('datasets', id)) as DatasetRecord
    if (record.temporary) await storage.commit([{ store: 'datasets', key: id, delete: true }])
    else add(record)
  }
  await removeOrphans(storage, new Set([...open.values()].map(({ record }) => record.version)))

  const publish = async (record: DatasetRecord): Promise<void> => {
    const old = open.get(record.id)
    await storage.commit([
      ...(old ? await deletionsOf(storage, old.record.version) : []),
      { store: 'datasets', key: record.id, put: record },
    ])
    add(record)
    writing.delete(record.version)
    if (old) retire(old)
  }

  const write = async (
    output: OutputDataset,
    call: Call,
    { temporary = false, distinctRows = false }: WriteOptions = {},
  ): Promise<DatasetWriter> => {
    const type = types.get(output.type)
    if (type.view) {
      throw new EngineError(
        'invalid-argument',
        `a dataset of type ${type.type} is a view, which doesn't allow recording; write to tabular or sparse.mutable`,
      )
    }
    const params = parseParams(type.params, output.params, type.type) as ParamValues<never>
    const version = newVersion()
    writing.add(version)
    return new ChunkedWriter({
      id: output.id ?? generateId(),
      type,
      params,
      version,
      storage,
      call,
      temporary,
      distinctRows,
      now,
      publish,
      onAbort: () => writing.delete(version),
    })
  }

  return {
    types,
    ids: () => [...open].flatMap(([id, { record }]) => (record.temporary ? [] : [id])).sort(),
    list: () =>
      [...open.values()]
        .flatMap(({ record: { id, type, params, temporary } }) => (temporary ? [] : [{ id, type, params }]))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    canWrite: (name) => types.list().some(({ type, view }) => type === name && !view),
    view: (id) => views.text(id),
    withViews: (statement) => views.added(statement),
    viewText: (type, params) => views.textOf(type, params),
    async putView(id, type, params) {
      await publish(views.record(id, type, params, newVersion()))
    },
    record: (id) => open.get(id)?.record,
    reopened({ id, type: name, params }) {
      const type = types.get(name)
      const parsed = parseParams(type.params, params, name)
      if (!type.reopens?.(parsed as ParamValues<never>)) return undefined
      const { dataFileUrl } = parsed as Record<string, unknown>
      const same = [...open.values()].find(
        ({ record }) => record.type === name && record.params.dataFileUrl === dataFileUrl,
      )
      if (same && same.record.id !== id) {
        throw new EngineError(
          'conflict',
          `the rows of ${String(dataFileUrl)} are those of dataset '${same.record.id}'; read that one, or give another dataFileUrl`,
        )
      }
      return same?.record
    },
    version: (id) => views.version(id),
    schema: (id): DatasetSchema | undefined => open.get(id)?.schema,
    async load(id, _call, columns) {
      if (views.text(id) === undefined) await open.get(id)?.load(columns)
    },
    async check(call) {
      const problems: string[] = [...(storage.problems ?? [])]
      const live = new Set([...[...open.values()].map(({ record }) => record.version), ...writing])
      for (const version of await versionsOf(storage)) {
        if (!live.has(version)) problems.push(`rows of no dataset are stored under '${version}'`)
      }
      for (const dataset of open.values()) {
        checkCancelled(call)
        if (dataset.type.view) continue
        problems.push(...(await dataset.check()))
      }
      for (const [line] of database.all('PRAGMA integrity_check')) {
        if (line !== 'ok') problems.push(`SQLite: ${line}`)
      }
      return problems
    },
    recorder(id) {
      const dataset = open.get(id)
      if (!dataset)
        throw new EngineError('not-found', `dataset entry '${id}' does not exist or has been deleted`)
      if (dataset.type.view) {
        throw new EngineError(
          'invalid-argument',
          `dataset '${id}' is a view of type ${dataset.type.type}, which doesn't allow recording; record into its sources`,
        )
      }
      const recorder = recorders.get(dataset) ?? new Recorder(dataset, storage)
      recorders.set(dataset, recorder)
      return recorder
    },
    write,
    async delete(id) {
      const old = open.get(id)
      if (!old) return
      views.refuseIfNeeded(id)
      const { version } = old.record
      await storage.commit([{ store: 'datasets', key: id, delete: true }])
      open.delete(id)
      retire(old)
      writing.add(version)
      await deleteRows(storage, version).finally(() => writing.delete(version))
    },
  }
}

async function removeOrphans(storage: Storage, live: ReadonlySet<string>): Promise<void> {
  for (const version of await versionsOf(storage)) {
    if (!live.has(version)) await deleteRows(storage, version)
  }
}

async function versionsOf(storage: Storage): Promise<Set<string>> {
  const keys = [...(await storage.keys('chunks')), ...(await storage.keys('log'))]
  return new Set(keys.map((key) => key.slice(0, key.indexOf('/'))))
}
