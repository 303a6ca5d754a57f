import type { Value } from '../../contract/values.ts'
import { valueToJson } from '../sql/values/value-to-json.ts'

/** Values that came in through JSON have no date; this is how the original prints that. */
const NO_TIME = '-Inf'

/** The output of a function in the original's form: `{"sum": 5, "parts": [["a", [3, "-Inf"]]]}`. Outputs that are
 *  scalars are plain, a row is a list of `[name, [value, time]]`, an embedding `[numbers, time]`. */
export function toCompatJson(output: Value): unknown {
  if (!isRow(output)) return toMember(output)
  const body: Record<string, unknown> = Object.create(null)
  for (const [name, value] of group(output)) body[name] = toMember(value)
  return body
}

function toMember(value: Value): unknown {
  if (isRow(value)) return group(value).map(([name, inner]) => [name, [toMember(inner), NO_TIME]])
  if (isEmbedding(value)) return [valueToJson(value), NO_TIME]
  return valueToJson(value)
}

/** Columns by the first element of their paths: `a.x` and `a.y` are members of one row `a`. */
function group(row: Extract<Value, { kind: 'row' }>): [string, Value][] {
  const members = new Map<string, Value>()
  for (const [path, value] of row.columns) {
    const [first = '', ...inner] = path
    if (inner.length === 0) {
      members.set(first, value)
      continue
    }
    const before = members.get(first)
    const columns = isRow(before) ? before.columns : []
    members.set(first, { kind: 'row', columns: [...columns, [inner, value]] })
  }
  return [...members]
}

type Of<K> = Extract<Value, { kind: K }>

const hasKind = (value: Value | undefined, kind: string): boolean =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind

const isRow = (value: Value | undefined): value is Of<'row'> => hasKind(value, 'row')
const isEmbedding = (value: Value): value is Of<'embedding'> => hasKind(value, 'embedding')
