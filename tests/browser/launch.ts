// tests/browser/ drives the built app in a real Chromium. launch.ts alone knows where the browser is and its flags;
// serve-app.ts starts the app's own server; every test uses withPage and gets a fresh profile. Start with
// walkthrough.browser.test.ts.
import { type BrowserContext, chromium } from 'playwright-core'
import { findChromium } from '../../scripts/find-chromium.ts'

export interface LaunchOptions {
  /** Folder of the profile. What the page stores there outlives the browser. */
  profile: string
  /** WebGPU on the CPU (SwiftShader): correct and slow. */
  softwareWebGpu?: boolean
  viewport?: { width: number; height: number }
  colorScheme?: 'light' | 'dark'
}

/** Opens a headless Chromium on a profile. Close the context, or kill its process, when done. */
export function launchBrowser(options: LaunchOptions): Promise<BrowserContext> {
  return chromium.launchPersistentContext(options.profile, {
    executablePath: findChromium(),
    headless: true,
    viewport: options.viewport ?? { width: 1280, height: 900 },
    colorScheme: options.colorScheme ?? 'light',
    args: [
      '--no-sandbox', // CI runs as root in a container, where the sandbox cannot start
      ...(options.softwareWebGpu ? ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'] : []),
    ],
  })
}
