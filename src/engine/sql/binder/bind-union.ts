import { formatPath } from '../../../lib/format-path.ts'
import { atoms, unionTypes } from '../builtins/shared/types.ts'
import type { Extent } from '../span.ts'
import { type FromResult, sourceColumn } from './bind-from.ts'
import { type Binding, bindError } from './binding.ts'
import type { Bound, BoundColumn, BoundQuery } from './bound.ts'
import { constant, NULL, special } from './make.ts'
import { makeSelect } from './make-select.ts'
import { columnsOf, type Relation } from './scope.ts'
import { rememberTimes } from './times.ts'
import { TEXT } from './types.ts'

/** SQLite's columns of a result, less those that every row has. */
const MAX_COLUMNS = 1_980
const INTEGER = atoms('integer')
const TIME = atoms('number', 'infinite', 'null')

/** `"union"(a, b, …)`: the rows of all, in order, each named by the place of its dataset and its own name, `0.row1`. */
export function bindUnion(b: Binding, at: Extent, parts: readonly FromResult[], alias?: string): FromResult {
  const relations = parts.map(({ relation }) => ({ ...relation, ...columnsOf(relation) }))
  const columns = unionColumns(relations)
  if (columns.length > MAX_COLUMNS) {
    throw bindError(b, 'not-supported', `a union of more than ${MAX_COLUMNS} columns`, at)
  }
  const ties = Math.max(...relations.map(({ order }) => order.length))
  const isOpen = relations.some(({ rest }) => rest)
  const selects = parts.map(({ from }, i) => {
    const relation = relations[i]!
    const own = new Map(relation.columns.map(({ path, value }) => [formatPath(path), value]))
    const name = special('drawName', [constant(i), relation.name], TEXT)
    const values = [
      ...columns.map(({ name }) => own.get(name) ?? NULL),
      name,
      special('nameHash', [name], INTEGER),
      relation.time,
      ...(isOpen ? [relation.rest ?? NULL] : []),
      constant(i),
      ...Array.from({ length: ties }, (_, place) => relation.order[place]?.expr ?? NULL),
    ]
    return selectOf(from, values)
  })
  return read(b, selects.reduce(both), columns, isOpen, alias)
}

interface UnionColumn extends BoundColumn {
  name: string
}

/** The columns of all, each once. One that some part lacks is sparse. */
function unionColumns(relations: readonly Pick<Relation, 'columns'>[]): UnionColumn[] {
  const found = new Map<string, UnionColumn & { parts: number }>()
  for (const { columns } of relations) {
    for (const { path, value, sparse } of columns) {
      const name = formatPath(path)
      const known = found.get(name)
      if (!known) found.set(name, { path, name, value, parts: 1, ...(sparse && { sparse }) })
      else {
        known.parts++
        known.value = { ...known.value, type: unionTypes(known.value.type, value.type) } as Bound
        if (sparse) known.sparse = true
      }
    }
  }
  return [...found.values()].map(({ parts, ...column }) => {
    if (parts === relations.length) return column
    const type = unionTypes(column.value.type, NULL.type)
    return { ...column, value: { ...column.value, type } as Bound, sparse: true as const }
  })
}

const selectOf = (from: FromResult['from'], values: readonly Bound[]): BoundQuery =>
  makeSelect({ from, columns: values.map((value, i) => ({ path: [String(i)], value })) })

const both = (left: BoundQuery, right: BoundQuery): BoundQuery => ({
  kind: 'compound',
  op: 'UNION ALL',
  left,
  right,
  columns: left.columns,
  orderBy: [],
  common: [],
  recursive: false,
})

/** What the columns of the compound mean. */
function read(
  b: Binding,
  query: BoundQuery,
  columns: readonly UnionColumn[],
  isOpen: boolean,
  alias: string | undefined,
): FromResult {
  const source = b.state.sources++
  let at = 0
  const next = (type: Bound['type'], label: string): Bound => sourceColumn(source, `c${at++}`, type, label)
  const read = columns.map(({ path, name, value, sparse }) => ({
    path,
    value: next(value.type, name),
    ...(sparse && { sparse }),
  }))
  const name = next(TEXT, 'rowName()')
  const hash = next(INTEGER, 'rowHash()')
  const time = next(TIME, 'time')
  const rest = isOpen ? next({ kind: 'row' }, '*') : undefined
  const order: Bound[] = []
  while (at < query.columns.length) order.push(next(INTEGER, 'order'))
  const relation: Relation = {
    ...(alias !== undefined && { alias }),
    columns: read,
    ...(rest && { rest }),
    name,
    hash,
    time,
    order: order.map((expr) => ({ expr, descending: false })),
    ties: [{ expr: hash, descending: false }],
  }
  rememberTimes(b, source, relation)
  return { from: { kind: 'select', source, query }, relation }
}
