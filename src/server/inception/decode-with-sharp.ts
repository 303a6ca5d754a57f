// inception/ is the Node side of the networks' workers: decoding with sharp, and the worker thread itself. The network
// code is the engine's own; start with spawn-inception.ts.
import sharp from 'sharp'
import { type DecodedImage, fromPixels } from '../../engine/models/inception/decoded-image.ts'
import { MAX_PIXELS } from '../../engine/models/inception/read-image-header.ts'

/** Decodes by libvips: upright by EXIF, transparent pixels on white, colour profiles ignored, as the browser's decoder
 *  is set to do. Rejects on damaged data. */
export async function decodeWithSharp(bytes: Uint8Array): Promise<DecodedImage> {
  const { data, info } = await sharp(bytes, {
    limitInputPixels: MAX_PIXELS,
    failOn: 'truncated',
    ignoreIcc: true,
  })
    .rotate()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  if (info.channels !== 3) throw new Error(`expected 3 channels, not ${info.channels}`)
  return fromPixels({ width: info.width, height: info.height, channels: 3, data })
}
