import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { ErrorBody } from '../../../contract/rest.ts'
import { checkCancelled } from '../../check-cancelled.ts'
import type { DatasetWriter, EngineContext } from '../../context.ts'
import { fromErrorBody } from '../../error-body.ts'
import { openZip, type ZipArchive } from '../../models/sources/read-zip-member.ts'
import { isObject, param } from '../../params.ts'
import { BUNDLE_FORMAT, BUNDLE_VERSION, type BundleManifest } from '../bundle/bundle-manifest.ts'
import { defineProcedure } from '../define-procedure.ts'
import { parseJson } from '../json/parse-json.ts'
import { readParquet } from '../parquet/read-parquet.ts'
import { fromBytes } from '../sources/open-source.ts'
import { readSource } from '../sources/read-source.ts'
import { BUNDLE_MANIFEST, isZip } from '../sources/recognise.ts'
import { EXACT_ROWS, writeJsonRows } from './import-json.ts'
import { writeParquetRows } from './import-parquet.ts'
import { writeTogether } from './write-together.ts'

/** Unpacks what `export.bundle` packed. Where anything in it cannot be, nothing of it stays; but what was to be replaced
 *  may be gone by then where it is a view that cannot be created. */
export const importBundle = defineProcedure({
  type: 'import.bundle',
  summary:
    'Unpacks a bundle that export.bundle made: datasets, functions, procedures with their runs, files and networks, as they were.',
  params: {
    dataFileUrl: param.url(
      'The file: http(s)://, file:///, data:, blob:, or an address relative to the app.',
    ),
    replace: param.boolean('Replace what has the same names here, which otherwise is an error.', {
      default: false,
    }),
  },
  async run({ id, params, context, call }) {
    const { bytes } = await readSource(params.dataFileUrl, context, call)
    if (!isZip(bytes)) throw new EngineError('bad-file', `${params.dataFileUrl} is no bundle: it is no zip`)
    const archive = openZip(bytes)
    const manifest = readManifest(archive)
    if (manifest.procedures.some(({ key }) => key === id)) {
      throw new EngineError(
        'conflict',
        `the bundle has a procedure '${id}' too; run the import under another id`,
      )
    }
    if (!params.replace) await refuseConflicts(manifest, archive, context)
    const added = await pathsToAdd(manifest, context)
    await writeTogether(
      manifest.datasets.map((dataset) => ({
        output: typeOf(dataset, context),
        write: (writer: DatasetWriter) => writeRows(dataset, archive, writer, call),
      })),
      params.replace,
      context,
      call,
      async () => {
        await writeFiles(manifest, archive, context, call)
        await context.functions.adopt(manifest.functions)
        await context.procedures.adopt(manifest.procedures, manifest.runs)
      },
    )
    try {
      await createViews(manifest, context, call)
    } catch (error) {
      await deleteAll(added, context)
      throw error
    }
    return {
      status: {
        datasetCount: manifest.datasets.length + (manifest.views?.length ?? 0),
        functionCount: manifest.functions.length,
        procedureCount: manifest.procedures.length,
        runCount: manifest.runs.length,
        fileCount: manifest.files.length,
        networkCount: manifest.networks.length,
      },
    }
  },
})

/** @throws EngineError `bad-file` for what is no bundle, or one of a newer app */
function readManifest(archive: ZipArchive): BundleManifest {
  const text = new TextDecoder().decode(archive.read(BUNDLE_MANIFEST))
  const manifest = parseJson(text) as BundleManifest
  if (!isObject(manifest) || manifest.format !== BUNDLE_FORMAT) {
    throw new EngineError('bad-file', 'the zip is no bundle of this app')
  }
  if (!Number.isInteger(manifest.version) || manifest.version < 1 || manifest.version > BUNDLE_VERSION) {
    throw new EngineError(
      'bad-file',
      `the bundle has version ${manifest.version}; this app reads versions up to ${BUNDLE_VERSION}`,
    )
  }
  manifest.views ??= []
  const lists = ['datasets', 'views', 'functions', 'procedures', 'runs', 'files', 'networks'] as const
  const missing = lists.find((name) => !Array.isArray(manifest[name]) || !manifest[name].every(isObject))
  if (missing !== undefined)
    throw new EngineError('bad-file', `the bundle is damaged: it has no list of ${missing}`)
  return manifest
}

/** What it was, where that is a type that holds rows here; else a table. */
const typeOf = ({ id, type, params }: BundleManifest['datasets'][number], context: EngineContext) =>
  context.datasets.canWrite(type) ? { id, type, params } : { id, type: 'tabular', params: {} }

async function refuseConflicts(
  manifest: BundleManifest,
  archive: ZipArchive,
  context: EngineContext,
): Promise<void> {
  const there: string[] = []
  for (const { id } of [...manifest.datasets, ...(manifest.views ?? [])])
    if (context.datasets.schema(id)) there.push(`dataset ${id}`)
  const stored = {
    function: new Set(await context.storage.keys('functions')),
    procedure: new Set(await context.storage.keys('procedures')),
  }
  for (const { key } of manifest.functions) if (stored.function.has(key)) there.push(`function ${key}`)
  for (const { key } of manifest.procedures) if (stored.procedure.has(key)) there.push(`procedure ${key}`)
  for (const { path, file } of manifest.files) {
    const known = await context.files.read(path)
    if (known && !sameBytes(known, archive.read(file))) there.push(`file ${path}`)
  }
  if (there.length === 0) return
  const more = there.length > 10 ? ` and ${there.length - 10} more` : ''
  throw new EngineError(
    'conflict',
    `the bundle has what is here already under the same names: ${there.slice(0, 10).join(', ')}${more}; set "replace" to true to replace them`,
    { conflicts: there },
  )
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])

async function writeRows(
  { file, rows, id }: BundleManifest['datasets'][number],
  archive: ZipArchive,
  writer: DatasetWriter,
  call: Call,
): Promise<void> {
  const bytes = archive.read(file)
  const report = (done: number): void => call.onProgress?.({ phase: 'rows', step: `rows of ${id}`, done })
  if (rows === 'json') {
    await writeJsonRows(fromBytes(bytes).chunks, EXACT_ROWS, { bad: 0 }, writer, call, report)
    return
  }
  const all = { limit: -1, offset: 0, fileTime: 0 }
  await writeParquetRows(await readParquet(bytes), all, writer, call, report)
}

/** What a bundle has that is not here yet, as paths of REST. */
async function pathsToAdd(
  { views = [], datasets, functions, procedures, files }: BundleManifest,
  context: EngineContext,
): Promise<string[]> {
  const ids = (entities: readonly { id: string }[]): string[] => entities.map(({ id }) => id)
  const keys = (records: readonly { key: string }[]): string[] => records.map(({ key }) => key)
  const paths = async (kind: 'datasets' | 'functions' | 'procedures', names: string[]): Promise<string[]> => {
    const there = new Set(await context.storage.keys(kind))
    return names.filter((id) => !there.has(id)).map((id) => `/v1/${kind}/${encodeURIComponent(id)}`)
  }
  const kept = new Set((await context.files.list()).map(({ path }) => path))
  const newFiles = files.filter(({ path }) => !kept.has(path))
  return [
    ...(await paths('datasets', [...ids(views), ...ids(datasets)])),
    ...(await paths('functions', keys(functions))),
    ...(await paths('procedures', keys(procedures))),
    ...newFiles.map(({ path }) => `/v1/files/${path.split('/').map(encodeURIComponent).join('/')}`),
  ]
}

/** Deletes all of them, those that a view still reads after that view. */
async function deleteAll(paths: readonly string[], context: EngineContext): Promise<void> {
  for (let left = paths, before = Number.POSITIVE_INFINITY; left.length < before; ) {
    before = left.length
    const refused: string[] = []
    for (const path of left) {
      const { status } = await context.request({ method: 'DELETE', path })
      if (status === CONFLICT) refused.push(path)
    }
    left = refused
  }
}

const CONFLICT = 409

/** Creates the views, each once all that it reads is there.
 *  @throws EngineError why one cannot be created */
async function createViews(
  { views = [] }: BundleManifest,
  context: EngineContext,
  call: Call,
): Promise<void> {
  let left = views
  while (left.length > 0) {
    checkCancelled(call)
    const failures: ErrorBody[] = []
    const waiting: typeof views = []
    for (const view of left) {
      const path = `/v1/datasets/${encodeURIComponent(view.id)}`
      const { id: _, ...body } = view
      const answer = await context.request({ method: 'PUT', path, body }, call)
      if (answer.status < 400) continue
      failures.push(answer.body as ErrorBody)
      waiting.push(view)
    }
    if (waiting.length === left.length) throw fromErrorBody(failures[0]!)
    left = waiting
  }
}

async function writeFiles(
  manifest: BundleManifest,
  archive: ZipArchive,
  { files, storage }: EngineContext,
  call: Call,
): Promise<void> {
  for (const [i, { path, file }] of manifest.files.entries()) {
    checkCancelled(call)
    await files.write(path, archive.read(file))
    call.onProgress?.({ phase: 'rows', step: 'files', done: i + 1, total: manifest.files.length })
  }
  for (const { key, file } of manifest.networks) {
    checkCancelled(call)
    await storage.commit([{ store: 'models', key, put: archive.read(file) }])
  }
}
