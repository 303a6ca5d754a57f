import type { Backend, NetworkInfo } from '../../../src/contract/inception.ts'
import { createInception } from '../../../src/engine/models/inception/create-inception.ts'
import { createModelSources } from '../../../src/engine/models/sources/model-sources.ts'
import { createMemoryStorage } from '../../../src/engine/storage/memory.ts'
import { compareOnDevice, compareOnProcessor } from './compare-step.ts'

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

const harness = {
  load,
  compareOnDevice,
  compareOnProcessor,
  embedUrls: async (urls: string[], output: string) => embed(await Promise.all(urls.map(fetchBytes)), output),
  embedPainted: async (width: number, height: number, colour: string, output: string) =>
    embed([await paint(width, height, colour)], output),
}

export type Harness = typeof harness
Object.assign(window, { harness })
