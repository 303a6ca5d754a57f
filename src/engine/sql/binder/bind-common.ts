import type { Query } from '../ast.ts'
import { ANY } from '../builtins/shared/types.ts'
import { ofQuery } from './bind-from.ts'
import { bindQuery } from './bind-query.ts'
import { type Binding, bindError } from './binding.ts'
import type { BoundCommon, BoundQuery } from './bound.ts'
import { keepTimes } from './compound-times.ts'
import { constant } from './make.ts'
import type { CommonTableScope, Scope } from './scope.ts'

/** Binds the tables of WITH; each sees those before it, a recursive one itself. */
export function bindCommonTables(
  b: Binding,
  scope: Scope,
  query: Query,
): { common: BoundCommon[]; inner: Scope } {
  if (!query.with) return { common: [], inner: scope }
  const tables = new Map(scope.common)
  const common: BoundCommon[] = []
  for (const table of query.with.tables) {
    const sqlName = `w${b.state.names++}`
    const isRecursive = query.with.recursive && table.query.body.kind === 'compound'
    if (isRecursive) tables.set(table.name, itself(b, { ...scope, common: tables }, table, sqlName))
    const bound = bindQuery(b, { common: new Map(tables) }, table.query)
    checkNames(b, table, bound)
    const kept = isRecursive ? bound : keepTimes(bound)
    common.push({ name: sqlName, query: kept })
    tables.set(table.name, asScope(kept, sqlName, table.columns))
  }
  return { common, inner: { ...scope, common: tables } }
}

const asScope = (query: BoundQuery, sqlName: string, names?: readonly string[]): CommonTableScope => ({
  sqlName,
  shape: query.kind === 'select' ? 'named' : 'bare',
  width: query.columns.length,
  relation: (source, alias) => ofQuery(query, source, alias, names),
})

type Table = NonNullable<Query['with']>['tables'][number]

function checkNames(b: Binding, table: Table, { columns }: BoundQuery): void {
  const names = table.columns?.length ?? columns.length
  if (names === columns.length) return
  throw bindError(b, 'syntax', `"${table.name}" has ${columns.length} columns and ${names} names`, table)
}

/** The table as its own recursive part sees it: the columns of the first part, of any type. */
function itself(b: Binding, scope: Scope, table: Table, sqlName: string): CommonTableScope {
  let { body } = table.query
  while (body.kind === 'compound') body = body.left
  const first = bindQuery(b, { common: scope.common }, { ...table.query, body, orderBy: [] })
  checkNames(b, table, first)
  const columns = first.columns.map(({ path }) => ({ path, value: { ...constant(null), type: ANY } }))
  const never = constant(null)
  return {
    sqlName,
    shape: 'itself',
    width: columns.length,
    relation: (source, alias) => ({
      ...ofQuery({ ...first, columns }, source, alias, table.columns),
      name: never,
      hash: never,
      time: never,
      order: [],
      ties: [],
    }),
  }
}
