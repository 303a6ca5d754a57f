import { wrap } from 'comlink'
import type { Harness } from './engine-worker.ts'

const harness = wrap<Harness>(new Worker(new URL('./engine-worker.ts', import.meta.url), { type: 'module' }))

/** What the test calls in the page. */
const page = {
  open: (refused: boolean) => harness.open(refused),
  request: async (...[request]: Parameters<Harness['request']>) => {
    const { status, body } = await harness.request(request)
    return { status, body }
  },
}

export type Page = typeof page
Object.assign(window, { harness: page })
