// blob/ holds functions of bytes.
import { EngineError } from '../../../../contract/errors.ts'
import type { Value } from '../../../../contract/values.ts'
import { valueToText } from '../../values/value-to-text.ts'
import { defineScalar } from '../define-builtin.ts'
import { strictAtoms } from '../shared/types.ts'

const encoder = new TextEncoder()

/** A blob, or the UTF-8 bytes of a text. */
export const bytesOf = (value: Value): Uint8Array =>
  value instanceof Uint8Array ? value : encoder.encode(valueToText(value))

const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Of a few ASCII characters; undefined for other text. The platform would take longer to be called. */
function asciiToBase64(text: string): string | undefined {
  if (text.length > 64) return undefined
  let coded = ''
  for (let i = 0; i < text.length; i += 3) {
    const a = text.charCodeAt(i)
    const b = i + 1 < text.length ? text.charCodeAt(i + 1) : 0
    const c = i + 2 < text.length ? text.charCodeAt(i + 2) : 0
    if (a > 127 || b > 127 || c > 127) return undefined
    coded += SIGNS[a >> 2]! + SIGNS[((a & 3) << 4) | (b >> 4)]!
    coded += i + 1 < text.length ? SIGNS[((b & 15) << 2) | (c >> 6)]! : '='
    coded += i + 2 < text.length ? SIGNS[c & 63]! : '='
  }
  return coded
}

/** Base64 of bytes. */
export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  // Spread arguments are slow for a few bytes, and limited by the stack for many.
  if (bytes.length <= 64) for (let i = 0; i < bytes.length; i++) binary += String.fromCharCode(bytes[i]!)
  else
    for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return btoa(binary)
}

/** The bytes of base64 text. @throws EngineError `bad-file` */
export function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
  } catch {
    throw new EngineError('bad-file', 'the text is no base 64')
  }
}

/** Bytes as text. */
export const base64Encode = defineScalar({
  name: 'base64_encode',
  group: 'blob',
  signature: 'base64_encode(b)',
  summary: 'A blob, or the UTF-8 bytes of a string, in base 64.',
  example: { sql: "base64_encode('hi!')", result: 'aGkh' },
  arity: [1, 1],
  result: strictAtoms('string'),
  apply: ([b]) => (typeof b === 'string' ? asciiToBase64(b) : undefined) ?? toBase64(bytesOf(b!)),
})

/** Text as bytes. */
export const base64Decode = defineScalar({
  name: 'base64_decode',
  group: 'blob',
  signature: 'base64_decode(s)',
  summary: 'The blob that a text in base 64 stands for.',
  example: { sql: "base64_decode('aGkh')", result: { blob: ['hi!'] } },
  arity: [1, 1],
  result: strictAtoms('blob'),
  apply: ([s]) => fromBase64(valueToText(s!)),
})
