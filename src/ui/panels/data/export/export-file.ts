import type { Client } from '../../../../client/index.ts'
import type { Call } from '../../../../contract/progress.ts'
import { quoteName } from '../../../lib/quote-name.ts'
import { saveFile } from '../../../lib/save-file.ts'

/** What a download is of: one dataset, the model of a function, or everything there is. */
export type ExportSource = { dataset: string } | { model: string } | 'everything'

/** A format that something can be downloaded in. */
export interface ExportFormat {
  id: string
  type: string
  title: string
  extension: string
  /** What it keeps, and what not. */
  hint?: string
  of: 'dataset' | 'model' | 'everything'
  /** Parameters that choose it. */
  params?: Record<string, string>
}

const EXPORT_FORMATS: readonly ExportFormat[] = [
  {
    id: 'export.csv',
    type: 'export.csv',
    title: 'CSV',
    extension: 'csv',
    hint: 'Texts and numbers only: times and blobs become text, a vector a column for each number. For spreadsheets.',
    of: 'dataset',
  },
  {
    id: 'export.json',
    type: 'export.json',
    title: 'JSON lines',
    extension: 'jsonl',
    hint: 'Keeps everything; a line for each row.',
    of: 'dataset',
  },
  {
    id: 'export.parquet',
    type: 'export.parquet',
    title: 'Parquet',
    extension: 'parquet',
    hint: 'Keeps everything, small and typed; for Python, DuckDB and the like.',
    of: 'dataset',
  },
  { id: 'export.model', type: 'export.model', title: 'Model file', extension: 'cls', of: 'model' },
  {
    id: 'export.onnx',
    type: 'export.model',
    title: 'ONNX',
    extension: 'onnx',
    of: 'model',
    params: { format: 'onnx' },
  },
  {
    id: 'export.sqlite',
    type: 'export.sqlite',
    title: 'SQLite file',
    extension: 'sqlite',
    hint: 'Every dataset as a table that any SQLite tool opens; comes back as it was. No functions or models.',
    of: 'everything',
  },
  {
    id: 'export.bundle',
    type: 'export.bundle',
    title: 'Project bundle',
    extension: 'zip',
    hint: 'Everything: datasets, functions, models, runs and files, to be opened in another MLDB Web.',
    of: 'everything',
  },
]

/** The formats that something can be downloaded in. */
export const formatsOf = (source: ExportSource): ExportFormat[] =>
  EXPORT_FORMATS.filter(
    ({ of }) => of === (source === 'everything' ? source : 'dataset' in source ? 'dataset' : 'model'),
  )

/** The name of what a download is of. */
export const nameOf = (source: ExportSource): string | undefined =>
  source === 'everything' ? undefined : 'dataset' in source ? source.dataset : source.model

/** The call that writes the file. */
export function exportCall(format: ExportFormat, source: ExportSource) {
  const name = (nameOf(source) ?? 'mldb').replace(/[^\p{L}\p{N}._-]+/gu, '-')
  const dataFileUrl = `file:///exports/${name}.${format.extension}`
  return { type: format.type, params: { ...paramsOf(source), ...format.params, dataFileUrl } }
}

function paramsOf(source: ExportSource): Record<string, string> {
  if (source === 'everything') return {}
  return 'dataset' in source
    ? { exportData: `SELECT * FROM ${quoteName(source.dataset)}` }
    : { functionName: source.model }
}

const PROCEDURE = 'export'

/** Writes the file, hands it to the browser to save, and removes what was only needed for that. */
export async function saveExport(
  client: Client,
  config: ReturnType<typeof exportCall>,
  call: Call,
): Promise<void> {
  const path = config.params.dataFileUrl.replace('file:///', '')
  try {
    await client.runProcedure(PROCEDURE, config, call)
    const bytes = await client.files.get(path, call)
    saveFile(path.slice(path.lastIndexOf('/') + 1), new Blob([bytes as Uint8Array<ArrayBuffer>]))
  } finally {
    // Not by the call's signal: what was begun is removed also when it was stopped.
    await client.files.delete(path)
    await client.delete(`/v1/procedures/${PROCEDURE}`)
  }
}
