import type { Embedding, Path, Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { formatInterval } from './format-interval.ts'
import { formatTimestamp } from './format-timestamp.ts'
import { numberToText } from './value-to-text.ts'

/** A JSON value; integers beyond 2^53 stay bigints, which `stringifyJson` writes as digits. */
export type Json = null | boolean | number | bigint | string | Json[] | { [key: string]: Json }

/** The JSON form of a value everywhere but in tables: `{"ts":…}`, `{"interval":…}`, `{"num":"NaN"}`, `{"blob":[…]}`,
 *  `{"path":[…]}`. A row becomes an object (nested by its paths), an embedding nested arrays. */
export function valueToJson(value: Value): Json {
  if (value === null || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : { num: numberToText(value) }
  if (typeof value === 'bigint') return shrink(value)
  if (value instanceof Uint8Array) return { blob: blobToJson(value) }
  switch (value.kind) {
    case 'timestamp':
      return { ts: formatTimestamp(value) }
    case 'interval':
      return { interval: formatInterval(value) }
    case 'path':
      return { path: [...value.path] }
    case 'row':
      return rowToJson(value.columns)
    case 'embedding':
      return embeddingToJson(value)
  }
}

/** The form in `format=table`: as `valueToJson`, but times, intervals, paths and special numbers are plain text. */
export function valueToTableJson(value: Value): Json {
  if (typeof value === 'number' && !Number.isFinite(value)) return numberToText(value)
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return valueToJson(value)
  switch (value.kind) {
    case 'timestamp':
      return formatTimestamp(value)
    case 'interval':
      return formatInterval(value)
    case 'path':
      return formatPath(value.path)
    default:
      return valueToJson(value)
  }
}

const shrink = (value: bigint): number | bigint =>
  value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value

/** Runs of printable ASCII as text, every other byte as its number. */
function blobToJson(bytes: Uint8Array): Json[] {
  const items: Json[] = []
  let run = ''
  for (const byte of bytes) {
    if (byte >= 32 && byte < 127) {
      run += String.fromCharCode(byte)
      continue
    }
    if (run !== '') items.push(run)
    run = ''
    items.push(byte)
  }
  if (run !== '') items.push(run)
  return items
}

/** Objects without a prototype: a column may be called `__proto__`. */
const emptyObject = (): { [key: string]: Json } => Object.create(null)

function rowToJson(columns: readonly (readonly [Path, Value])[]): Json {
  const top = emptyObject()
  for (const [path, value] of columns) {
    let object = top
    for (const element of path.slice(0, -1)) {
      const inner = object[element]
      const next = isObject(inner) ? inner : emptyObject()
      object[element] = next
      object = next
    }
    object[path.at(-1) ?? ''] = valueToJson(value)
  }
  return top
}

const isObject = (json: Json | undefined): json is { [key: string]: Json } =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

function embeddingToJson({ shape, data }: Embedding): Json {
  const print = (axis: number, start: number, size: number): Json => {
    if (axis === shape.length) return valueToJson(data[start]!)
    const length = shape[axis]!
    const step = length === 0 ? 0 : size / length
    return Array.from({ length }, (_, i) => print(axis + 1, start + i * step, step))
  }
  return print(0, 0, data.length)
}
