import { readdirSync, readFileSync } from 'node:fs'
import sharp from 'sharp'

const FOLDER = 'public/samples/photos'

/** Typical photographs: the sample's, enlarged to between one and two megapixels, with the noise of a camera's sensor,
 *  without which an enlarged picture decodes faster than a taken one. Equal on every run. */
export async function makePhotos(count: number): Promise<Uint8Array[]> {
  const names = readdirSync(FOLDER).sort()
  const photos: Uint8Array[] = []
  for (let i = 0; i < count; i++) {
    const original = readFileSync(`${FOLDER}/${names[i % names.length]}`)
    const { width, height } = await sharp(original).metadata()
    const pixels = 1_000_000 * (1 + ((i * 37) % 101) / 101)
    const scale = Math.sqrt(pixels / (width * height))
    const size = { width: Math.round(width * scale), height: Math.round(height * scale) }
    const noisy = addNoise(await sharp(original).resize(size).removeAlpha().raw().toBuffer(), i)
    photos.push(
      await sharp(noisy, { raw: { ...size, channels: 3 } })
        .jpeg({ quality: 85 })
        .toBuffer(),
    )
  }
  return photos
}

/** Up to six of 255 either way, the same for all colours of a pixel. */
function addNoise(pixels: Buffer, seed: number): Buffer {
  let state = seed + 1
  for (let i = 0; i < pixels.length; i += 3) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    const noise = ((state >>> 24) % 13) - 6
    for (let c = 0; c < 3; c++) pixels[i + c] = Math.min(255, Math.max(0, pixels[i + c]! + noise))
  }
  return pixels
}
