import type { Client } from '../../../client/index.ts'
import type { Call } from '../../../contract/progress.ts'
import { writeCsv } from '../../lib/parse-csv.ts'
import { safeName } from '../../lib/safe-name.ts'
import type { LabelledFile } from '../../lib/sort-files.ts'
import type { LocalFile } from './dropped-files.ts'
import { keepOwnProject, OWN_NAMES, type Project } from './project.ts'

const FOLDER = 'my-images'

/** Stores pictures as files of the engine, with a CSV that lists them: from there on they are like any other list.
 *  @returns the project to walk through */
export async function importImages(
  client: Client,
  images: readonly LabelledFile<LocalFile>[],
  { signal, onProgress }: Call,
): Promise<Project> {
  const rows = [['label', 'url']]
  for (const [i, { file, label }] of images.entries()) {
    signal?.throwIfAborted()
    const path = `${FOLDER}/${String(i + 1).padStart(5, '0')}-${safeName(file.path)}`
    await client.files.put(path, new Uint8Array(await file.file.arrayBuffer()))
    rows.push([label, `file:///${path}`])
    onProgress?.({ phase: 'images', step: 'store', done: i + 1, total: images.length })
  }
  return keepList(client, writeCsv(rows), {
    label: 'label',
    url: 'url',
    example: rows[1]?.[1] ?? '',
    images: images.length,
  })
}

/** Stores a list of addresses.
 *  @returns the project to walk through */
export function importList(
  client: Client,
  text: string,
  columns: { label: string; url: string; example: string; images: number },
): Promise<Project> {
  return keepList(client, text, columns)
}

async function keepList(
  client: Client,
  text: string,
  columns: { label: string; url: string; example: string; images: number },
): Promise<Project> {
  const path = `${FOLDER}/list.csv`
  await client.files.put(path, new TextEncoder().encode(text))
  const project: Project = {
    kind: 'own',
    csvUrl: `file:///${path}`,
    ...columns,
    tryImages: [],
    names: OWN_NAMES,
  }
  keepOwnProject(project)
  return project
}
