import { lookup as dnsLookup, type LookupAddress } from 'node:dns'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { EngineError } from '../../contract/errors.ts'
import { isPublicAddress } from './public-address.ts'

export interface PublicFetchLimits {
  maxBytes: number
  /** For everything, redirects included. */
  timeoutMs: number
  maxRedirects: number
}

export interface FetchedContent {
  contentType: string
  bytes: Uint8Array
}

/** Fetches a public http(s) address. The name is resolved and checked by the connection itself, so that it cannot
 *  change between the check and the use; every redirect is checked anew. No cookies, no credentials.
 *  @throws EngineError `fetch-failed` */
export async function fetchPublic(
  address: string,
  { maxBytes, timeoutMs, maxRedirects }: PublicFetchLimits,
  isAllowed: (address: string) => boolean = isPublicAddress,
): Promise<FetchedContent> {
  const signal = AbortSignal.timeout(timeoutMs)
  let url = parse(address)
  for (let redirects = 0; ; redirects++) {
    const response = await open(url, isAllowed, signal)
    const { statusCode = 0, headers } = response
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
      response.destroy()
      if (redirects === maxRedirects) throw failed(url, 'redirects too often')
      url = parse(new URL(headers.location, url).href)
      continue
    }
    if (statusCode !== 200) {
      response.destroy()
      throw failed(url, `answered with status ${statusCode}`)
    }
    return { contentType: headers['content-type'] ?? '', bytes: await read(response, url, maxBytes) }
  }
}

function parse(address: string): URL {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    throw new EngineError('fetch-failed', `'${address.slice(0, 200)}' is no address`)
  }
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw failed(url, 'is no plain http(s) address')
  }
  return url
}

const failed = (url: URL, why: string): EngineError =>
  new EngineError('fetch-failed', `${url.href.slice(0, 500)} ${why}`)

function open(
  url: URL,
  isAllowed: (address: string) => boolean,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  // A literal address is never looked up, so it is checked here.
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !isAllowed(host)) throw failed(url, 'is not an address of the public internet')
  const { request } = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        lookup: checkedLookup(isAllowed),
        signal,
        headers: { Accept: 'image/*,text/*,application/json', 'User-Agent': 'MLDB-Web' },
      },
      resolve,
    )
    outgoing.once('error', (error) =>
      reject(failed(url, `cannot be read: ${signal.aborted ? 'it takes too long' : error.message}`)),
    )
    outgoing.end()
  })
}

/** Resolves a name only if all its addresses are allowed. */
const checkedLookup =
  (isAllowed: (address: string) => boolean): LookupFunction =>
  (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '', 0)
      const [first] = addresses
      if (!first || !addresses.every(({ address }) => isAllowed(address))) {
        return callback(new Error('it is not on the public internet'), '', 0)
      }
      if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }

async function read(response: IncomingMessage, url: URL, maxBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    for await (const piece of response as AsyncIterable<Uint8Array>) {
      size += piece.length
      if (size > maxBytes) throw failed(url, `is larger than ${maxBytes >> 20} MB`)
      pieces.push(piece)
    }
  } catch (error) {
    response.destroy()
    throw error instanceof EngineError ? error : failed(url, `broke off: ${(error as Error).message}`)
  }
  return new Uint8Array(Buffer.concat(pieces))
}
