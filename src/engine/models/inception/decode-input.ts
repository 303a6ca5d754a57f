import { EngineError } from '../../../contract/errors.ts'
import type { Backend, Preprocessing } from '../../../contract/inception.ts'
import type { DecodeImage } from './decoded-image.ts'
import { preprocess } from './preprocess.ts'
import { readImageHeader } from './read-image-header.ts'

/** One image's bytes as the network's input, of shape (height, width, 3), or why they are none. The header is checked
 *  before anything is decoded, so that a few bytes cannot ask for gigabytes.
 *  @param room takes the input, where one is there to be used again */
export async function decodeInput(
  decode: DecodeImage,
  bytes: Uint8Array,
  how: Preprocessing,
  backend: Backend,
  room?: Float32Array,
): Promise<Float32Array | EngineError> {
  let format = 'image'
  try {
    format = `${readImageHeader(bytes).format.toUpperCase()} image`
    const image = await decode(bytes, backend)
    try {
      return preprocess(image, how, room)
    } finally {
      image.close()
    }
  } catch (error) {
    if (error instanceof EngineError) return error
    return new EngineError('bad-image', `The ${format} cannot be decoded: its data is damaged.`, undefined, {
      cause: error,
    })
  }
}
