import { readExifOrientation } from './read-exif-orientation.ts'

export interface JpegHeader {
  width: number
  height: number
  /** By EXIF: 1 is upright as stored, 2 to 8 are turned or mirrored. */
  orientation: number
  /** Whether the end-of-image marker follows its data. */
  ends: boolean
}

/** Size of a JPEG from its frame header, and what stands before its data. undefined if it has no frame. Reads markers
 *  only: bounded by the file's length. */
export function readJpegHeader(view: DataView): JpegHeader | undefined {
  let size: { width: number; height: number } | undefined
  let orientation = 1
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
    if (marker === APP1) orientation = readExifOrientation(view, at + 4, at + 2 + length) ?? orientation
    if (marker === START_OF_SCAN)
      return size && { ...size, orientation, ends: hasEndMarker(view, at + 2 + length) }
    if (length < 2) return undefined
    at += 2 + length
  }
  return size && { ...size, orientation, ends: false }
}

const APP1 = 0xe1
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
