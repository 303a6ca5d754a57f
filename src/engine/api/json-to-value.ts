import { EngineError } from '../../contract/errors.ts'
import type { Embedding, Path, RowValue, Value } from '../../contract/values.ts'
import { isObject } from '../params.ts'
import { parseInterval } from '../sql/values/parse-interval.ts'
import { parseTimestamp } from '../sql/values/parse-timestamp.ts'

/** The value of a JSON form: the inverse of `valueToJson`. An object is a row, a list of numbers (also nested) an
 *  embedding, any other list a row with the elements `0`, `1`, ….
 *  @throws EngineError `invalid-argument` for a form such as `{"ts": …}` with a content that is none */
export function jsonToValue(json: unknown): Value {
  if (json === null || json === undefined) return null
  if (typeof json === 'boolean') return json ? 1 : 0
  if (typeof json === 'number' || typeof json === 'string' || typeof json === 'bigint') return json
  if (json instanceof Uint8Array) return json
  if (Array.isArray(json)) return toEmbedding(json) ?? toRow(Object.entries(json))
  if (!isObject(json)) throw new EngineError('invalid-argument', `${String(json)} is no JSON value`)
  if (json.kind === 'embedding' && ArrayBuffer.isView(json.data)) return json as unknown as Embedding
  const entries = Object.entries(json)
  const [key, content] = entries.length === 1 ? entries[0]! : []
  const special = key !== undefined && Object.hasOwn(FORMS, key) ? FORMS[key]!(content) : undefined
  return special ?? toRow(entries)
}

const FORMS: Record<string, (content: unknown) => Value | undefined> = {
  ts: (content) => {
    if (typeof content !== 'string') return undefined
    const time = parseTimestamp(content)
    if (!time) throw new EngineError('invalid-argument', `"${content}" is no ISO 8601 time`)
    return time
  },
  interval: (content) => (typeof content === 'string' ? parseInterval(content) : undefined),
  num: (content) => (typeof content === 'string' ? NUMBERS.get(content) : undefined),
  path: (content) =>
    Array.isArray(content) && content.every((element) => typeof element === 'string')
      ? { kind: 'path', path: content as Path }
      : undefined,
  blob: (content) => (Array.isArray(content) ? toBlob(content) : undefined),
}

const NUMBERS = new Map([
  ['NaN', Number.NaN],
  ['-NaN', Number.NaN],
  ['Inf', Number.POSITIVE_INFINITY],
  ['-Inf', Number.NEGATIVE_INFINITY],
])

/** Texts (as UTF-8) and byte numbers, one after the other. */
function toBlob(parts: unknown[]): Uint8Array | undefined {
  const bytes: number[] = []
  for (const part of parts) {
    if (typeof part === 'string') for (const byte of new TextEncoder().encode(part)) bytes.push(byte)
    else if (typeof part === 'number' && Number.isInteger(part) && part >= 0 && part < 256) bytes.push(part)
    else return undefined
  }
  return Uint8Array.from(bytes)
}

const toRow = (entries: readonly [string, unknown][]): RowValue => ({
  kind: 'row',
  columns: entries.map(([name, value]) => [[name], jsonToValue(value)]),
})

/** Undefined where the lists are ragged or hold anything but numbers. */
function toEmbedding(list: unknown[]): Embedding | undefined {
  const shape: number[] = []
  for (let inner: unknown = list; Array.isArray(inner); inner = inner[0]) shape.push(inner.length)
  const flat: unknown[] = shape.length > 1 ? list.flat(shape.length - 1) : list
  const size = shape.reduce((product, n) => product * n, 1)
  if (flat.length !== size || !flat.every((n) => typeof n === 'number')) return undefined
  return { kind: 'embedding', shape, data: Float64Array.from(flat as number[]) }
}
