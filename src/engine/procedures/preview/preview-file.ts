// preview/ looks at a file before anything of it is stored: what it is, what import would make of its first rows.
import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { ImportPreview, PreviewTable } from '../../../contract/rest.ts'
import type { EngineContext } from '../../context.ts'
import { openZip } from '../../models/sources/read-zip-member.ts'
import type { BundleManifest } from '../bundle/bundle-manifest.ts'
import { ROW_NAME, ROW_TIME } from '../export/export-parquet.ts'
import { parseJson } from '../json/parse-json.ts'
import { readParquet } from '../parquet/read-parquet.ts'
import { openSource } from '../sources/open-source.ts'
import { readSource } from '../sources/read-source.ts'
import { BUNDLE_MANIFEST, type FileFormat, IMAGE_NAME, isZip, recogniseFormat } from '../sources/recognise.ts'
import { readSheets, toTable } from '../spreadsheet/read-sheets.ts'
import { readSqlite } from '../sqlite-file/read-sqlite.ts'
import { describeTable } from './describe-table.ts'
import { previewModel } from './preview-model.ts'
import { previewJson, previewText, type TextPreview } from './preview-text.ts'

const HEAD_BYTES = 1 << 18
const PREVIEW_ROWS = 50
/** Members of an archive that are looked into. */
const MAX_MEMBERS = 20

/** Looks at the file behind an address. Of text and JSON only the start is read.
 *  @throws EngineError `fetch-failed`, `bad-file` */
export async function previewFile(url: string, context: EngineContext, call: Call): Promise<ImportPreview> {
  const { head, isWhole } = await readHead(url, context, call)
  const whole = async () => (isWhole ? head : (await readSource(url, context, call)).bytes)
  const format = recogniseFormat(isZip(head) ? await whole() : head)
  const tables = await findTables(format, { url, head, isWhole, whole, context, call })
  const note = tables.length === 0 ? NOTES[format] : undefined
  return { url, format, tables, ...(note ? { note } : {}) }
}

const NOTES: Partial<Record<FileFormat, string>> = {
  unknown:
    'This is no file that can be imported: CSV, JSON, Parquet, Excel, SQLite, a model, a zip, or pictures.',
  archive: 'The zip holds nothing that can be imported.',
  image: 'One picture: put several into folders named by their labels, and drop those.',
  sqlite: 'The SQLite file has no tables.',
  xlsx: 'The workbook has no cells.',
}

/** The first bytes of a file. */
async function readHead(url: string, context: EngineContext, call: Call) {
  const source = await openSource(url, context, call)
  const head = new Uint8Array(HEAD_BYTES)
  let size = 0
  for await (const chunk of source.chunks) {
    const part = chunk.subarray(0, HEAD_BYTES - size)
    head.set(part, size)
    size += part.length
    if (part.length < chunk.length) return { head, isWhole: false }
  }
  return { head: head.subarray(0, size), isWhole: true }
}

interface Looking {
  url: string
  head: Uint8Array
  isWhole: boolean
  whole(): Promise<Uint8Array>
  context: EngineContext
  call: Call
}

async function findTables(format: FileFormat, looking: Looking): Promise<PreviewTable[]> {
  const { url, head, isWhole, whole, context } = looking
  switch (format) {
    case 'csv':
      return [ofText(previewText(head, isWhole), 'import.text', url)]
    case 'json':
      return [ofText(await previewJson(head, isWhole), 'import.json', url)]
    case 'parquet':
      return [await previewParquet(url, await whole())]
    case 'xlsx':
      return previewSheets(url, await whole())
    case 'sqlite':
      return previewSqlite(url, await whole(), context)
    case 'images':
      return [previewImages(url, await whole())]
    case 'bundle':
      return [previewBundle(url, await whole())]
    case 'model':
    case 'onnx':
      return [previewModel(nameOf(url), url, await whole())]
    case 'archive':
      return previewMembers(looking)
    default:
      return []
  }
}

const ofText = (preview: TextPreview, type: string, url: string): PreviewTable => ({
  ...preview,
  name: nameOf(url),
  type,
  params: { dataFileUrl: url, ...preview.params },
})

/** A dataset's name from an address: the file's, without folder and extension. */
function nameOf(url: string): string {
  const path = url.replace(/^archive\+[^#]*#/, '').replace(/[?#].*$/, '')
  const file = /^(blob|data):/i.test(url) ? '' : (path.split('/').at(-1) ?? '')
  const name = file.replace(
    /(\.(csv|tsv|txt|json|jsonl|ndjson|parquet|xlsx|sqlite3?|db|zip|gz|cls|onnx))+$/i,
    '',
  )
  try {
    return decodeURIComponent(name) || 'table'
  } catch {
    return name || 'table'
  }
}

async function previewParquet(url: string, bytes: Uint8Array): Promise<PreviewTable> {
  const source = await readParquet(bytes)
  const first = (await source.groups().next()).value?.cells ?? source.columns.map(() => [])
  const shown = source.columns.flatMap(({ name, path }, c) =>
    name === ROW_NAME || name === ROW_TIME ? [] : [{ path, values: first[c]!.slice(0, PREVIEW_ROWS) }],
  )
  return {
    name: nameOf(url),
    type: 'import.parquet',
    params: { dataFileUrl: url },
    ...describeTable(shown),
    rowCount: source.rowCount,
  }
}

async function previewSheets(url: string, bytes: Uint8Array): Promise<PreviewTable[]> {
  const sheets = await readSheets(bytes)
  return sheets.flatMap((sheet) => {
    const { names, rows } = toTable(sheet, true)
    if (names.length === 0) return []
    const columns = names.map((name, c) => ({
      path: [name],
      values: rows.slice(0, PREVIEW_ROWS).map((row) => row[c] ?? null),
    }))
    return [
      {
        name: sheets.length === 1 ? nameOf(url) : sheet.name,
        type: 'import.xlsx',
        params: { dataFileUrl: url, sheet: sheet.name },
        ...describeTable(columns),
        rowCount: rows.length,
      },
    ]
  })
}

async function previewSqlite(
  url: string,
  bytes: Uint8Array,
  context: EngineContext,
): Promise<PreviewTable[]> {
  const file = await readSqlite(bytes, context)
  try {
    return file.tables.map((table) => {
      const [batch] = table.batches(0, PREVIEW_ROWS)
      const columns = (batch?.columns ?? []).map(({ path, values }) => ({
        path,
        values: values.map((value) => value ?? null),
      }))
      return {
        name: table.id,
        type: 'import.sqlite',
        params: { dataFileUrl: url, tables: [table.id] },
        ...describeTable(columns),
        rowCount: table.rowCount,
      }
    })
  } finally {
    file.close()
  }
}

function previewImages(url: string, bytes: Uint8Array): PreviewTable {
  const paths = openZip(bytes)
    .members.map(({ name }) => name)
    .filter((name) => IMAGE_NAME.test(name) && !/(^|\/)(\.|__MACOSX)/.test(name))
  const shown = paths.slice(0, PREVIEW_ROWS)
  const columns = [
    { path: ['label'], values: shown.map((path) => path.split('/').at(-2) ?? null) },
    { path: ['path'], values: shown },
  ]
  return {
    name: 'images',
    type: 'import.images',
    params: { dataFileUrl: url },
    ...describeTable(columns),
    rowCount: paths.length,
    note: 'Each picture is kept once, by its content; the folder that holds it is its label.',
  }
}

function previewBundle(url: string, bytes: Uint8Array): PreviewTable {
  const manifest = parseJson(new TextDecoder().decode(openZip(bytes).read(BUNDLE_MANIFEST))) as BundleManifest
  const parts = (['datasets', 'functions', 'procedures', 'runs', 'files', 'networks'] as const).map(
    (kind) => {
      if (!Array.isArray(manifest[kind]))
        throw new EngineError('bad-file', `the bundle is damaged: it has no list of ${kind}`)
      return { kind, count: manifest[kind].length }
    },
  )
  const columns = [
    { path: ['part'], values: parts.map(({ kind }) => kind) },
    { path: ['count'], values: parts.map(({ count }) => count) },
  ]
  return {
    name: 'project',
    type: 'import.bundle',
    params: { dataFileUrl: url },
    ...describeTable(columns),
    note: 'A whole project: everything in it comes back under the names that it had.',
  }
}

async function previewMembers({ url, whole, context, call }: Looking): Promise<PreviewTable[]> {
  const names = openZip(await whole())
    .members.map(({ name }) => name)
    .filter((name) => !/(^|\/)(\.|__MACOSX)|\/$/.test(name))
  const tables: PreviewTable[] = []
  for (const name of names.slice(0, MAX_MEMBERS)) {
    const address = `archive+${url}#${encodeURIComponent(name).replaceAll('%2F', '/')}`
    const { head, isWhole } = await readHead(address, context, call)
    const format = recogniseFormat(head)
    const looking = { url: address, head, isWhole, context, call }
    if (isZip(head) || format === 'image' || format === 'unknown') continue
    const read = async () => (isWhole ? head : (await readSource(address, context, call)).bytes)
    tables.push(...(await findTables(format, { ...looking, whole: read })))
  }
  return tables
}
