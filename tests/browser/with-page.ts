import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll } from 'vitest'
import { type BrowserOptions, type ContextOptions, contextOptions, launchForContexts } from './launch.ts'

export interface PageTools {
  page: Page
  context: BrowserContext
}

/** One browser for all tests of a file, for a start costs more than most tests; one more where WebGPU is asked for. */
const browsers = new Map<boolean, Promise<Browser>>()

afterAll(async () => {
  for (const browser of browsers.values()) await (await browser).close()
})

/** Runs `body` with a page whose storage nobody else sees, and cleans up after it. A page error (an exception nobody
 *  caught) fails the test, whatever else happened. */
export async function withPage(
  body: (tools: PageTools) => Promise<void>,
  { softwareWebGpu = false, ...options }: BrowserOptions & ContextOptions = {},
): Promise<void> {
  const launched = browsers.get(softwareWebGpu) ?? launchForContexts({ softwareWebGpu })
  browsers.set(softwareWebGpu, launched)
  const context = await (await launched).newContext(contextOptions(options))
  const page = await context.newPage()
  const errors: Error[] = []
  page.on('pageerror', (error) => errors.push(error))
  try {
    await body({ page, context })
  } finally {
    await context.close()
  }
  if (errors[0]) throw errors[0]
}
