import type { Bound, BoundFrom, BoundQuery, BoundSelect, FunctionCall } from '../binder/bound.ts'
import { callKey, childrenOf, keyOf, someBound, sourcesOf } from '../binder/bound-tree.ts'
import { conjuncts, constant, operator } from '../binder/make.ts'
import { isHoisted } from './emit-expression.ts'
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
  if (select.from) hoistFrom(select.from, around)
  const hoister = new Hoister(around)
  const rows: BoundSelect = {
    ...noRows,
    ...(select.from && { from: select.from }),
    name: select.groupBy ? noRows.name : select.name,
  }
  const isCostly = (part: Bound): boolean => hasCall(part)
  const where = select.where.filter((part) => !isCostly(part))
  for (const part of select.where.filter(isCostly)) {
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
  hoister.hoist(select.name, filtered)
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

/** Sub-selects of a FROM, and calls in conditions of joins: over the side they read, else over all pairs.
 *  @param beside what stands to the left, which the JSON of an `each` may be read from */
function hoistFrom(from: BoundFrom, around: Surroundings, beside?: BoundFrom): void {
  if (from.kind === 'select') hoistQuery(from.query, around)
  if (from.kind === 'each') {
    const rows: BoundSelect = beside ? { ...noRows, from: beside, name: nameOf(beside) } : noRows
    for (const arg of [from.list, ...(from.path ? [from.path] : [])]) new Hoister(around).hoist(arg, rows)
  }
  if (from.kind !== 'join') return
  hoistFrom(from.left, around, beside)
  hoistFrom(from.right, around, from.left)
  const parts = conjuncts(from.on)
  const cheap = parts.filter((part) => !hasCall(part))
  const hoister = new Hoister(around)
  for (const part of parts.filter(hasCall)) {
    for (const call of callsOf(part)) {
      const needed = [...call.call.args, ...call.conditions]
      const isClosed = !needed.some((expr) => someBound(expr, isSubquery))
      const used = sourcesOf(needed)
      const side = isClosed ? [from.left, from.right].find((one) => within(used, one)) : undefined
      const pairs: BoundFrom = { kind: 'join', type: 'inner', left: from.left, right: from.right }
      const over = side ?? pairs
      hoister.add(call, { ...noRows, from: over, name: nameOf(over), where: side ? [] : cheap })
    }
  }
}

function nameOf(from: BoundFrom): Bound {
  if (from.kind !== 'join')
    return { kind: 'column', source: from.source, name: '_name', type: { kind: 'any' }, label: 'rowName()' }
  return {
    kind: 'special',
    op: 'joinName',
    args: [nameOf(from.left), nameOf(from.right)],
    type: { kind: 'any' },
  }
}

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

interface FoundCall {
  call: FunctionCall
  guarded: boolean
  /** What must hold for a row to need the call: the way through CASE. */
  conditions: Bound[]
}

class Hoister {
  private readonly seen = new Set<string>()
  private readonly around: Surroundings

  constructor(around: Surroundings) {
    this.around = around
  }

  /** Adds a stage for each call of an expression, inner ones first. What was added before is not again: the rows of
   *  an earlier clause include those of a later one. */
  hoist(expr: Bound, rows: BoundSelect): void {
    this.hoistSubqueries(expr, rows)
    for (const found of callsOf(expr)) this.add(found, rows)
  }

  hoistAggregates(expr: Bound, rows: BoundSelect): void {
    if (expr.kind === 'aggregate') for (const child of childrenOf(expr)) this.hoist(child, rows)
    else for (const child of childrenOf(expr)) this.hoistAggregates(child, rows)
  }

  hoistWindows(expr: Bound, rows: BoundSelect): void {
    this.hoistAggregates(expr, rows)
  }

  add({ call, guarded, conditions }: FoundCall, rows: BoundSelect): void {
    const key = callKey(call)
    // Rows that a LIMIT has cut cannot be filtered any more: then the call runs over all of them.
    const isOfRow = (part: Bound): boolean => !someBound(part, (x) => x.kind === 'aggregate')
    const filter = rows.limit || rows.offset || rows.groupBy ? [] : conditions.filter(isOfRow)
    const ownKey = `${key} ${filter.map(keyOf)}`
    if (this.seen.has(`${key} `) || this.seen.has(ownKey)) return
    this.seen.add(ownKey)
    const columns = call.args.map((value, i) => ({ path: [`a${i}`], value }))
    const needed = { ...rows, where: [...rows.where, ...filter] }
    const { outer: outers, common, recursive, stages } = this.around
    const around = outers.reduceRight((inner, outer) => inside(outer, inner), needed)
    stages.push({
      kind: 'apply',
      call,
      guarded,
      rows: { ...around, columns, common, recursive },
    })
  }

  private hoistSubqueries(expr: Bound, rows: BoundSelect): void {
    if (expr.kind === 'subquery' || expr.kind === 'exists' || expr.kind === 'inQuery') {
      const outer = expr.correlated ? [...this.around.outer, { ...rows, common: [] }] : []
      hoistQuery(expr.query, { ...this.around, outer })
    }
    for (const child of childrenOf(expr)) this.hoistSubqueries(child, rows)
  }
}

/** The rows of a sub-select for every row around it. */
function inside(outer: BoundSelect, inner: BoundSelect): BoundSelect {
  const from: BoundFrom | undefined =
    outer.from && inner.from
      ? { kind: 'join', type: 'cross', left: outer.from, right: inner.from }
      : (outer.from ?? inner.from)
  const { limit: _, offset: __, ...uncut } = inner
  return { ...uncut, ...(from && { from }), where: [...outer.where, ...inner.where] }
}

/** All asynchronous calls inside an expression, inner ones first. */
function callsOf(expr: Bound, guarded = false, conditions: Bound[] = []): FoundCall[] {
  const inside = (child: Bound, more: Bound[] = []): FoundCall[] =>
    callsOf(child, guarded, [...conditions, ...more])
  if (expr.kind === 'try') {
    const fallback = expr.fallback ? inside(expr.fallback) : []
    return [...[expr.body, ...expr.watched].flatMap((child) => callsOf(child, true, conditions)), ...fallback]
  }
  if (expr.kind === 'case') {
    const passed: Bound[] = []
    const branches = expr.branches.flatMap(({ when, result }) => {
      const found = [...inside(when, [...passed]), ...inside(result, [...passed, when])]
      passed.push(operator('is not', [operator('truth', [when]), constant(1)]))
      return found
    })
    return [...branches, ...inside(expr.otherwise, passed)]
  }
  const inner = childrenOf(expr).flatMap((child) => inside(child))
  return expr.kind === 'output' && isHoisted(expr.call)
    ? [...inner, { call: expr.call, guarded, conditions }]
    : inner
}

function hasCall(expr: Bound): boolean {
  if (expr.kind === 'output' && isHoisted(expr.call)) return true
  if (expr.kind === 'subquery' || expr.kind === 'exists' || expr.kind === 'inQuery') {
    const found: ApplyStage[] = []
    hoistQuery(expr.query, { outer: [], common: [], recursive: false, stages: found })
    if (found.length > 0) return true
  }
  return childrenOf(expr).some(hasCall)
}

const isSubquery = ({ kind }: Bound): boolean =>
  kind === 'subquery' || kind === 'exists' || kind === 'inQuery'

function within(sources: ReadonlySet<number>, from: BoundFrom): boolean {
  const has = (one: BoundFrom): number[] =>
    one.kind === 'join' ? [...has(one.left), ...has(one.right)] : [one.source]
  const offered = new Set(has(from))
  return [...sources].every((source) => offered.has(source))
}
