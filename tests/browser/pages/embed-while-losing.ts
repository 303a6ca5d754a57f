import type { NetworkFiles } from '../../../src/contract/inception.ts'
import { createInception } from '../../../src/engine/models/inception/create-inception.ts'

/** What is lost in the middle: the graphics card's device, again and again; one worker; or nothing, the measure of both. */
export type Loss = 'device' | 'worker' | 'nothing'

/** Images through workers that fail in the middle.
 *  @returns backend before and after, with its reason; progress as it was told; and each image's values, or why it has none */
export async function embedWhileLosing(
  files: NetworkFiles,
  images: Uint8Array[],
  output: string,
  loss: Loss,
) {
  const workers: Worker[] = []
  const spawn = () => {
    const worker = new Worker(new URL('./losing-worker.ts', import.meta.url), { type: 'module' })
    workers.push(worker)
    return {
      endpoint: worker,
      terminate: () => worker.terminate(),
      onDeath: (listener: (reason: string) => void) => {
        worker.onerror = (event) => {
          event.preventDefault()
          listener(event.message)
        }
      },
    }
  }
  const inception = createInception({ cores: 2, spawn })
  const before = await inception.load(files, loss === 'device' ? undefined : 'wasm', {})
  const progress: number[] = []
  const results = await inception.embed(before.digest, images, [output], {
    onProgress: ({ done }) => {
      progress.push(done)
      if (loss === 'worker' && progress.length === 1) workers[0]!.postMessage('die')
    },
  })
  const after = inception.describe(before.digest)!
  inception.close()
  return {
    before: before.backend,
    backend: after.backend,
    reason: after.reason,
    workers: workers.length,
    progress,
    values: results.map((result) =>
      'error' in result ? result.error.message : Array.from(result.outputs[0]!.data),
    ),
  }
}
