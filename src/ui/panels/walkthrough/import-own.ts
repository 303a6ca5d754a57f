import type { Client } from '../../../client/index.ts'
import type { Call } from '../../../contract/progress.ts'
import { imageExtension } from '../../../lib/image-extension.ts'
import { sha256 } from '../../../lib/sha256.ts'
import type { LocalFile } from '../../lib/dropped-files.ts'
import { writeCsv } from '../../lib/parse-csv.ts'
import type { LabelledFile } from '../../lib/sort-files.ts'
import { keepOwnProject, OWN_NAMES, type Project } from './project.ts'

const FOLDER = 'my-images'

/** Stores pictures as files of the engine, each once by the digest of its bytes, with a CSV that lists them: from there on they are like any other list.
 *  @returns the project to walk through */
export async function importImages(
  client: Client,
  images: readonly LabelledFile<LocalFile>[],
  { signal, onProgress }: Call,
): Promise<Project> {
  const rows = [['label', 'url']]
  const stored = new Set((await client.files.list()).map(({ path }) => path))
  for (const [i, { file, label }] of images.entries()) {
    signal?.throwIfAborted()
    const bytes = new Uint8Array(await file.file.arrayBuffer())
    const path = `images/${await sha256(bytes)}.${imageExtension(bytes) ?? extensionOf(file.path)}`
    if (!stored.has(path)) await client.files.put(path, bytes)
    stored.add(path)
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

const extensionOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1).toLowerCase()
