/** A file as `FileSystemSyncAccessHandle` gives it: the part of that interface that is used here, so that the same code
 *  runs over the browser's private file system and, in tests, over memory. */
export interface SyncFile {
  /** @returns bytes read; fewer than asked for only at the end of the file */
  read(into: Uint8Array, options: { at: number }): number
  /** @returns bytes written; fewer than given where the disk is full */
  write(bytes: Uint8Array, options: { at: number }): number
  truncate(size: number): void
  getSize(): number
  /** Returns once everything written is on the disk. */
  flush(): void
  close(): void
}

/** Writes all of `bytes`. @throws DOMException `QuotaExceededError` where there is no room for them */
export function writeAll(file: SyncFile, bytes: Uint8Array, at: number): void {
  const written = file.write(bytes, { at })
  if (written < bytes.length) throw new DOMException('the file could not grow', 'QuotaExceededError')
}

/** `size` bytes from `at`, fewer where the file ends before. */
export function readUpTo(file: SyncFile, at: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  const read = file.read(bytes, { at })
  return read === size ? bytes : bytes.slice(0, read)
}
