import type { Path } from '../../../contract/values.ts'

/** A row's columns by the first elements of their paths: what lies below one element is one value, which `toRow` makes.
 *  `{a: 1, b.x: 2, b.y: 3}` has `a` and `b`. */
export function topLevelColumns<T>(
  columns: readonly (readonly [Path, T])[],
  toRow: (below: (readonly [Path, T])[]) => T,
): (readonly [Path, T])[] {
  const top: (readonly [Path, T])[] = []
  const below = new Map<string, { at: number; columns: (readonly [Path, T])[] }>()
  for (const [path, value] of columns) {
    const [head, ...tail] = path
    if (head === undefined || tail.length === 0) {
      top.push([path, value])
      continue
    }
    const known = below.get(head)
    if (known) known.columns.push([tail, value])
    else below.set(head, { at: top.push([[head], value]) - 1, columns: [[tail, value]] })
  }
  for (const [head, { at, columns: inner }] of below) top[at] = [[head], toRow(inner)]
  return top
}
