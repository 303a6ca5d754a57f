import { type Endpoint, expose, type Remote, releaseProxy, transfer } from 'comlink'
import type { TrainingTally } from './training-tally.ts'
import type { Trees } from './tree.ts'
import { createTreeWorker, type TreeWorkerApi } from './worker-api.ts'

/** Makes whatever runs this a worker of the pool: `self` in a browser, `nodeEndpoint(parentPort)` in Node. */
export function exposeTrees(endpoint?: Endpoint): void {
  const worker = createTreeWorker()
  const api: TreeWorkerApi = {
    ...worker,
    tally() {
      const tally = worker.tally()
      return tally && transfer(tally, talliedBuffers(tally))
    },
    async train(request, onDone) {
      try {
        const parts = await worker.train(request, onDone)
        return transfer(
          parts,
          parts.flatMap((part) => ('kind' in part ? [] : buffersOf(part))),
        )
      } finally {
        // Else its port stays open, and keeps Node from ending.
        const remote = onDone as Partial<Remote<() => void>>
        remote[releaseProxy]?.()
      }
    },
  }
  expose(api, endpoint)
}

const talliedBuffers = ({ gains, outOfBag, permutation }: TrainingTally): ArrayBuffer[] =>
  [gains, outOfBag?.sums, outOfBag?.counts, permutation].flatMap((array) =>
    array ? [array.buffer as ArrayBuffer] : [],
  )

function buffersOf(trees: Trees): ArrayBuffer[] {
  return Object.values(trees).map((array) => array.buffer as ArrayBuffer)
}
