import { registerSW } from 'virtual:pwa-register'

let state: 'none' | 'waiting' | 'offline-ready' = 'none'
let update: ((reload?: boolean) => Promise<void>) | undefined
const listeners = new Set<() => void>()

function set(next: typeof state) {
  state = next
  for (const listener of listeners) listener()
}

/** Starts the service worker, which makes the app work offline. A failure costs only that. */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator)) return
  update = registerSW({
    onNeedRefresh: () => set('waiting'),
    onOfflineReady: () => set('offline-ready'),
  })
}

/** Whether a new version waits to be used. */
export const updateState = (): typeof state => state

/** Calls back when that changed. @returns how to stop it */
export function onUpdate(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Loads the new version. */
export const applyUpdate = (): void => void update?.(true)
