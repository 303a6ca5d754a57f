// service-worker/ makes the app work with no network: the shell, the wasm files and the sample are kept when the app is
// installed, networks when they are first read. It adds the headers that threads need where a static host does not send
// them. It holds no state of its own: browsers stop it at will.
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching'
import { answerModel, isModelRequest } from './cache.ts'
import { withIsolation } from './isolation.ts'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] }

self.addEventListener('fetch', (event) => {
  if (isModelRequest(event.request, self.registration.scope)) event.respondWith(answerModel(event.request))
})
addPlugins([{ handlerWillRespond: async ({ response }) => withIsolation(response) }])
cleanupOutdatedCaches()
precacheAndRoute(self.__WB_MANIFEST, { ignoreURLParametersMatching: [/.*/] })

// A new version waits until the page asks for it, since a reload would stop a run.
self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
