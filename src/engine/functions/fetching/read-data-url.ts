import { EngineError } from '../../../contract/errors.ts'

/** The bytes of a `data:` address. Read here, not by fetch, which a content security policy may forbid.
 *  @throws EngineError `fetch-failed` */
export function readDataUrl(address: string, maxBytes: number): Uint8Array {
  const comma = address.indexOf(',')
  if (comma < 0) throw new EngineError('fetch-failed', 'The data: address has no comma, so no data.')
  if (address.length - comma > maxBytes * 1.4)
    throw new EngineError('fetch-failed', `The data: address holds more than ${maxBytes} bytes.`)
  try {
    const text = decodeURIComponent(address.slice(comma + 1))
    if (!/;\s*base64\s*$/i.test(address.slice(0, comma))) return new TextEncoder().encode(text)
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch (error) {
    throw new EngineError('fetch-failed', 'The data: address is not well-formed.', undefined, {
      cause: error,
    })
  }
}
