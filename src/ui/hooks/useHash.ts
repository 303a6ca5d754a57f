import { useSyncExternalStore } from 'react'
import { parseHash, type Route } from '../router.ts'

let cached: { hash: string; route: Route } | undefined

/** The view that the address names, kept up to date. */
export function useHash(): Route {
  return useSyncExternalStore(subscribe, () => {
    const { hash } = window.location
    if (cached?.hash !== hash) cached = { hash, route: parseHash(hash) }
    return cached.route
  })
}

function subscribe(onChange: () => void) {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}
