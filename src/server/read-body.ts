import type { IncomingMessage } from 'node:http'
import { EngineError } from '../contract/errors.ts'

/** The body of a request. @throws EngineError `invalid-argument` for one that is too large */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of request as AsyncIterable<Uint8Array>) {
    size += piece.length
    if (size > maxBytes) {
      throw new EngineError('invalid-argument', `the body is larger than ${maxBytes >> 20} MB`)
    }
    pieces.push(piece)
  }
  return new Uint8Array(Buffer.concat(pieces))
}

/** A body as JSON. @throws EngineError `syntax` with the position in the text */
export function parseJsonBody(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return undefined
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new EngineError('syntax', 'the body is no UTF-8 text')
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new EngineError('syntax', `the body is no JSON: ${(error as Error).message}`)
  }
}
