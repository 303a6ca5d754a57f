import { transfer } from 'comlink'
import type { EmbedResult } from '../../../contract/inception.ts'
import type { InceptionWorkerApi } from './worker-api.ts'

/** The embedder as it is exposed to the pool: features are moved, not copied. */
export const toWorkerApi = (embedder: InceptionWorkerApi): InceptionWorkerApi => ({
  ...embedder,
  embed: async (request) => {
    const reply = await embedder.embed(request)
    return 'value' in reply ? transfer(reply, buffersOf(reply.value)) : reply
  },
})

const buffersOf = (results: EmbedResult[]): ArrayBuffer[] =>
  results.flatMap((result) =>
    'outputs' in result ? result.outputs.map((output) => output.data.buffer as ArrayBuffer) : [],
  )
