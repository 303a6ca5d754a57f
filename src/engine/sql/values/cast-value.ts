import { EngineError } from '../../../contract/errors.ts'
import type { Atom, Value } from '../../../contract/values.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import { parseInterval } from './parse-interval.ts'
import { parseTimestamp } from './parse-timestamp.ts'
import { conversionError } from './to-number.ts'
import { decodeUtf8, valueToText } from './value-to-text.ts'

/** The type names that CAST accepts. */
export const CAST_TYPES = [
  'string',
  'integer',
  'number',
  'boolean',
  'timestamp',
  'interval',
  'path',
  'blob',
] as const
export type CastType = (typeof CAST_TYPES)[number]

const CASTS: Record<CastType, (value: Exclude<Atom, null>) => Atom> = {
  string: castString,
  integer: castInteger,
  number: castNumber,
  boolean: castBoolean,
  timestamp: castTimestamp,
  interval: (v) => (typeof v === 'string' ? (parseInterval(v) ?? null) : isKind(v, 'interval') ? v : null),
  path: (v) => {
    if (isKind(v, 'path')) return v
    const text = castString(v)
    return text === null ? null : { kind: 'path', path: parsePath(text as string) }
  },
  blob: (v) => {
    if (v instanceof Uint8Array) return v
    const text = castString(v)
    return text === null ? null : new TextEncoder().encode(text as string)
  },
}

/** `CAST (value AS type)`: an atom of that type, or null where that is impossible.
 *  @throws EngineError `invalid-argument` for an unknown type, `type-mismatch` for a row or embedding */
export function castValue(value: Value, type: string): Atom {
  const cast = CASTS[type.toLowerCase() as CastType]
  if (!Object.hasOwn(CASTS, type.toLowerCase()))
    throw new EngineError(
      'invalid-argument',
      `Unknown type '${type}' for CAST; known are ${CAST_TYPES.join(', ')}`,
    )
  if (value === null) return null
  if (isCompound(value)) throw conversionError(value, type)
  return cast(value)
}

const isCompound = (v: Value): v is Extract<Value, { kind: 'row' | 'embedding' }> =>
  typeof v === 'object' && v !== null && 'kind' in v && (v.kind === 'row' || v.kind === 'embedding')

const isKind = <K extends string>(v: unknown, kind: K): v is { kind: K } =>
  typeof v === 'object' && v !== null && (v as { kind?: string }).kind === kind

function castString(value: Exclude<Atom, null>): Atom {
  return value instanceof Uint8Array ? (decodeUtf8(value) ?? null) : valueToText(value)
}

const NUMERIC = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const WHOLE = /^[+-]?\d+$/

/** The number that a text is as a whole, `nan` and `inf` included; null where it is none. Digits beyond 2^53 are
 *  kept as a bigint where they fit 64 bits. */
export function parseNumber(text: string): number | bigint | null {
  const trimmed = text.trim()
  if (NUMERIC.test(trimmed)) {
    const number = Number(trimmed)
    if (Number.isSafeInteger(number) || !WHOLE.test(trimmed)) return number
    const exact = BigInt(trimmed.replace(/^\+/, ''))
    return exact >= -(2n ** 63n) && exact < 2n ** 64n ? exact : number
  }
  const special = /^([+-]?)(nan|inf(?:inity)?)$/i.exec(trimmed)
  if (!special) return null
  if (special[2]!.toLowerCase() === 'nan') return Number.NaN
  return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

/** Text is read as a number, a timestamp gives its seconds since 1970. */
function castNumber(value: Exclude<Atom, null>): number | bigint | null {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value === 'string') return parseNumber(value)
  if (isKind(value, 'timestamp')) return (value as { ms: number }).ms / 1000
  return null
}

/** As a number, cut towards zero; NaN and infinities are no integers. */
function castInteger(value: Exclude<Atom, null>): Atom {
  const number = castNumber(value)
  if (typeof number === 'bigint' || number === null) return number
  return Number.isFinite(number) ? Math.trunc(number) + 0 : null
}

const TRUTHS = new Map([
  ['true', 1],
  ['1', 1],
  ['false', 0],
  ['0', 0],
])

function castBoolean(value: Exclude<Atom, null>): Atom {
  if (typeof value === 'string') return TRUTHS.get(value.trim().toLowerCase()) ?? null
  const number = castNumber(value)
  // biome-ignore lint/suspicious/noDoubleEquals: 0n is zero too
  return number === null || Number.isNaN(number) ? null : number == 0 ? 0 : 1
}

function castTimestamp(value: Exclude<Atom, null>): Atom {
  if (isKind(value, 'timestamp')) return value as Atom
  if (typeof value === 'string') return parseTimestamp(value) ?? null
  if (typeof value === 'number' || typeof value === 'bigint')
    return { kind: 'timestamp', ms: Number(value) * 1000 }
  return null
}
