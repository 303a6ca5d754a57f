import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join, normalize, sep } from 'node:path'
import react from '@vitejs/plugin-react'
import { type Connect, defineConfig, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

/** Threads and shared memory need these; see design: the page is cross-origin isolated. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** Images may come from anywhere that allows it; code only from here. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' https: http: data: blob:",
  "connect-src 'self' https: http: data: blob:",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** The network of last resort, as scripts/extract-bundled-model.ts unpacks it. */
const BUNDLED_MODEL = '.cache/models/nsfwjs-inception-v3'

export default defineConfig({
  // Relative, so that the built app works under any path of a static host.
  base: './',
  plugins: [react(), contentSecurityPolicy(), models(), offline()],
  worker: { format: 'es' },
  server: { headers: ISOLATION },
  preview: { headers: ISOLATION },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 1500,
    // A data: address would need a wider policy, and saves nothing here.
    assetsInlineLimit: 0,
  },
})

/** The policy as a <meta>, for hosts that send no headers. Only in the build: the dev server's own scripts are inline. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  }
}

/** Networks under `models/`: the bundled one goes into the build; Vite's own servers also serve the folder MLDB_MODELS. */
function models(): Plugin {
  return {
    name: 'models',
    configureServer: (server) => void server.middlewares.use('/models', answerModel),
    configurePreviewServer: (server) => void server.middlewares.use('/models', answerModel),
    async writeBundle({ dir }) {
      if (dir && existsSync(BUNDLED_MODEL))
        await cp(BUNDLED_MODEL, join(dir, 'models/bundled'), { recursive: true })
    },
  }
}

function answerModel(request: Connect.IncomingMessage, response: ServerResponse, next: Connect.NextFunction) {
  const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/')
  const file = modelFile(path)
  if (path !== '/index.json' && !file) return next()
  for (const [name, value] of Object.entries(ISOLATION)) response.setHeader(name, value)
  response.setHeader('Content-Type', path.endsWith('.json') ? 'application/json' : 'application/octet-stream')
  if (file) createReadStream(file).pipe(response)
  else response.end(JSON.stringify(listModels(process.env.MLDB_MODELS)))
}

function listModels(folder: string | undefined) {
  if (!folder || !existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'model.json')))
    .map((name) => ({ name, path: `${name}/model.json` }))
}

function modelFile(path: string): string | undefined {
  const [root, rest] = path.startsWith('/bundled/')
    ? [BUNDLED_MODEL, path.slice('/bundled/'.length)]
    : [process.env.MLDB_MODELS, path]
  if (!root) return undefined
  const file = normalize(join(root, rest))
  const isInside = file.startsWith(normalize(root) + sep)
  return isInside && existsSync(file) && statSync(file).isFile() ? file : undefined
}

/** The service worker and the manifest: see src/service-worker. */
function offline() {
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: 'src/service-worker',
    filename: 'service-worker.ts',
    registerType: 'prompt',
    injectRegister: false,
    injectManifest: {
      globPatterns: ['**/*.{js,css,html,wasm,svg,png,csv,jpg}'],
      globIgnores: ['models/**'],
      maximumFileSizeToCacheInBytes: 8_000_000,
    },
    manifest: {
      name: 'MLDB Web',
      short_name: 'MLDB',
      description: 'A machine learning database in the browser.',
      start_url: '.',
      display: 'standalone',
      background_color: '#f6f5f1',
      theme_color: '#3b49c8',
      icons: [
        { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
        { src: 'icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
        { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
      ],
    },
  })
}
