import { EngineError } from '../../../contract/errors.ts'
import { download } from '../../models/sources/download.ts'

type Limits = Omit<Parameters<typeof download>[1], 'fetch' | 'onBytes'>

/** The app's own server as a way to addresses that browsers may not read. */
export interface AppProxy {
  /** The address of `url` by the proxy, or undefined where the app is served without one. */
  addressFor(url: URL, signal?: AbortSignal): Promise<string | undefined>
  /** @throws EngineError `fetch-failed` in the words of the proxy */
  read(address: string, url: URL, limits: Limits): Promise<Uint8Array>
}

/** Our server refuses a call of `/fetch` without an address in JSON; a static host answers 404 or with a page. Asked
 *  once, when it is first needed. */
export function createProxy(fetch: typeof globalThis.fetch, appUrl: string | undefined): AppProxy {
  let present: Promise<boolean> | undefined
  const base = appUrl === undefined ? undefined : new URL('fetch', appUrl).href

  const probe = async (): Promise<boolean> => {
    try {
      const response = await fetch(base!, { signal: AbortSignal.timeout(5_000) })
      const json = response.headers.get('content-type')?.includes('json') ?? false
      await response.body?.cancel()
      return response.status === 400 && json
    } catch {
      return false
    }
  }

  return {
    addressFor: async (url) => {
      if (base === undefined) return undefined
      present ??= probe()
      return (await present) ? `${base}?url=${encodeURIComponent(url.href)}` : undefined
    },
    read: async (address, url, limits) => {
      try {
        return await download(address, { fetch, ...limits })
      } catch (error) {
        if (!(error instanceof EngineError) || error.code === 'cancelled') throw error
        const { status, reason } = error.detail ?? {}
        const how =
          typeof reason === 'string'
            ? `: ${reason}`
            : status === undefined
              ? ''
              : ` (status ${String(status)})`
        throw new EngineError(
          'fetch-failed',
          `${url.href} cannot be read, neither directly nor by the app's own server${how}.`,
          { url: url.href, ...(status === undefined ? {} : { status }) },
        )
      }
    },
  }
}
