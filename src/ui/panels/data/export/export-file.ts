import type { Client } from '../../../../client/index.ts'
import type { Call } from '../../../../contract/progress.ts'
import { quoteName } from '../../../lib/quote-name.ts'
import { saveFile } from '../../../lib/save-file.ts'

/** A format that data can be downloaded in. */
export interface ExportFormat {
  type: string
  title: string
  extension: string
  /** Of one dataset; without, everything there is. */
  isTable: boolean
}

export const EXPORT_FORMATS: readonly ExportFormat[] = [
  { type: 'export.csv', title: 'CSV', extension: 'csv', isTable: true },
  { type: 'export.json', title: 'JSON lines', extension: 'jsonl', isTable: true },
  { type: 'export.parquet', title: 'Parquet', extension: 'parquet', isTable: true },
  { type: 'export.sqlite', title: 'SQLite file', extension: 'sqlite', isTable: false },
  { type: 'export.bundle', title: 'Project bundle', extension: 'zip', isTable: false },
]

/** The call that writes the file. @param dataset undefined: everything */
export function exportCall(format: ExportFormat, dataset: string | undefined) {
  const name = (dataset ?? 'mldb').replace(/[^\p{L}\p{N}._-]+/gu, '-')
  const dataFileUrl = `file:///exports/${name}.${format.extension}`
  const exportData = dataset === undefined ? {} : { exportData: `SELECT * FROM ${quoteName(dataset)}` }
  return { type: format.type, params: { ...exportData, dataFileUrl } }
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
    await client.files.delete(path)
    await client.delete(`/v1/procedures/${PROCEDURE}`)
  }
}
