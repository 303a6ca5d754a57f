import { EngineError } from '../../../contract/errors.ts'

/** Names of encodings as parameters have them. */
export const ENCODINGS = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  latin1: 'latin1',
  'iso8859-1': 'latin1',
  'us-ascii': 'ascii',
  ascii: 'ascii',
  'utf-16': 'utf-16',
  utf16: 'utf-16',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
} as const

/** Longer than this a line is no line: the file is of another kind, and memory must stay bounded. */
const MAX_LINE = 64 * 1024 * 1024

/** Decodes bytes as they come. @param replacement for what is no character; without one it is an error */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  encoding: (typeof ENCODINGS)[keyof typeof ENCODINGS],
  replacement: string | undefined,
): AsyncGenerator<string> {
  let decode: Decode | undefined
  for await (const chunk of encoding === 'utf-16' ? withFirstTwo(chunks) : chunks) {
    decode ??= createDecoder(encoding === 'utf-16' ? byteOrder(chunk) : encoding, replacement)
    yield decode(chunk, false)
  }
  if (decode) yield decode(new Uint8Array(), true)
}

/** Big-endian where the file begins with that mark, else little-endian, as Windows writes it. */
const byteOrder = (start: Uint8Array): 'utf-16be' | 'utf-16le' =>
  start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-16le'

/** The same bytes, where the first piece has at least two of them, if there are two. */
async function* withFirstTwo(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first: Uint8Array | undefined = new Uint8Array()
  for await (const chunk of chunks) {
    if (!first) {
      yield chunk
      continue
    }
    const joined: Uint8Array = new Uint8Array([...first, ...chunk])
    first = joined.length < 2 ? joined : undefined
    if (!first) yield joined
  }
  if (first && first.length > 0) yield first
}

type Decode = (bytes: Uint8Array, last: boolean) => string

function createDecoder(encoding: string, replacement: string | undefined): Decode {
  if (encoding === 'latin1') return decodeBytes
  if (encoding === 'ascii') {
    return (bytes) => {
      if (replacement === undefined && bytes.some((byte) => byte > 127)) throw invalidText(encoding)
      return decodeBytes(bytes.map((byte) => (byte > 127 ? 0xff : byte))).replaceAll(
        '\u00ff',
        replacement ?? '',
      )
    }
  }
  const decoder = new TextDecoder(encoding, { fatal: replacement === undefined })
  return (bytes, last) => {
    try {
      const text = decoder.decode(bytes, { stream: !last })
      return replacement === undefined ? text : text.replaceAll('\ufffd', replacement)
    } catch {
      throw invalidText(encoding)
    }
  }
}

/** ISO 8859-1: every byte is its code point. (`TextDecoder` has windows-1252 under that name.) */
function decodeBytes(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return text
}

const invalidText = (encoding: string): EngineError =>
  new EngineError(
    'bad-file',
    `the file has bytes that are no ${encoding} text; give its encoding (latin1, utf-16) or replaceInvalidCharactersWith`,
  )

/** The text in pieces that end where a line ends. CR, LF and CRLF end one, also mixed. */
export async function* wholeLines(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const text of texts) {
    if (rest.length + text.length > MAX_LINE) {
      throw new EngineError(
        'bad-file',
        `a line is longer than ${MAX_LINE >> 20} MB: this is no text with lines`,
      )
    }
    const whole = rest + text
    const end = endOfLines(whole)
    rest = whole.slice(end)
    if (end > 0) yield whole.slice(0, end)
  }
  if (rest !== '') yield rest
}

/** Where the last whole line ends. A CR at the very end may be the first half of a CRLF. */
function endOfLines(text: string): number {
  const lastLf = text.lastIndexOf('\n')
  if (!text.includes('\r', lastLf + 1)) return lastLf + 1
  return Math.max(lastLf, text.lastIndexOf('\r', text.length - 2)) + 1
}
