import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** One network of a folder, as `models/index.json` has it. */
export interface ServedModel {
  name: string
  /** Of its model.json, relative to `models/`. */
  path: string
  sizeBytes: number
  /** Changes when one of its files does. */
  stamp: string
}

/** The networks in a folder: each a folder of its own with a model.json. */
export async function listModels(folder: string | undefined): Promise<ServedModel[]> {
  if (folder === undefined) return []
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const models: ServedModel[] = []
  for (const entry of entries) {
    if (!entry.isDirectory() && !entry.isSymbolicLink()) continue
    const files = await readdir(join(folder, entry.name)).catch((): string[] => [])
    if (!files.includes('model.json')) continue
    const stats = await Promise.all(files.map((file) => stat(join(folder, entry.name, file))))
    models.push({
      name: entry.name,
      path: `${encodeURIComponent(entry.name)}/model.json`,
      sizeBytes: stats.reduce((sum, { size }) => sum + size, 0),
      stamp: String(Math.max(...stats.map(({ mtimeMs }) => Math.round(mtimeMs)))),
    })
  }
  return models.sort((a, b) => (a.name < b.name ? -1 : 1))
}
