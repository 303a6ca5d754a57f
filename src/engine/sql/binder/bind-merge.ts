import { formatPath } from '../../../lib/format-path.ts'
import { ANY, atoms, unionTypes } from '../builtins/shared/types.ts'
import type { Extent } from '../span.ts'
import { type FromResult, fromQuery } from './bind-from.ts'
import { type Binding, bindError } from './binding.ts'
import type { Bound, BoundColumn, BoundSelect } from './bound.ts'
import { operator } from './make.ts'
import { makeSelect } from './make-select.ts'
import { columnsOf, type Relation } from './scope.ts'
import { selectAll } from './select-all.ts'
import { TEXT } from './types.ts'

/** `merge(a, b, …)`: rows of the same name become one. Where several have a value in one cell, the last one stands. */
export function bindMerge(b: Binding, at: Extent, parts: readonly FromResult[], alias?: string): FromResult {
  if (parts.length === 0) throw bindError(b, 'invalid-argument', 'merge needs a dataset', at)
  const [first, ...others] = parts
  const merged = others.reduce((left, right) => fromQuery(b, mergeTwo(left, right)), first!)
  return fromQuery(b, selectAll(merged), alias)
}

function mergeTwo(left: FromResult, right: FromResult): BoundSelect {
  const l = left.relation
  const r = right.relation
  const name = first(l.name, r.name)
  const rest = mergedRest(l, r)
  return makeSelect({
    from: {
      kind: 'join',
      type: 'full',
      left: left.from,
      right: right.from,
      on: operator('=', [l.name, r.name]),
    },
    columns: mergedColumns(columnsOf(l).columns, columnsOf(r).columns),
    ...(rest && { rest }),
    name: { ...name, type: TEXT },
    hash: first(l.hash, r.hash),
    time: { kind: 'special', op: 'time', args: [l.time, r.time], type: atoms('number', 'infinite') },
    orderBy: [{ expr: first(l.hash, r.hash), descending: false }],
  })
}

/** The second value unless it is null. */
const first = (a: Bound, b: Bound): Bound => ({
  kind: 'sqlite',
  name: 'coalesce',
  args: [b, a],
  type: unionTypes(a.type, b.type),
})

function mergedColumns(left: readonly BoundColumn[], right: readonly BoundColumn[]): BoundColumn[] {
  const others = new Map(right.map((column) => [formatPath(column.path), column]))
  const known = new Set(left.map(({ path }) => formatPath(path)))
  // A row that is on one side only lacks the cells of the other.
  return [
    ...left.map(({ path, value }) => {
      const other = others.get(formatPath(path))
      return { path, value: other ? first(value, other.value) : nullable(value), sparse: true as const }
    }),
    ...right
      .filter(({ path }) => !known.has(formatPath(path)))
      .map(({ path, value }) => ({ path, value: nullable(value), sparse: true as const })),
  ]
}

/** A side that has no such row gives null. */
function nullable(value: Bound): Bound {
  const type =
    value.type.kind === 'atoms'
      ? unionTypes(value.type, atoms('null'))
      : value.type.kind === 'row'
        ? ANY
        : value.type
  return { ...value, type } as Bound
}

function mergedRest(l: Relation, r: Relation): Bound | undefined {
  const rests = [l.rest, r.rest].filter((rest) => rest !== undefined)
  return rests.length < 2
    ? rests[0]
    : operator(
        'row',
        rests.flatMap((rest) => [{ kind: 'const', value: null, type: atoms('null') } as Bound, rest]),
      )
}
