import type { LoweredArgument } from '../define-builtin.ts'
import { DOUBLE, isAtomOf, isPlainNumber, isRepeatable } from './types.ts'

/** SQL of SQLite's `total` or `avg`, where it gives what the dialect does. Infinities it adds as we do, but for opposite
 *  ones, whose NaN it turns into NULL; a NaN itself is a blob there, which it would take for 0 and which sorts after all
 *  numbers.
 *  @returns undefined where the argument may be something else, or is too long to stand twice */
export function lowerTotal(
  name: 'total' | 'avg',
  { sql, type }: LoweredArgument,
  nan: string,
): string | undefined {
  const total = `${name}(${sql})`
  if (isPlainNumber(type)) return name === 'total' ? total : `coalesce(${total}, ${nan})`
  if (!isAtomOf(type, 'null', ...DOUBLE) || !isRepeatable(sql)) return undefined
  return `CASE typeof(max(${sql})) WHEN 'blob' THEN ${nan} ELSE ifnull(${total}, ${nan}) END`
}
