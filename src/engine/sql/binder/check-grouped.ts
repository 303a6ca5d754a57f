import type { Select } from '../ast.ts'
import { type Binding, bindError } from './binding.ts'
import type { Bound, BoundOrder } from './bound.ts'
import { childrenOf, keyOf } from './bound-tree.ts'

/** Refuses columns that are no part of a group.
 *  @throws EngineError `type-mismatch` in the original's words */
export function checkGrouped(
  b: Binding,
  select: Select,
  keys: readonly Bound[],
  outputs: readonly Bound[],
  having: Bound | undefined,
  order: readonly BoundOrder[],
): void {
  const known = new Set(keys.map(keyOf))
  const check = (bound: Bound): void => {
    if (known.has(keyOf(bound)) || isPlainAggregate(bound)) return
    if (bound.kind === 'column') {
      const message = `variable '${bound.label}' must appear in the GROUP BY clause or be used in an aggregate function`
      throw bindError(b, 'type-mismatch', message, b.state.places.get(bound) ?? select)
    }
    for (const child of childrenOf(bound)) check(child)
  }
  outputs.forEach(check)
  if (having) check(having)
  for (const { expr } of order) check(expr)
}

const isPlainAggregate = (bound: Bound): boolean => bound.kind === 'aggregate' && !bound.aggregate.over
