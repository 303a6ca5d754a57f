import { imageType } from './image-sources.ts'

/** A file as it was dropped or picked; `path` is relative to what was dropped, `animals/cat/1.jpg`. */
export interface PickedFile {
  path: string
  sizeBytes: number
}

export interface LabelledFile<T extends PickedFile> {
  file: T
  label: string
}

export interface SortedFiles<T extends PickedFile> {
  images: LabelledFile<T>[]
  /** Images with no folder around them: they need a label. */
  unlabelled: T[]
  /** Tables that may list images. */
  tables: T[]
  /** Everything else, with the reason why it is left out. */
  left: { path: string; reason: string }[]
}

/** Sorts what was dropped. The folder that holds an image is its label, however deep; nothing is guessed at. */
export function sortFiles<T extends PickedFile>(files: readonly T[]): SortedFiles<T> {
  const sorted: SortedFiles<T> = { images: [], unlabelled: [], tables: [], left: [] }
  for (const file of files) {
    const elements = file.path.split('/').filter((element) => element !== '')
    const name = elements.at(-1) ?? ''
    const leave = (reason: string) => sorted.left.push({ path: file.path, reason })
    if (elements.some((element) => element.startsWith('.') || element === '__MACOSX')) leave('a hidden file')
    else if (/\.csv$/i.test(name)) sorted.tables.push(file)
    else if (imageType(name) === undefined)
      leave('not a picture that can be read (JPEG, PNG, WebP, GIF, BMP, AVIF)')
    else if (file.sizeBytes === 0) leave('an empty file')
    else if (elements.length < 2) sorted.unlabelled.push(file)
    else sorted.images.push({ file, label: elements.at(-2)! })
  }
  return sorted
}

/** How many of each label, most frequent first. */
export function countLabels(images: readonly { label: string }[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const { label } of images) counts.set(label, (counts.get(label) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
}

/** What keeps a set of labelled images from being worth training on; undefined where nothing does. */
export function whyTooFew(images: readonly { label: string }[]): string | undefined {
  const counts = countLabels(images)
  if (counts.length === 0) return 'No pictures yet.'
  if (counts.length === 1)
    return 'All pictures have one label; a classifier needs at least two to tell apart.'
  const few = counts.filter(([, count]) => count < 4)
  if (few.length === 0) return undefined
  return `Half of the pictures are kept for testing, so each label needs at least four: ${few.map(([label, count]) => `${label} has ${count}`).join(', ')}.`
}
