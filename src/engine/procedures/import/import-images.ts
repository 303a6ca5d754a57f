import { EngineError } from '../../../contract/errors.ts'
import { imageExtension } from '../../../lib/image-extension.ts'
import { sha256 } from '../../../lib/sha256.ts'
import { checkCancelled } from '../../check-cancelled.ts'
import type { FileStore } from '../../context.ts'
import { openZip } from '../../models/sources/read-zip-member.ts'
import { param } from '../../params.ts'
import { defineProcedure } from '../define-procedure.ts'
import { readSource } from '../sources/read-source.ts'
import { IMAGE_NAME } from '../sources/recognise.ts'

/** Where pictures are kept, each once, by the digest of its bytes. */
export const IMAGE_FOLDER = 'images'

const MAX_IMAGE_BYTES = 64 * 1024 * 1024
const MAX_SKIPPED = 1_000

/** Pictures of a zip, or under a folder of stored files, to a dataset that lists them. */
export const importImages = defineProcedure({
  type: 'import.images',
  summary:
    'Imports the pictures of a zip, or of a folder of stored files (`file:///folder/`). The folder that holds a picture is its label. Pictures are kept as `file:///images/<digest>`, each once; the dataset lists them: label, url, path.',
  params: {
    dataFileUrl: param.url('A zip, or a folder of stored files that ends in `/`.'),
    outputDataset: param.outputDataset('The dataset to write; an existing one is replaced.', 'tabular'),
  },
  async run({ params, context, call }) {
    const source = /^file:.*\/$/i.test(params.dataFileUrl)
      ? await fromFolder(params.dataFileUrl, context.files)
      : fromZip((await readSource(params.dataFileUrl, context, call)).bytes)
    const { candidates, skipped } = sortCandidates(source.files)
    const rows: { path: string; label: string | null; url: string }[] = []
    for (const [i, path] of candidates.entries()) {
      checkCancelled(call)
      const bytes = await source.read(path)
      const extension = imageExtension(bytes)
      if (extension === undefined)
        skipped.push({ path, reason: 'its content is no picture that can be shown' })
      else rows.push({ path, label: labelOf(path), url: await keepImage(context.files, bytes, extension) })
      call.onProgress?.({ phase: 'images', step: 'store', done: i + 1, total: candidates.length })
    }
    if (rows.length === 0) {
      throw new EngineError(
        'bad-file',
        `${params.dataFileUrl} holds no pictures (JPEG, PNG, GIF, WebP, BMP, AVIF)`,
      )
    }
    const writer = await context.datasets.write(params.outputDataset, call)
    try {
      await writer.append({
        rowNames: rows.map((_, i) => String(i + 1)),
        columns: (['label', 'url', 'path'] as const).map((column) => ({
          path: [column],
          values: rows.map((row) => row[column]),
        })),
      })
      await writer.commit()
    } finally {
      await writer.abort()
    }
    const imageCount = new Set(rows.map(({ url }) => url)).size
    return {
      status: {
        rowCount: rows.length,
        imageCount,
        skippedCount: skipped.length,
        skipped: skipped.slice(0, MAX_SKIPPED),
      },
    }
  },
})

interface ImageSource {
  files: readonly { path: string; sizeBytes: number }[]
  read(path: string): Promise<Uint8Array>
}

function fromZip(bytes: Uint8Array): ImageSource {
  const zip = openZip(bytes)
  return {
    files: zip.members.map(({ name, sizeBytes }) => ({ path: name, sizeBytes })),
    read: async (path) => zip.read(path),
  }
}

async function fromFolder(url: string, files: FileStore): Promise<ImageSource> {
  const prefix = decodeURIComponent(url.replace(/^file:\/*/i, ''))
  const found = await files.list(prefix)
  return {
    files: found.map(({ path, sizeBytes }) => ({ path: path.slice(prefix.length), sizeBytes })),
    read: async (path) => (await files.read(prefix + path)) ?? new Uint8Array(),
  }
}

/** Tells by their names what may be a picture; hidden files and what systems add are left out without a word. */
function sortCandidates(files: ImageSource['files']) {
  const candidates: string[] = []
  const skipped: { path: string; reason: string }[] = []
  for (const { path, sizeBytes } of files) {
    const elements = path.split('/')
    if (path.endsWith('/') || elements.some((element) => element.startsWith('.') || element === '__MACOSX'))
      continue
    if (!IMAGE_NAME.test(path)) skipped.push({ path, reason: 'its name is not that of a picture' })
    else if (sizeBytes === 0) skipped.push({ path, reason: 'it is empty' })
    else if (sizeBytes > MAX_IMAGE_BYTES)
      skipped.push({ path, reason: `it is larger than ${MAX_IMAGE_BYTES >> 20} MB` })
    else candidates.push(path)
  }
  return { candidates: candidates.sort(), skipped }
}

/** The folder that holds it; NULL where there is none. */
const labelOf = (path: string): string | null => path.split('/').at(-2) ?? null

/** Stores a picture unless it is there. @returns its address */
async function keepImage(files: FileStore, bytes: Uint8Array, extension: string): Promise<string> {
  const path = `${IMAGE_FOLDER}/${await sha256(bytes)}.${extension}`
  if ((await files.list(path)).length === 0) await files.write(path, bytes)
  return `file:///${path}`
}
