/** How far into a file its `ispe` box is looked for; it stands in the `meta` box at the start. */
const SEARCH_BYTES = 65_536

const ISPE = 0x69737065

/** Size of an AVIF image: the largest `ispe` (image spatial extents) box near its start, since a thumbnail or an
 *  alpha plane has one too. undefined if it has none. */
export function readAvifSize(view: DataView): { width: number; height: number } | undefined {
  let largest: { width: number; height: number } | undefined
  const end = Math.min(view.byteLength, SEARCH_BYTES) - 16
  for (let at = 4; at < end; at++) {
    if (view.getUint32(at) !== ISPE) continue
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) }
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size
  }
  return largest
}
