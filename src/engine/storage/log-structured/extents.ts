/** A range of bytes of a file. */
export interface Extent {
  at: number
  size: number
}

/** Which ranges of a file are in use. Ranges start at multiples of 8. */
export class Extents {
  /** Free ranges below `end`, in order, none touching another. */
  private free: Extent[] = []
  /** Where the last range in use ends. */
  end = 0

  /** @param used ranges in use, in any order; where they overlap (after damage) none of it is free */
  constructor(used: readonly Extent[]) {
    for (const { at, size } of [...used].sort((a, b) => a.at - b.at)) {
      if (at > this.end) this.free.push({ at: this.end, size: at - this.end })
      this.end = Math.max(this.end, at + round(size))
    }
  }

  /** Takes a range, the first that is large enough. */
  take(size: number): number {
    const needed = round(size)
    const index = this.free.findIndex((range) => range.size >= needed)
    const range = this.free[index]
    if (!range) {
      const at = this.end
      this.end += needed
      return at
    }
    const { at } = range
    if (range.size === needed) this.free.splice(index, 1)
    else this.free[index] = { at: at + needed, size: range.size - needed }
    return at
  }

  /** Gives a range back, as it was taken. */
  give({ at, size: bytes }: Extent): void {
    const size = round(bytes)
    if (size === 0) return
    let index = this.free.findIndex((range) => range.at > at)
    if (index < 0) index = this.free.length
    const before = this.free[index - 1]
    const after = this.free[index]
    const merged: Extent = { at, size }
    let from = index
    let count = 0
    if (before && before.at + before.size === at) {
      merged.at = before.at
      merged.size += before.size
      from--
      count++
    }
    if (after && at + size === after.at) {
      merged.size += after.size
      count++
    }
    if (merged.at + merged.size === this.end) {
      this.end = merged.at
      this.free.splice(from, count)
    } else this.free.splice(from, count, merged)
  }
}

const round = (size: number): number => Math.ceil(size / 8) * 8
