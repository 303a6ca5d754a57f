import { expose } from 'comlink'
import type { RestRequest } from '../../../src/contract/rest.ts'
import { createEngine, type Engine } from '../../../src/engine/engine.ts'
import { sqliteWasmUrl } from '../../../src/engine/sqlite/wasm-url.ts'
import { openBrowserStorage } from '../../../src/engine/storage/open-browser-storage.ts'

const never = () => Promise.reject(new Error('not here'))
let engine: Engine | undefined

/** An engine over the storage that the app would open, without networks and learners. */
const harness = {
  /** @param refused true: as in a window that has no private files */
  async open(refused: boolean): Promise<void> {
    engine?.close()
    engine = undefined
    if (refused) {
      const getDirectory = () => Promise.reject(new DOMException('no', 'SecurityError'))
      Object.defineProperty(navigator.storage, 'getDirectory', { configurable: true, value: getDirectory })
    }
    engine = await createEngine({
      storage: await openBrowserStorage('full disk'),
      sqlite: { locateFile: () => sqliteWasmUrl },
      inception: { load: never, embed: never, describe: () => undefined },
      learning: { train: never } as never,
      fetch: never as never,
    })
  },
  request: (request: RestRequest) => engine!.request(request),
}

export type Harness = typeof harness
expose(harness)
