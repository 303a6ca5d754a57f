import type { SyncFile } from '../../src/engine/storage/log-structured/sync-file.ts'

/** A file in memory. `disk.free` bytes may still be written beyond the ends of the files on that disk. */
export class MemoryFile implements SyncFile {
  bytes = new Uint8Array()
  private readonly disk: { free: number }

  constructor(disk: { free: number } = { free: Number.POSITIVE_INFINITY }) {
    this.disk = disk
  }

  read(into: Uint8Array, { at }: { at: number }): number {
    const found = this.bytes.subarray(at, at + into.length)
    into.set(found)
    return found.length
  }

  write(bytes: Uint8Array, { at }: { at: number }): number {
    const fits = Math.min(bytes.length, Math.max(0, this.bytes.length - at) + this.disk.free)
    if (at + fits > this.bytes.length) this.truncate(at + fits)
    this.bytes.set(bytes.subarray(0, fits), at)
    return fits
  }

  truncate(size: number): void {
    this.disk.free -= size - this.bytes.length
    const kept = this.bytes.subarray(0, size)
    this.bytes = new Uint8Array(size)
    this.bytes.set(kept)
  }

  getSize(): number {
    return this.bytes.length
  }

  flush(): void {}
  close(): void {}

  /** A copy, as a crash leaves it. */
  copy(): MemoryFile {
    const file = new MemoryFile()
    file.bytes = this.bytes.slice()
    return file
  }
}

export interface MemoryFiles {
  manifests: [MemoryFile, MemoryFile]
  data: MemoryFile
}

export const memoryFiles = (disk?: { free: number }): MemoryFiles => ({
  manifests: [new MemoryFile(disk), new MemoryFile(disk)],
  data: new MemoryFile(disk),
})

export const copyFiles = ({ manifests: [a, b], data }: MemoryFiles): MemoryFiles => ({
  manifests: [a.copy(), b.copy()],
  data: data.copy(),
})
