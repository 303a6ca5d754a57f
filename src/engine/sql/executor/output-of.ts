import type { Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import type { NativeFunction } from '../catalog.ts'
import { member } from '../operators/structure.ts'
import { kindOf } from '../values/type-name.ts'

/** A column of what a function returned, or what is beyond its known columns. */
export function outputOf(fn: NativeFunction, result: Value, output: number | 'rest' | 'all'): Value {
  if (output === 'all' || result === null) return result
  if (output === 'rest') return restOf(fn, result)
  return member(result, formatPath(fn.output.columns[output]!.path))
}

function restOf(fn: NativeFunction, result: Value): Value {
  if (kindOf(result) !== 'row') return null
  const known = new Set(fn.output.columns.map(({ path }) => formatPath(path)))
  const { columns } = result as Extract<Value, { kind: 'row' }>
  return { kind: 'row', columns: columns.filter(([path]) => !known.has(formatPath(path))) }
}
