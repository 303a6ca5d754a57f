import type { Backend, Preprocessing } from '../../../contract/inception.ts'

/** An image's pixels, read by rows, so that a very large one never has to be held as one array. */
export interface DecodedImage {
  width: number
  height: number
  /** 3: RGB; 4: RGBA whose alpha is ignored (decoders put transparent pixels on white). */
  channels: 3 | 4
  /** `count` rows from `first` on, row-major. The caller asks from top to bottom and reads before it asks again. */
  rows(first: number, count: number): Uint8Array | Uint8ClampedArray
  /** Writes what preprocess.ts gives, by a shorter way to the same numbers. */
  preprocess?(how: Preprocessing, output: Float32Array): void
  close(): void
}

/** Decodes the bytes of an image, upright by its EXIF orientation, without colour management (as libjpeg does).
 *  Rejects with any error on bytes that it cannot decode; the header has been checked before.
 *  @param backend what computes meanwhile: a graphics card leaves the processor's cores free */
export type DecodeImage = (bytes: Uint8Array, backend: Backend) => Promise<DecodedImage>

/** The simple case: all pixels at once. */
export function fromPixels(pixels: {
  width: number
  height: number
  channels: 3 | 4
  data: Uint8Array | Uint8ClampedArray
}): DecodedImage {
  const { width, height, channels, data } = pixels
  return {
    width,
    height,
    channels,
    rows: (first, count) => data.subarray(first * width * channels, (first + count) * width * channels),
    close: () => {},
  }
}
