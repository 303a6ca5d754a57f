import { EngineError } from '../../../contract/errors.ts'
import type { Embedding, Path, RowValue, Value } from '../../../contract/values.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import { toInteger } from '../values/to-number.ts'
import { kindOf } from '../values/type-name.ts'

/** True if `path` starts with all of `prefix`. */
export const startsWith = (path: Path, prefix: Path): boolean =>
  prefix.length <= path.length && prefix.every((element, i) => path[i] === element)

/** `x.path` of a row: the column, or the row of all columns below it; an embedding by its indexes; null for none. */
export function member(value: Value, name: string): Value {
  return memberAt(value, parsePath(name))
}

/** As `member`, of a path that is there. */
export function memberAt(value: Value, path: Path): Value {
  if (path.length === 0 || value === null) return value
  if (kindOf(value) === 'embedding') return atIndexes(value as Embedding, path)
  if (kindOf(value) !== 'row') return null
  const below: [Path, Value][] = []
  for (const [column, inner] of (value as RowValue).columns) {
    if (startsWith(path, column)) {
      const found = memberAt(inner, path.slice(column.length))
      if (found !== null || column.length === path.length) return found
    } else if (startsWith(column, path)) below.push([column.slice(path.length), inner])
  }
  return below.length === 0 ? null : { kind: 'row', columns: below }
}

/** A number, or the part of an embedding that fewer indexes than dimensions name; null out of range. */
function atIndexes({ shape, data }: Embedding, path: readonly string[]): Value {
  if (path.length > shape.length) return null
  let at = 0
  let size = data.length
  for (const [d, element] of path.entries()) {
    if (!/^\d+$/.test(element)) return null
    const index = Number(element)
    if (index >= shape[d]!) return null
    size /= shape[d]!
    at += index * size
  }
  if (path.length === shape.length) return data[at]!
  return { kind: 'embedding', shape: shape.slice(path.length), data: data.slice(at, at + size) }
}

/** `x[i]`: an element of an embedding, or the column of a row with that name. */
export function elementAt(value: Value, indexes: readonly Value[]): Value {
  return memberAt(value, indexes.map(String))
}

/** A row of alternating names (text form of paths) and values; a null name starts a row whose columns are taken over. */
export function packRow(parts: readonly Value[]): RowValue {
  const columns: (readonly [Path, Value])[] = []
  for (let i = 0; i < parts.length; i += 2) {
    const name = parts[i]!
    const value = parts[i + 1]!
    if (name !== null) columns.push([parsePath(name as string), value])
    else if (value !== null && kindOf(value) === 'row') columns.push(...(value as RowValue).columns)
  }
  return { kind: 'row', columns }
}

/** The row with every path put under a prefix; an embedding becomes the row of its one column. */
export function withPrefix(value: Value, prefix: string): Value {
  const head = parsePath(prefix)
  if (kindOf(value) !== 'row') return value
  return { kind: 'row', columns: (value as RowValue).columns.map(([path, v]) => [[...head, ...path], v]) }
}

/** The path that a value names a column by.
 *  @throws EngineError `invalid-argument` */
export function toColumnPath(value: Value): Path {
  if (value === null) throw new EngineError('invalid-argument', 'Cannot have a NULL column name')
  if (typeof value === 'string') return parsePath(value)
  if (typeof value === 'number' || typeof value === 'bigint') return [String(value)]
  if (!(value instanceof Uint8Array) && value.kind === 'path') return value.path
  throw new EngineError('invalid-argument', 'a column name must be text, a path or a number')
}

/** The n-th element of a path, from the end where n is negative; null out of range. */
export function pathElement(path: Path, n: Value): string | null {
  const index = toInteger(n)
  return path.at(index) ?? null
}

/** `[a, b]`: of numbers an embedding, of embeddings of one shape one of a dimension more, else the row of indexes. */
export function packEmbedding(items: readonly Value[]): Value {
  if (items.every((item) => typeof item === 'number')) {
    return { kind: 'embedding', shape: [items.length], data: Float64Array.from(items as number[]) }
  }
  if (items.every((item) => kindOf(item) === 'embedding')) return stack(items as Embedding[])
  return { kind: 'row', columns: items.map((item, i) => [[String(i)], item]) }
}

function stack(items: readonly Embedding[]): Embedding {
  const shape = items[0]!.shape
  if (items.some((item) => String(item.shape) !== String(shape))) {
    throw new EngineError('type-mismatch', 'the parts of an embedding must have the same shape')
  }
  const size = items[0]!.data.length
  const data = new Float64Array(size * items.length)
  for (const [i, item] of items.entries()) data.set(item.data, i * size)
  return { kind: 'embedding', shape: [items.length, ...shape], data }
}
