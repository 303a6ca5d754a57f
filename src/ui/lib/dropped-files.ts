import type { PickedFile } from './sort-files.ts'

/** A dropped or picked file with its path. */
export interface LocalFile extends PickedFile {
  file: File
}

/** More than anybody drops on purpose; a home folder dropped by mistake must not freeze the page. */
const MAX_FILES = 20_000

/** Files of an <input type=file>, with or without folders. */
export function fromInput(files: FileList): LocalFile[] {
  return [...files].slice(0, MAX_FILES).map((file) => toLocal(file, file.webkitRelativePath || file.name))
}

/** Files of a drop, folders walked. The entries must be taken before the first await: a drop's data is gone after it. */
export async function fromDrop(transfer: DataTransfer): Promise<LocalFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  if (entries.length === 0) return fromInput(transfer.files)
  const found: LocalFile[] = []
  for (const entry of entries) await walk(entry, found)
  return found
}

/** What was pasted: files, text of several lines as a file, or the address of something; undefined where it is neither. */
export function fromPaste({ clipboardData }: ClipboardEvent): LocalFile[] | string | undefined {
  const files = clipboardData?.files
  if (files && files.length > 0) return fromInput(files)
  const text = clipboardData?.getData('text') ?? ''
  if (/^https?:\/\/\S+$/.test(text.trim())) return text.trim()
  return text.includes('\n') ? [toLocal(new File([text], 'pasted'), 'pasted')] : undefined
}

async function walk(entry: FileSystemEntry, found: LocalFile[]): Promise<void> {
  if (found.length >= MAX_FILES) return
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    )
    found.push(toLocal(file, entry.fullPath.replace(/^\//, '')))
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  for (;;) {
    // A reader gives a hundred at a time, and nothing when it is at the end.
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (batch.length === 0) return
    for (const child of batch) await walk(child, found)
  }
}

const toLocal = (file: File, path: string): LocalFile => ({ path, sizeBytes: file.size, file })
