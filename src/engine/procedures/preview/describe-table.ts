import type { PreviewColumn } from '../../../contract/rest.ts'
import type { Path, Value } from '../../../contract/values.ts'
import { stringifyJson } from '../../sql/values/stringify-json.ts'
import { valueToJson } from '../../sql/values/value-to-json.ts'

/** Longer values are cut: a preview is to be looked at. */
const MAX_CHARACTERS = 200

/** Columns with their types, and their cells as rows of JSON. */
export function describeTable(columns: readonly { path: Path; values: readonly (Value | undefined)[] }[]): {
  columns: PreviewColumn[]
  rows: unknown[][]
} {
  const rowCount = columns.reduce((most, { values }) => Math.max(most, values.length), 0)
  return {
    columns: columns.map(({ path, values }) => ({ path, type: typeOf(values) })),
    rows: Array.from({ length: rowCount }, (_, r) => columns.map(({ values }) => show(values[r] ?? null))),
  }
}

function typeOf(values: readonly (Value | undefined)[]): string {
  const types = new Set(
    values.flatMap((value) => (value === null || value === undefined ? [] : [nameOf(value)])),
  )
  if (types.size === 0) return 'empty'
  if (types.size === 1) return [...types][0]!
  return types.size === 2 && types.has('integer') && types.has('number') ? 'number' : 'mixed'
}

function nameOf(value: Exclude<Value, null>): string {
  if (typeof value === 'bigint') return 'integer'
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'number'
  if (typeof value === 'string') return 'text'
  if (value instanceof Uint8Array) return 'blob'
  return value.kind === 'embedding' ? 'vector' : value.kind
}

function show(value: Value): unknown {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'string') return cut(value)
  if (value instanceof Uint8Array) return `${value.length} bytes`
  if (typeof value !== 'object' || value === null) return valueToJson(value)
  if (value.kind === 'embedding')
    return `[${Array.from(value.data.slice(0, 6)).join(', ')}${value.data.length > 6 ? ', …' : ''}]`
  const json = valueToJson(value) as { ts?: string; interval?: string }
  return json.ts ?? json.interval ?? cut(stringifyJson(valueToJson(value)))
}

const cut = (text: string): string =>
  text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text
