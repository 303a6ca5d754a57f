const EXIF = 0x45786966
const ORIENTATION = 0x0112
const LITTLE_ENDIAN = 0x4949

/** The orientation that an APP1 segment states (EXIF 2.3, tag 0x0112): 1 is upright as stored. undefined if it states
 *  none, or is no EXIF.
 *  @param from start of the segment's data
 *  @param to its end; what is beyond is not read */
export function readExifOrientation(view: DataView, from: number, to: number): number | undefined {
  const end = Math.min(to, view.byteLength)
  const tiff = from + 6
  if (tiff + 8 > end || view.getUint32(from) !== EXIF) return undefined
  const little = view.getUint16(tiff) === LITTLE_ENDIAN
  const directory = tiff + view.getUint32(tiff + 4, little)
  if (directory + 2 > end) return undefined
  const count = view.getUint16(directory, little)
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + i * 12
    if (entry + 12 > end) return undefined
    if (view.getUint16(entry, little) === ORIENTATION) return view.getUint16(entry + 8, little)
  }
  return undefined
}
