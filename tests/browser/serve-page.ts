import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { createAppHandler } from '../../src/server/app/app-handler.ts'
import { serveFolder } from '../../src/server/app/serve-folder.ts'
import { listen } from '../../src/server/listen.ts'

/** Builds a page of pages/ with its workers and serves it as the app is served, with `models/` and the samples: a worker of one
 *  file starts in a tenth of the time that a development server takes for its hundred modules. */
export async function servePage(
  name: string,
  models: string,
): Promise<{ address: string; close(): Promise<void> }> {
  const root = mkdtempSync(join(tmpdir(), 'page-'))
  const page = `tests/browser/pages/${name}.html`
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: root, minify: false, target: 'esnext', rolldownOptions: { input: page } },
  })
  const handle = createAppHandler({ root, models })
  const { address, close } = await listen(async (request, response) => {
    const path = request.url ?? '/'
    if (path.startsWith('/samples/') && (await serveFolder('public', path, request, response, {}))) return
    await handle(request, response)
  }, 0)
  return {
    address: new URL(page, address).href,
    close: async () => {
      await close()
      rmSync(root, { recursive: true })
    },
  }
}
