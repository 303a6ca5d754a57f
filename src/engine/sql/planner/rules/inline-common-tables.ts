import type { BoundCommon, BoundFrom, BoundQuery } from '../../binder/bound.ts'
import { queryHasCall } from '../has-call.ts'
import type { Rule } from './index.ts'
import { mapSelects } from './map-selects.ts'

/** A table of WITH that awaits calls and is read once stands where it is read, so that conditions and limits reach it.
 *
 *  WITH w AS (SELECT f(x) AS v FROM t) SELECT v FROM w LIMIT 3   =>   SELECT v FROM (SELECT f(x) AS v FROM t) LIMIT 3 */
export const inlineCommonTables: Rule = (query) =>
  query.recursive
    ? query
    : query.common.reduce((all, { name }) => {
        const table = all.common.find((one) => one.name === name)!
        return isInlined(all, table) ? inline(all, table) : all
      }, query)

const isInlined = (query: BoundQuery, { name, query: own }: BoundCommon): boolean =>
  own.kind === 'select' && queryHasCall(own) && countReads(query, name) === 1

function inline(query: BoundQuery, table: BoundCommon): BoundQuery {
  const replace = (from: BoundFrom): BoundFrom => {
    if (from.kind === 'join') return { ...from, left: replace(from.left), right: replace(from.right) }
    const isTable = from.kind === 'common' && from.name === table.name
    return isTable ? { kind: 'select', source: from.source, query: table.query } : from
  }
  const rest = { ...query, common: query.common.filter((one) => one !== table) }
  return mapSelects(rest, (select) => (select.from ? { ...select, from: replace(select.from) } : select))
}

/** How often a table of WITH stands in a FROM. */
function countReads(query: BoundQuery, name: string): number {
  let count = 0
  const visit = (from: BoundFrom): void => {
    if (from.kind === 'join') {
      visit(from.left)
      visit(from.right)
    } else if (from.kind === 'common' && from.name === name) count++
  }
  mapSelects(query, (select) => {
    if (select.from) visit(select.from)
    return select
  })
  return count
}
