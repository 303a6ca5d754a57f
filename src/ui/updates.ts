import { registerSW } from 'virtual:pwa-register'

let isWaiting = false
let isOffline = false
let update: ((reload?: boolean) => Promise<void>) | undefined
const listeners = new Set<() => void>()

function notify() {
  for (const listener of listeners) listener()
}

/** Starts the service worker, which makes the app work offline. A failure costs only that. */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator)) return
  update = registerSW({
    onNeedRefresh: () => {
      isWaiting = true
      notify()
    },
  })
  void navigator.serviceWorker.ready.then(() => {
    isOffline = true
    notify()
  })
}

/** Whether a new version waits to be used. */
export const hasUpdate = (): boolean => isWaiting

/** Whether everything that the app needs is kept in this browser. */
export const worksOffline = (): boolean => isOffline

/** Calls back when one of these changed. @returns how to stop it */
export function onUpdate(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Loads the new version. */
export const applyUpdate = (): void => void update?.(true)
