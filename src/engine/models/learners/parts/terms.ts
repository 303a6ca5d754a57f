import { PRESENT, type Terms, VALUE } from './part.ts'
import type { RowCells } from './row-cells.ts'

/** Where each feature's terms stand in `Terms`, and at the end their number. */
export function termOffsets({ feature }: Terms, features: number): Uint32Array {
  const offsets = new Uint32Array(features + 1)
  for (const f of feature) offsets[f + 1]!++
  for (let f = 0; f < features; f++) offsets[f + 1]! += offsets[f]!
  return offsets
}

/** The value of a term where its feature has the value x. An infinity counts as missing: it has no place in a sum. */
export function termValue({ level, centre, scale }: Terms, t: number, x: number): number {
  if (!Number.isFinite(x)) return 0
  const of = level[t]!
  if (of === VALUE) return (x - centre[t]!) * scale[t]!
  return of === PRESENT || x === of ? scale[t]! : 0
}

/** Calls `visit` for every term of a row that is not 0. */
export function visitTerms(
  terms: Terms,
  offsets: Uint32Array,
  { count, columns, values }: RowCells,
  visit: (term: number, value: number) => void,
): void {
  for (let i = 0; i < count; i++) {
    const f = columns[i]!
    for (let t = offsets[f]!; t < offsets[f + 1]!; t++) {
      const value = termValue(terms, t, values[i]!)
      if (value !== 0) visit(t, value)
    }
  }
}
