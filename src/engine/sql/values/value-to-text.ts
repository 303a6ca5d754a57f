import type { Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { formatInterval } from './format-interval.ts'
import { formatTimestamp } from './format-timestamp.ts'
import { conversionError } from './to-number.ts'
import { kindOf } from './type-name.ts'

/** A number as the dialect prints it: whole doubles as integers, `NaN`, `Inf`, `-Inf`. */
export function numberToText(value: number | bigint): string {
  if (typeof value === 'bigint' || Number.isFinite(value)) return String(value)
  if (Number.isNaN(value)) return 'NaN'
  return value > 0 ? 'Inf' : '-Inf'
}

/** The text form of an atom, as concatenation and `CAST (x AS string)` write it. A blob is read as UTF-8.
 *  @throws EngineError `type-mismatch` for null, rows, embeddings, and blobs that are no text */
export function valueToText(value: Value): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return numberToText(value)
  if (value instanceof Uint8Array) {
    const text = decodeUtf8(value)
    if (text === undefined) throw conversionError(value, 'string')
    return text
  }
  switch (value?.kind) {
    case 'timestamp':
      return formatTimestamp(value)
    case 'interval':
      return formatInterval(value)
    case 'path':
      return formatPath(value.path)
    default:
      throw conversionError(value, 'string')
  }
}

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of bytes that are valid UTF-8, else undefined. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** For messages: the text of a value, shortened, whatever it is. */
export function describeValue(value: Value): string {
  const kind = kindOf(value)
  if (kind === 'null' || kind === 'row' || kind === 'embedding' || kind === 'blob') return kind
  const text = valueToText(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
