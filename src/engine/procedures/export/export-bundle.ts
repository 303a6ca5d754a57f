import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import type { Call } from '../../../contract/progress.ts'
import { quoteIdentifier } from '../../../lib/quote-identifier.ts'
import { checkCancelled } from '../../check-cancelled.ts'
import type { EngineContext } from '../../context.ts'
import { filePath } from '../../files.ts'
import { param } from '../../params.ts'
import { BUNDLE_FORMAT, BUNDLE_VERSION, type BundleManifest } from '../bundle/bundle-manifest.ts'
import { checkFileUrl } from '../check-file-url.ts'
import { defineProcedure } from '../define-procedure.ts'
import { BUNDLE_MANIFEST } from '../sources/recognise.ts'
import { writeJsonLines } from './export-json.ts'
import { toParquetFile } from './export-parquet.ts'
import { type ExportedRows, FileBuilder, withExportedRows } from './export-rows.ts'

/** Packs everything that was made into one zip. */
export const exportBundle = defineProcedure({
  type: 'export.bundle',
  summary:
    'Packs everything into one zip, which import.bundle unpacks elsewhere: datasets (Parquet), functions, procedures with their runs, stored files such as models and pictures, and downloaded networks.',
  params: {
    dataFileUrl: param.url('Where to: a file:/// URL.'),
    networks: param.boolean('Pack networks too, so that what uses them works elsewhere without internet.', {
      default: true,
    }),
  },
  check: ({ dataFileUrl }) => checkFileUrl(dataFileUrl, 'dataFileUrl'),
  async run({ id, params, context, call }) {
    const archive = new Archive()
    const manifest: BundleManifest = {
      format: BUNDLE_FORMAT,
      version: BUNDLE_VERSION,
      created: new Date().toISOString(),
      datasets: await packDatasets(archive, context, call),
      views: context.datasets.list().filter(({ type }) => !context.datasets.canWrite(type)),
      ...(await packEntities(context, id)),
      files: await packFiles(archive, context, call, filePath(params.dataFileUrl)),
      networks: params.networks ? await packNetworks(archive, context, call) : [],
    }
    archive.add(BUNDLE_MANIFEST, new TextEncoder().encode(JSON.stringify(manifest, null, 1)))
    await context.files.write(params.dataFileUrl, archive.finish())
    const { datasets, views = [], functions, procedures, runs, files, networks } = manifest
    return {
      status: {
        datasetCount: datasets.length + views.length,
        functionCount: functions.length,
        procedureCount: procedures.length,
        runCount: runs.length,
        fileCount: files.length,
        networkCount: networks.length,
      },
    }
  },
})

const PACKED = /\.(jpe?g|png|gif|webp|avif|parquet|zip|gz|xlsx)$/i

/** A zip in the making. */
class Archive {
  private readonly file = new FileBuilder()
  private failure: unknown
  private readonly zip = new Zip((error, bytes) => {
    if (error) this.failure = error
    else this.file.add(bytes)
  })

  add(name: string, bytes: Uint8Array): void {
    const entry = PACKED.test(name) ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 })
    this.zip.add(entry)
    entry.push(bytes, true)
    if (this.failure) throw this.failure
  }

  finish(): Uint8Array {
    this.zip.end()
    if (this.failure) throw this.failure
    return this.file.finish()
  }
}

async function packDatasets(
  archive: Archive,
  context: EngineContext,
  call: Call,
): Promise<BundleManifest['datasets']> {
  const packed: BundleManifest['datasets'] = []
  const written = context.datasets.list().filter(({ type }) => context.datasets.canWrite(type))
  for (const [i, dataset] of written.entries()) {
    const query = `SELECT * FROM ${quoteIdentifier(dataset.id)}`
    await withExportedRows(query, context, call, async (rows) => {
      const kind = rows.knownColumns ? 'parquet' : 'json'
      const file = `datasets/${i + 1}.${kind}`
      archive.add(file, await (kind === 'parquet' ? toParquet(rows) : toJsonLines(rows)))
      packed.push({ ...dataset, file, rows: kind, rowCount: rows.rowCount })
    })
  }
  return packed
}

const toParquet = (rows: ExportedRows): Promise<Uint8Array> =>
  toParquetFile(rows, { rowNames: true, rowTimes: true, binaryEmbeddings: true })

async function toJsonLines(rows: ExportedRows): Promise<Uint8Array> {
  const file = new FileBuilder()
  for await (const page of rows.pages('export')) {
    writeJsonLines(file, page, { values: 'exact', rowNames: true, rowTimes: true })
  }
  return file.finish()
}

/** Functions, procedures and runs as they are kept; not the run that packs them, nor others that execute. */
async function packEntities(
  { storage }: EngineContext,
  self: string,
): Promise<Pick<BundleManifest, 'functions' | 'procedures' | 'runs'>> {
  const read = async <T>(store: 'functions' | 'procedures' | 'runs') => {
    const keys = await storage.keys(store)
    return Promise.all(keys.map(async (key) => ({ key, record: (await storage.get(store, key)) as T })))
  }
  const runs = await read<{ status: { state: string } }>('runs')
  const procedures = await read<BundleManifest['procedures'][number]['record']>('procedures')
  const own = `${encodeURIComponent(self)}/`
  return {
    functions: await read('functions'),
    procedures: procedures.filter(({ key }) => key !== self),
    runs: runs.filter(({ key, record }) => record.status.state !== 'executing' && !key.startsWith(own)),
  }
}

async function packFiles(
  archive: Archive,
  { files }: EngineContext,
  call: Call,
  self: string,
): Promise<BundleManifest['files']> {
  const packed: BundleManifest['files'] = []
  const all = (await files.list()).filter(({ path }) => path !== self)
  for (const [i, { path }] of all.entries()) {
    checkCancelled(call)
    const bytes = await files.read(path)
    const file = `files/${path}`
    if (bytes) {
      archive.add(file, bytes)
      packed.push({ path, file })
    }
    call.onProgress?.({ phase: 'rows', step: 'files', done: i + 1, total: all.length })
  }
  return packed
}

async function packNetworks(
  archive: Archive,
  { storage }: EngineContext,
  call: Call,
): Promise<BundleManifest['networks']> {
  const packed: BundleManifest['networks'] = []
  for (const key of await storage.keys('models')) {
    checkCancelled(call)
    const bytes = await storage.get('models', key)
    if (!bytes) continue
    const file = `networks/${packed.length + 1}`
    archive.add(file, bytes)
    packed.push({ key, file })
  }
  return packed
}
