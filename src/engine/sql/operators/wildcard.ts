import type { Path, RowValue, Value } from '../../../contract/values.ts'
import { kindOf } from '../values/type-name.ts'
import { startsWith } from './structure.ts'

/** `prefix* EXCLUDING (…) AS renamed*` as data. `dot` tells `a.*` (whole elements) from `a*` (letters of the last). */
export interface Wildcard {
  prefix: Path
  dot: boolean
  excluding: { path: Path; star: boolean; dot: boolean }[]
  as?: { prefix: Path; dot: boolean }
}

/** The name that a column has after the wildcard, or undefined where the wildcard does not select it. */
export function throughWildcard(path: Path, wildcard: Wildcard): Path | undefined {
  if (!hasPrefix(path, wildcard) || wildcard.excluding.some((pattern) => isExcluded(path, pattern)))
    return undefined
  return wildcard.as ? rename(path, wildcard, wildcard.as) : path
}

/** The selected columns of a row value. */
export function applyWildcard(value: Value, wildcard: Wildcard): Value {
  if (kindOf(value) !== 'row') return value
  const columns: (readonly [Path, Value])[] = []
  for (const [path, inner] of (value as RowValue).columns) {
    const name = throughWildcard(path, wildcard)
    if (name) columns.push([name, inner])
  }
  return { kind: 'row', columns }
}

function hasPrefix(path: Path, { prefix, dot }: { prefix: Path; dot: boolean }): boolean {
  if (prefix.length === 0) return true
  if (dot) return path.length > prefix.length && startsWith(path, prefix)
  const last = prefix.length - 1
  return startsWith(path, prefix.slice(0, last)) && (path[last]?.startsWith(prefix[last]!) ?? false)
}

/** A plain name excludes the column and all below it. */
export const isExcluded = (path: Path, pattern: Wildcard['excluding'][number]): boolean =>
  pattern.star ? hasPrefix(path, { prefix: pattern.path, dot: pattern.dot }) : startsWith(path, pattern.path)

function rename(path: Path, { prefix, dot }: Wildcard, as: { prefix: Path; dot: boolean }): Path {
  const last = prefix.length - 1
  const rest =
    dot || last < 0
      ? path.slice(prefix.length)
      : [path[last]!.slice(prefix[last]!.length), ...path.slice(last + 1)]
  if (as.dot || as.prefix.length === 0) {
    const kept = rest[0] === '' && rest.length > 1 ? rest.slice(1) : rest
    return [...as.prefix, ...kept]
  }
  const head = as.prefix.slice(0, -1)
  return [...head, as.prefix.at(-1)! + rest[0]!, ...rest.slice(1)]
}
