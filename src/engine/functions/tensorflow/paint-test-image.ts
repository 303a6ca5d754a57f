import { zlibSync } from 'fflate'
import { crc32 } from '../../models/sources/crc32.ts'

/** A PNG of stripes in changing colours, for measuring: every decoder takes it, and no two seeds give the same bytes. */
export function paintTestImage(width: number, height: number, seed: number): Uint8Array {
  // Each row begins with the byte 0: it is stored as it is.
  const pitch = width * 3 + 1
  const rows = new Uint8Array(pitch * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width * 3; x++) rows[y * pitch + 1 + x] = (x * (seed + 3) + y * 7) & 255
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  // Eight bits a channel, RGB.
  header.set([8, 2, 0, 0, 0], 8)
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10),
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(rows, { level: 1 })),
    chunk('IEND', new Uint8Array(0)),
  ]
  const image = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    image.set(part, at)
    at += part.length
  }
  return image
}

/** Length, type, content, and the CRC of type and content. */
function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + content.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, content.length)
  bytes.set(new TextEncoder().encode(type), 4)
  bytes.set(content, 8)
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)))
  return bytes
}
