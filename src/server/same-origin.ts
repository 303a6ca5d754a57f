import type { IncomingMessage } from 'node:http'

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i

/** True if the request was made to this very machine by name: a page of the web that had its own name point here (DNS
 *  rebinding) is refused. */
export const isLocalHost = (request: IncomingMessage): boolean => LOOPBACK.test(request.headers.host ?? '')

/** True unless a page of another origin made the request. Programs that are no browser send neither header. */
export function isSameOrigin({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  return headers.origin === undefined || headers.origin === `http://${headers.host}`
}
