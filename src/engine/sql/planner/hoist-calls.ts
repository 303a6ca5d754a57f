import { EngineError } from '../../../contract/errors.ts'
import type { Bound, BoundFrom, BoundQuery, BoundSelect } from '../binder/bound.ts'
import {
  callKey,
  childrenOf,
  isSubquery,
  keyOf,
  readsItself,
  someBound,
  sourcesIn,
  sourcesOf,
} from '../binder/bound-tree.ts'
import { conjuncts } from '../binder/make.ts'
import { mapQuery } from '../binder/map-query.ts'
import { callsOf, type FoundCall } from './find-calls.ts'
import { hasCall, outputsOf } from './has-call.ts'
import { rowsAround } from './rows-around.ts'
import type { ApplyStage } from './stage.ts'

/** The stages that compute every asynchronous call of a query, each before what needs it and over as few rows as can
 *  be known without it:
 *
 *  SELECT f(x) FROM t WHERE a = 1 AND g(y) > 0 LIMIT 3
 *  =>  apply g(y) over t where a = 1;  apply f(x) over the first 3 rows of t where a = 1 and g(y) > 0
 *
 *  A statement whose calls all have results looks them up, wherever they stand. */
export function hoistCalls(query: BoundQuery): ApplyStage[] {
  const stages: ApplyStage[] = []
  hoistQuery(query, { outer: [], common: [], recursive: false, stages })
  return stages
}

/** Where a query stands. */
interface Surroundings {
  /** The selects around a correlated sub-select, outermost first. */
  outer: readonly BoundSelect[]
  /** Tables of WITH that can be read. */
  common: BoundQuery['common']
  recursive: boolean
  stages: ApplyStage[]
}

function hoistQuery(query: BoundQuery, outside: Surroundings): void {
  let around: Surroundings = { ...outside, recursive: outside.recursive || query.recursive }
  for (const table of query.common) {
    hoistQuery(table.query, { ...around, outer: [] })
    around = { ...around, common: [...around.common, table] }
  }
  if (query.kind === 'compound') {
    hoistQuery(query.left, around)
    hoistQuery(query.right, around)
  } else if (query.kind === 'values') {
    const hoister = new Hoister(around)
    for (const value of query.rows.flat()) hoister.hoist(value, noRows)
  } else hoistSelect(query, around)
}

function hoistSelect(select: BoundSelect, around: Surroundings): void {
  const cheap = select.where.filter((part) => !hasCall(part))
  if (select.from) hoistFrom(select.from, around, cheap)
  if (select.from && readsItself(select.from)) {
    hoistRecursive(select, around)
    return
  }
  const hoister = new Hoister(around)
  const rows: BoundSelect = {
    ...noRows,
    ...(select.from && { from: select.from }),
    // What runs for the rows of a group is told of by their own names.
    name: select.groupBy ? rowNameOf(select) : select.name,
  }
  const where = [...cheap]
  for (const part of select.where.filter(hasCall)) {
    hoister.hoist(part, { ...rows, where: [...where] })
    where.push(part)
  }
  const filtered = { ...rows, where }
  if (select.groupBy) hoistGrouped(hoister, select, filtered)
  else hoistOutput(hoister, select, filtered)
}

function hoistOutput(hoister: Hoister, select: BoundSelect, filtered: BoundSelect): void {
  for (const expr of select.distinctOn ?? []) hoister.hoist(expr, filtered)
  for (const { expr } of select.orderBy) hoister.hoist(expr, filtered)
  for (const { value } of select.columns) hoister.hoistWindows(value, filtered)
  const isCut = !select.distinctOn && (select.limit || select.offset)
  const shown: BoundSelect = isCut
    ? {
        ...filtered,
        orderBy: select.orderBy,
        ...(select.limit && { limit: select.limit }),
        ...(select.offset && { offset: select.offset }),
      }
    : filtered
  hoister.hoist(select.name, shown)
  for (const { value } of select.columns) hoister.hoist(value, shown)
  if (select.rest) hoister.hoist(select.rest, shown)
}

/** Calls inside aggregates and group keys run over rows, the others over groups. */
function hoistGrouped(hoister: Hoister, select: BoundSelect, filtered: BoundSelect): void {
  for (const key of select.groupBy!) hoister.hoist(key, filtered)
  const outputs = [...select.columns.map(({ value }) => value), ...(select.rest ? [select.rest] : [])]
  const all = [
    ...outputs,
    ...(select.having ? [select.having] : []),
    ...select.orderBy.map(({ expr }) => expr),
  ]
  for (const expr of all) hoister.hoistAggregates(expr, filtered)
  let groups: BoundSelect = { ...filtered, groupBy: select.groupBy!, name: select.name }
  const having = conjuncts(select.having)
  for (const part of having.filter(hasCall)) hoister.hoist(part, groups)
  groups = { ...groups, ...(select.having && { having: select.having }) }
  for (const { expr } of select.orderBy) hoister.hoist(expr, groups)
  const { orderBy, limit, offset } = select
  const shown = { ...groups, orderBy, ...(limit && { limit }), ...(offset && { offset }) }
  for (const expr of outputs) hoister.hoist(expr, limit || offset ? shown : groups)
}

/** The recursive part of a table of WITH is run by SQLite alone: only calls of constants have results before it. */
function hoistRecursive(select: BoundSelect, around: Surroundings): void {
  const hoister = new Hoister(around)
  for (const expr of [...select.where, ...outputsOf(select)]) {
    if (
      callsOf(expr).some(({ call }) => sourcesOf(call.args).size > 0) ||
      someBound(expr, isSubqueryWithCall)
    ) {
      const message =
        'a function that must be awaited cannot be called for each row of a recursion; call it in the select that reads the recursive table'
      throw new EngineError('not-supported', message)
    }
    for (const found of callsOf(expr)) hoister.add({ ...found, conditions: [] }, noRows)
  }
}

const isSubqueryWithCall = (bound: Bound): boolean => isSubquery(bound) && hasCall(bound)

/** Sub-selects of a FROM, and calls in conditions of joins: over the side they read, else over all pairs.
 *  @param filters conditions that all rows of the FROM must meet, with no calls in them
 *  @param beside what stands to the left, which the JSON of an `each` may be read from */
function hoistFrom(
  from: BoundFrom,
  around: Surroundings,
  filters: readonly Bound[],
  beside?: BoundFrom,
): void {
  if (from.kind === 'select') hoistQuery(from.query, around)
  if (from.kind === 'each') {
    const rows: BoundSelect = beside ? { ...noRows, from: beside, name: nameOf(beside) } : noRows
    for (const arg of [from.list, ...(from.path ? [from.path] : [])])
      new Hoister(around).hoist(arg, rows, around.outer)
  }
  if (from.kind !== 'join') return
  const isOuter = (side: 'left' | 'right'): boolean => from.type === 'full' || from.type === side
  // Rows of a side that NULL may stand for are not what the filters see.
  hoistFrom(from.left, around, isOuter('right') ? [] : filters, beside)
  hoistFrom(from.right, around, isOuter('left') ? [] : filters, from.left)
  const parts = conjuncts(from.on)
  const cheap = parts.filter((part) => !hasCall(part))
  const hoister = new Hoister(around)
  for (const found of parts.filter(hasCall).flatMap((part) => callsOf(part))) {
    const isClosed = !found.call.args.some((expr) => someBound(expr, isSubquery))
    const side = isClosed ? [from.left, from.right].find((one) => within(found.call.args, one)) : undefined
    if (!side) {
      const pairs: BoundFrom = { kind: 'join', type: 'inner', left: from.left, right: from.right }
      hoister.add(found, { ...noRows, from: pairs, name: nameOf(pairs), where: cheap })
      continue
    }
    const ofSide = (exprs: readonly Bound[]): Bound[] =>
      exprs.filter((expr) => within([expr], side) && !someBound(expr, isSubquery))
    const mayFilter = !isOuter(side === from.left ? 'right' : 'left') && from.type !== 'full'
    const where = [...ofSide(cheap), ...(mayFilter ? ofSide(filters) : [])]
    hoister.add(
      { ...found, conditions: ofSide(found.conditions) },
      { ...noRows, from: side, name: nameOf(side), where },
    )
  }
}

function nameOf(from: BoundFrom): Bound {
  // Elements of JSON are named by their place.
  if (from.kind === 'each') {
    const { source } = from
    const place: Bound = { kind: 'column', source, name: 'rowid', type: { kind: 'any' }, label: 'rowid' }
    return { kind: 'special', op: 'toText', args: [place], type: { kind: 'any' } }
  }
  if (from.kind !== 'join')
    return { kind: 'column', source: from.source, name: '_name', type: { kind: 'any' }, label: 'rowName()' }
  return {
    kind: 'special',
    op: 'joinName',
    args: [nameOf(from.left), nameOf(from.right)],
    type: { kind: 'any' },
  }
}

const rowNameOf = ({ from }: BoundSelect): Bound => (from ? nameOf(from) : noRows.name)

const never: Bound = { kind: 'const', value: Number.NEGATIVE_INFINITY, type: { kind: 'any' } }

/** A select of one row, to be filled in. */
const noRows: BoundSelect = {
  kind: 'select',
  where: [],
  columns: [],
  name: { kind: 'const', value: '', type: { kind: 'any' } },
  hash: never,
  time: never,
  orderBy: [],
  ordered: true,
  distinct: false,
  common: [],
  recursive: false,
}

class Hoister {
  private readonly seen = new Set<string>()
  private readonly around: Surroundings

  constructor(around: Surroundings) {
    this.around = around
  }

  /** Adds a stage for each call of an expression, inner ones first. What was added before is not again: the rows of
   *  an earlier clause include those of a later one.
   *  @param closedOuter the selects around a sub-select that does not read `rows`: none, but in FROM, where one that the
   *  binder made of a dataset stands where the dataset would */
  hoist(expr: Bound, rows: BoundSelect, closedOuter: readonly BoundSelect[] = []): void {
    this.hoistSubqueries(expr, rows, closedOuter)
    for (const found of callsOf(expr)) this.add(found, rows)
  }

  hoistAggregates(expr: Bound, rows: BoundSelect): void {
    if (expr.kind === 'aggregate') this.hoist(expr, rows)
    else for (const child of childrenOf(expr)) this.hoistAggregates(child, rows)
  }

  hoistWindows(expr: Bound, rows: BoundSelect): void {
    this.hoistAggregates(expr, rows)
  }

  add({ call, guarded, conditions }: FoundCall, rows: BoundSelect): void {
    const ofRow = conditions.filter((part) => !someBound(part, (x) => x.kind === 'aggregate'))
    // Rows that a LIMIT has cut cannot be filtered any more: then the call runs over all of them.
    const filter = rows.limit || rows.offset || rows.groupBy ? [] : ofRow
    const [all, own, wanted] = [[], filter, ofRow].map((parts) => `${callKey(call)} ${parts.map(keyOf)}`)
    if ([all, own, wanted].some((key) => this.seen.has(key!))) return
    this.seen.add(own!)
    const columns = call.args.map((value, i) => ({ path: [`a${i}`], value }))
    const needed = { ...rows, where: [...rows.where, ...filter] }
    const { outer: outers, common, recursive, stages } = this.around
    refuseReadsAround(outers, needed.from)
    const around = outers.reduceRight((inner, outer) => rowsAround(outer, inner), needed)
    stages.push({
      kind: 'apply',
      call,
      guarded,
      rows: { ...around, columns, common, recursive },
    })
  }

  private hoistSubqueries(expr: Bound, rows: BoundSelect, closedOuter: readonly BoundSelect[]): void {
    if (isSubquery(expr)) {
      const outer = expr.correlated ? [...this.around.outer, { ...rows, common: [] }] : closedOuter
      hoistQuery(expr.query, { ...this.around, outer })
    }
    for (const child of childrenOf(expr)) this.hoistSubqueries(child, rows, closedOuter)
  }
}

/** A sub-select in FROM, such as one made for functions with OVER, stands beside the rows around it once calls in it are
 *  collected for all of them, and so cannot read them. */
function refuseReadsAround(outers: readonly BoundSelect[], from: BoundFrom | undefined): void {
  if (outers.length === 0 || from?.kind !== 'select') return
  const around = new Set(outers.flatMap((outer) => (outer.from ? sourcesIn(outer.from) : [])))
  mapQuery(from.query, (bound) => {
    if (bound.kind !== 'column' || !around.has(bound.source)) return undefined
    const message =
      'a function that must be awaited cannot stand with a limit or a function with OVER in a sub-select that reads the rows around it'
    throw new EngineError('not-supported', message)
  })
}

function within(exprs: readonly Bound[], from: BoundFrom): boolean {
  const offered = new Set(sourcesIn(from))
  return [...sourcesOf(exprs)].every((source) => offered.has(source))
}
