import { BACKENDS, type Backend } from '../../../contract/inception.ts'
import type { Call } from '../../../contract/progress.ts'
import type { ModelInfo, ModelSpeed } from '../../../contract/rest.ts'
import type { EngineContext } from '../../context.ts'
import { createModelSources, type ModelSources } from '../../models/sources/model-sources.ts'
import { paintTestImage } from './paint-test-image.ts'

type World = Pick<EngineContext, 'storage' | 'files' | 'fetch' | 'appUrl'>

const sources = new WeakMap<object, ModelSources>()

/** The networks that an engine can name or load: the same for its functions and for `/v1/models`. */
export function modelSources({ storage, files, fetch, appUrl }: World): ModelSources {
  const known = sources.get(storage)
  if (known) return known
  const created = createModelSources({ storage, files, fetch, appUrl })
  sources.set(storage, created)
  return created
}

/** What `/v1/models` does. */
export interface ModelRegistry {
  list(call?: Call): Promise<ModelInfo[]>
  /** Reads a network from where it is, verifies it and keeps it. Progress in bytes.
   *  @param modelFileUrl a name from the list, or an address, as `tensorflow.graph` takes it
   *  @throws EngineError as `ModelSources.load` */
  keep(modelFileUrl: string, call?: Call): Promise<ModelInfo>
  /** Forgets what is kept. @throws EngineError `not-found` */
  remove(digest: string): Promise<void>
  /** Runs a few images through a network and keeps how fast that was. Progress in images.
   *  @param backend `auto` for the fastest that works */
  measure(modelFileUrl: string, backend: Backend | 'auto', call?: Call): Promise<ModelSpeed>
}

export const CHOICES = ['auto', ...BACKENDS] as const

/** Images that are computed to get ready, and those that are timed. */
const WARM_UP = 2
const TIMED = 12

export function createModelRegistry(
  context: World & Pick<EngineContext, 'inception'>,
  now: () => number = Date.now,
): ModelRegistry {
  const { inception } = context
  return {
    list: (call) => modelSources(context).list(call),
    keep: async (modelFileUrl, call) => (await modelSources(context).load(modelFileUrl, call)).info,
    remove: (digest) => modelSources(context).remove(digest),
    measure: async (modelFileUrl, backend, call = {}) => {
      const { files, info } = await modelSources(context).load(modelFileUrl, call)
      const network = await inception.load(files, backend === 'auto' ? undefined : backend, call)
      const { width, height } = files.preprocessing
      const images = Array.from({ length: WARM_UP + TIMED }, (_, i) => paintTestImage(width, height, i))
      await inception.embed(network.digest, images.slice(0, WARM_UP), [info.output], {
        ...(call.signal ? { signal: call.signal } : {}),
      })
      const started = performance.now()
      await inception.embed(network.digest, images.slice(WARM_UP), [info.output], call)
      const seconds = (performance.now() - started) / 1000
      // It may have moved to another backend meanwhile.
      const { backend: used, reason } = inception.describe(network.digest) ?? network
      const speed: ModelSpeed = {
        backend: used,
        reason,
        imagesPerSecond: TIMED / seconds,
        images: TIMED,
        measured: new Date(now()).toISOString(),
      }
      await modelSources(context).putSpeed(network.digest, speed)
      return speed
    },
  }
}
