import type { Backend, NetworkInfo } from '../../../src/contract/inception.ts'
import { createInception } from '../../../src/engine/models/inception/create-inception.ts'
import { decodeToBitmap } from '../../../src/engine/models/inception/decode-in-browser.ts'
import { decodeJpegPlanes } from '../../../src/engine/models/inception/decode-jpeg-planes.ts'
import type { DecodedImage } from '../../../src/engine/models/inception/decoded-image.ts'
import { createArenas } from '../../../src/engine/models/inception/jpeg/arena.ts'
import { createJpegDecoder } from '../../../src/engine/models/inception/jpeg/create-jpeg-decoder.ts'
import { createModelSources } from '../../../src/engine/models/sources/model-sources.ts'
import { createMemoryStorage } from '../../../src/engine/storage/memory.ts'
import { compareOnDevice, compareOnProcessor } from './compare-step.ts'
import { embedWhileLosing, type Loss } from './embed-while-losing.ts'

const spawn = () => {
  const worker = new Worker(new URL('../../../src/workers/inception.worker.ts', import.meta.url), {
    type: 'module',
  })
  return {
    endpoint: worker,
    terminate: () => worker.terminate(),
    onDeath: (listener: (reason: string) => void) => {
      worker.onerror = (event) => listener(event.message)
    },
  }
}
const inception = createInception({ spawn, cores: 2 })
const sources = createModelSources({
  storage: createMemoryStorage(),
  files: { read: async () => undefined },
  fetch,
  appUrl: location.origin,
})
let info: NetworkInfo

/** Loads the network at an address. */
async function load(modelUrl: string, backend?: Backend): Promise<Pick<NetworkInfo, 'backend' | 'reason'>> {
  const { files } = await sources.load(modelUrl)
  info = await inception.load(files, backend, {})
  return { backend: info.backend, reason: info.reason }
}

/** One output of some images, or the reason why there is none. */
async function embed(images: Uint8Array[], output: string): Promise<(number[] | string)[]> {
  const results = await inception.embed(info.digest, images, [output], {})
  return results.map((result) =>
    'error' in result ? result.error.message : Array.from(result.outputs[0]!.data),
  )
}

const fetchBytes = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer())

/** A JPEG of one colour. */
async function paint(width: number, height: number, colour: string): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')!
  context.fillStyle = colour
  context.fillRect(0, 0, width, height)
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
  return new Uint8Array(await blob.arrayBuffer())
}

const arenas = createArenas()
const decodeHere = createJpegDecoder(arenas)

/** The largest differences between a JPEG decoded to its planes, by the browser and by us, and to a bitmap; null where it has no
 *  planes. */
async function compareDecoders(bytes: Uint8Array): Promise<(number | null)[]> {
  const bitmap = await decodeToBitmap(bytes)
  return [await decodeJpegPlanes(bytes, arenas), decodeHere(bytes)].map((planar) => {
    if (!planar) return null
    let largest = planar.width === bitmap.width && planar.height === bitmap.height ? 0 : 256
    for (let y = 0; y < planar.height; y++) largest = Math.max(largest, farthestInRow(planar, bitmap, y))
    planar.close()
    return largest
  })
}

function farthestInRow(a: DecodedImage, b: DecodedImage, y: number): number {
  const left = a.rows(y, 1)
  const right = b.rows(y, 1)
  let most = 0
  for (let x = 0; x < a.width; x++)
    for (let c = 0; c < 3; c++)
      most = Math.max(most, Math.abs(left[x * a.channels + c]! - right[x * b.channels + c]!))
  return most
}

/** Painted images of so many colours through workers that fail. */
async function embedColoursWhileLosing(modelUrl: string, count: number, output: string, loss: Loss) {
  const { files } = await sources.load(modelUrl)
  const images = Array.from({ length: count }, (_, i) =>
    paint(16, 16, `rgb(${i * 5}, ${255 - i * 3}, ${(i * 40) % 256})`),
  )
  return embedWhileLosing(files, await Promise.all(images), output, loss)
}

const harness = {
  load,
  embedColoursWhileLosing,
  compareDecoders: async (base64: string) =>
    compareDecoders(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))),
  compareOnDevice,
  compareOnProcessor,
  embedUrls: async (urls: string[], output: string) => embed(await Promise.all(urls.map(fetchBytes)), output),
  embedPainted: async (width: number, height: number, colour: string, output: string) =>
    embed([await paint(width, height, colour)], output),
}

export type Harness = typeof harness
Object.assign(window, { harness })
