import type { Buffer } from './plan.ts'

/** Where in one memory each buffer lies, so that two that are needed at the same time do not overlap, and the size of
 *  that memory, in numbers. Greedy by size (Pisarchyk and Lee 2020, "Efficient Memory Management for Deep Neural Net
 *  Inference"): the largest first, each at the lowest place that is free as long as it is needed.
 *  @param align every offset is a multiple of this */
export function assignOffsets(
  buffers: readonly Buffer[],
  align: number,
): { offsets: number[]; size: number } {
  const sizes = buffers.map(({ size }) => Math.ceil(size / align) * align)
  const order = buffers.map((_, i) => i).sort((a, b) => sizes[b]! - sizes[a]!)
  const offsets = new Array<number>(buffers.length).fill(0)
  const placed: number[] = []
  for (const index of order) {
    const { from, to } = buffers[index]!
    const inTheWay = placed
      .filter((other) => buffers[other]!.from <= to && buffers[other]!.to >= from)
      .sort((a, b) => offsets[a]! - offsets[b]!)
    let offset = 0
    for (const other of inTheWay) {
      if (offset + sizes[index]! <= offsets[other]!) break
      offset = Math.max(offset, offsets[other]! + sizes[other]!)
    }
    offsets[index] = offset
    placed.push(index)
  }
  const size = buffers.reduce((most, _, i) => Math.max(most, offsets[i]! + sizes[i]!), 0)
  return { offsets, size }
}
