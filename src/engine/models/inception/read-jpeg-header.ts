/** Size of a JPEG from its frame header, and whether the end-of-image marker follows its data.
 *  undefined if it has no frame. Reads markers only: bounded by the file's length. */
export function readJpegHeader(view: DataView): { width: number; height: number; ends: boolean } | undefined {
  let size: { width: number; height: number } | undefined
  let at = 2
  while (at + 4 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at++ // any number of fill bytes may precede a marker
      continue
    }
    const length = view.getUint16(at + 2)
    if (isFrame(marker) && at + 9 <= view.byteLength)
      size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    if (marker === START_OF_SCAN) return size && { ...size, ends: hasEndMarker(view, at + 2 + length) }
    if (length < 2) return undefined
    at += 2 + length
  }
  return size && { ...size, ends: false }
}

const START_OF_SCAN = 0xda

/** SOF0 to SOF15, without the three codes among them that mean other things (DHT, JPG, DAC). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

/** From the end, because cameras append previews and padding after the marker. */
function hasEndMarker(view: DataView, from: number): boolean {
  for (let at = view.byteLength - 2; at >= from; at--)
    if (view.getUint8(at) === 0xff && view.getUint8(at + 1) === 0xd9) return true
  return false
}
