const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** From here on the platform's decoder is faster than the loop below. */
const LONG = 32

/** The text of UTF-8 bytes from `start` to `end`. Most texts are short and ASCII, where leaving JavaScript would cost more
 *  than the bytes; eight at a time make one piece of the text. */
export function textAt(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > LONG) return decoder.decode(bytes.subarray(start, end))
  let content = ''
  let i = start
  for (; i + 8 <= end; i += 8) {
    const a = bytes[i]!
    const b = bytes[i + 1]!
    const c = bytes[i + 2]!
    const d = bytes[i + 3]!
    const e = bytes[i + 4]!
    const f = bytes[i + 5]!
    const g = bytes[i + 6]!
    const h = bytes[i + 7]!
    if ((a | b | c | d | e | f | g | h) > 127) return decoder.decode(bytes.subarray(start, end))
    content += String.fromCharCode(a, b, c, d, e, f, g, h)
  }
  for (; i < end; i++) {
    const byte = bytes[i]!
    if (byte > 127) return decoder.decode(bytes.subarray(start, end))
    content += String.fromCharCode(byte)
  }
  return content
}
