import type { LocalFile } from '../../../lib/dropped-files.ts'
import { imageType } from '../../../lib/image-sources.ts'

/** Files to look at, each by itself. */
export interface SourceFile {
  name: string
  file: Blob
}

/** Pictures are imported together: they become one zip, stored without compressing, in which their folders are their
 *  labels. Everything else stays a file of its own; hidden files are left out. */
export async function packPictures(files: readonly LocalFile[]): Promise<SourceFile[]> {
  const visible = files.filter(
    ({ path }) => !path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX'),
  )
  const pictures = visible.filter(({ path }) => imageType(path) !== undefined)
  const others = visible.filter(({ path }) => imageType(path) === undefined)
  const sources = others.map(({ path, file }): SourceFile => ({ name: path, file }))
  if (pictures.length === 0) return sources
  return [{ name: nameOf(pictures), file: await zip(pictures) }, ...sources]
}

/** The folder that all are in, if it is one. */
function nameOf(pictures: readonly LocalFile[]): string {
  const folders = new Set(pictures.map(({ path }) => (path.includes('/') ? path.split('/')[0]! : '')))
  const [only] = folders
  return folders.size === 1 && only ? only : 'pictures'
}

/** The library is loaded when it is first needed; pieces go to the browser as they come, so that it may keep them on
 *  disk. */
async function zip(files: readonly LocalFile[]): Promise<Blob> {
  const { Zip, ZipPassThrough } = await import('fflate')
  const pieces: Blob[] = []
  let failure: unknown
  const archive = new Zip((error, bytes) => {
    if (error) failure = error
    else pieces.push(new Blob([bytes as Uint8Array<ArrayBuffer>]))
  })
  for (const { path, file } of files) {
    const entry = new ZipPassThrough(path)
    archive.add(entry)
    entry.push(new Uint8Array(await file.arrayBuffer()), true)
    if (failure) throw failure
  }
  archive.end()
  if (failure) throw failure
  return new Blob(pieces, { type: 'application/zip' })
}
