// tests/browser/ drives the built app in a real Chromium. launch.ts alone knows where the browser is and its flags;
// scripts/start-app.ts starts the app's own server; a test uses withPage and gets storage of its own. Start with
// walkthrough.browser.test.ts.
import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { findChromium } from '../../scripts/find-chromium.ts'

export interface BrowserOptions {
  /** WebGPU on the CPU (SwiftShader): correct and slow. */
  softwareWebGpu?: boolean
}

export interface ContextOptions {
  viewport?: { width: number; height: number }
  colorScheme?: 'light' | 'dark'
}

export interface LaunchOptions extends BrowserOptions, ContextOptions {
  /** Folder of the profile. What the page stores there outlives the browser. */
  profile: string
}

/** Opens a headless Chromium on a profile. Close the context, or kill its process, when done. */
export function launchBrowser(options: LaunchOptions): Promise<BrowserContext> {
  return chromium.launchPersistentContext(options.profile, {
    ...browserOptions(options),
    ...contextOptions(options),
  })
}

/** Opens a headless Chromium for contexts whose storage ends with them. */
export const launchForContexts = (options: BrowserOptions): Promise<Browser> =>
  chromium.launch(browserOptions(options))

export const contextOptions = ({ viewport, colorScheme }: ContextOptions) => ({
  viewport: viewport ?? { width: 1280, height: 900 },
  colorScheme: colorScheme ?? ('light' as const),
})

const browserOptions = ({ softwareWebGpu }: BrowserOptions) => ({
  executablePath: findChromium(),
  headless: true,
  args: [
    '--no-sandbox', // CI runs as root in a container, where the sandbox cannot start
    ...(softwareWebGpu ? ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'] : []),
  ],
})
