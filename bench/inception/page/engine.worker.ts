import { expose, transfer } from 'comlink'
import type { NetworkFiles } from '../../../src/contract/inception.ts'
import { takeCounts, watchWebGpu } from './count-dispatches.ts'
import { RUNNERS, type Runner } from './runners.ts'

let runner: Runner | undefined

/** Numbers like pixels, the same for every runner. */
const image = (images: number): Float32Array =>
  Float32Array.from({ length: images * 299 * 299 * 3 }, (_, i) => Math.sin(i * 0.01) * Math.cos(i * 0.0007))

const api = {
  load: async (name: string, files: NetworkFiles, threads: number): Promise<void> => {
    if (name.endsWith('webgpu')) watchWebGpu()
    runner = await RUNNERS[name]!(files, threads)
  },
  /** Runs batches one after the other.
   *  @returns milliseconds in all, and the last result */
  run: async (batches: number, images: number) => {
    const pixels = image(images)
    const start = performance.now()
    let result = new Float32Array()
    for (let i = 0; i < batches; i++)
      result = (await runner!.run(pixels, images)) as Float32Array<ArrayBuffer>
    const milliseconds = performance.now() - start
    const copy = result.slice()
    return transfer({ milliseconds, result: copy, bytes: runner!.bytes() }, [copy.buffer])
  },
  counts: takeCounts,
  /** Keeps a core busy. */
  spin: (milliseconds: number): number => {
    const end = performance.now() + milliseconds
    let turns = 0
    while (performance.now() < end) turns++
    return turns
  },
}

export type EngineWorker = typeof api
expose(api)
