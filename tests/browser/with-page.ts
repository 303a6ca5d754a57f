import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { type LaunchOptions, launchBrowser } from './launch.ts'

export interface PageTools {
  page: Page
  context: BrowserContext
  profile: string
}

/** Runs `body` with a page in a browser with a fresh profile, and cleans up after it. A page error (an exception
 *  nobody caught) fails the test, whatever else happened. */
export async function withPage(
  body: (tools: PageTools) => Promise<void>,
  options: Omit<LaunchOptions, 'profile'> = {},
): Promise<void> {
  const profile = await mkdtemp(join(tmpdir(), 'mldb-web-profile-'))
  const context = await launchBrowser({ ...options, profile })
  const page = context.pages()[0] ?? (await context.newPage())
  const errors: Error[] = []
  page.on('pageerror', (error) => errors.push(error))
  try {
    await body({ page, context, profile })
  } finally {
    await context.close().catch(() => {}) // a test may have killed it
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
  if (errors[0]) throw errors[0]
}
