import { EngineError } from '../../../contract/errors.ts'
import type { Value } from '../../../contract/values.ts'
import { quoteIdentifier } from '../../../lib/quote-identifier.ts'
import type {
  Bound,
  BoundCompound,
  BoundFrom,
  BoundQuery,
  BoundSelect,
  BoundValues,
} from '../binder/bound.ts'
import { keyOf, readsItself } from '../binder/bound-tree.ts'
import { NULL } from '../binder/make.ts'
import { scannedBy } from './cell-calls.ts'
import { type Emitter, RESULT } from './emit-expression.ts'
import { emitOrder, emitTerm } from './emit-order.ts'

/** Which columns the SQL of a query has. `result`: c0, c1, …, _name, _time and perhaps _rest. `source`: also _hash and
 *  _order, for a FROM. `bare`: c0, c1, … only. `values`: all columns below one another, as `IN (SELECT …)` tests. */
export type Shape = 'result' | 'source' | 'bare' | 'values'

/** Whether the select around a sub-select reads its column of that name. Computing what nobody reads would cost a call
 *  of JavaScript a row for names and hashes, and room in every sort. */
type IsRead = (column: string) => boolean
const allAreRead: IsRead = () => true

/** SQL of a query. ORDER BY is written where it can be seen: in the result, or where LIMIT cuts. */
export function emitQuery(
  emitter: Emitter,
  query: BoundQuery,
  shape: Shape,
  isRead: IsRead = allAreRead,
): string {
  if (shape === 'values' && query.columns.length > 1) return emitAllColumns(emitter, query)
  const body = emitBody(emitter, query, shape, isRead)
  let read = body
  const common: string[] = []
  for (const table of [...query.common].reverse()) {
    const isTimeRead: IsRead = (column) => !/^k\d/.test(column) || read.includes(quoteIdentifier(column))
    const sql = emitQuery(emitter, table.query, isNamed(table.query) ? 'source' : 'bare', isTimeRead)
    common.unshift(
      isNamed(table.query)
        ? `${table.name} AS (${sql})`
        : `${table.name}(${bareNames(table.query)}) AS (${sql})`,
    )
    read += sql
  }
  const head = common.length ? `WITH ${query.recursive ? 'RECURSIVE ' : ''}${common.join(', ')} ` : ''
  return head + body
}

/** True if the rows of a query have names of their own. */
const isNamed = (query: BoundQuery): boolean => query.kind === 'select'

function emitBody(emitter: Emitter, query: BoundQuery, shape: Shape, isRead: IsRead): string {
  if (query.kind === 'select')
    return query.distinctOn
      ? emitDistinctOn(emitter, query, shape, isRead)
      : emitSelect(emitter, query, shape, isRead)
  if (query.kind === 'compound' && isRecursion(query)) return emitRecursion(emitter, query)
  const body = query.kind === 'values' ? emitValues(emitter, query) : emitCompound(emitter, query)
  // A compound may be ordered by its columns only; from outside by anything.
  const rows = query.orderBy.length ? `SELECT ${bareNames(query)} FROM (${body}) AS ${RESULT}` : body
  const bare = `${rows}${emitTail(emitter, query, true)}`
  const first = query.kind === 'values' ? query.firstName : 1
  return shape === 'bare' || shape === 'values' ? bare : numbered(bare, query.columns.length, shape, first)
}

/** In SQL every row has a column. */
const bareNames = ({ columns }: BoundQuery): string => columns.map((_, i) => `c${i}`).join(', ') || 'c0'

/** Rows without names are named by their position. */
function numbered(bare: string, width: number, shape: Shape, first: 0 | 1 = 1): string {
  const columns = Array.from({ length: width }, (_, i) => `c${i}`)
  const position = first === 1 ? 'row_number() OVER ()' : '(row_number() OVER () - 1)'
  const rest = shape === 'source' ? `, ${position} AS _hash, ${position} AS _order` : ''
  return `SELECT ${[...columns, ''].join(', ')}CAST(${position} AS TEXT) AS _name, -9e999 AS _time${rest} FROM (${bare})`
}

function emitAllColumns(emitter: Emitter, query: BoundQuery): string {
  const inner = emitQuery(emitter, query, 'bare')
  const parts = query.columns.map((_, i) => `SELECT c${i} FROM _all`)
  return `WITH _all AS (${inner}) ${parts.join(' UNION ALL ')}`
}

function emitSelect(
  emitter: Emitter,
  select: BoundSelect,
  shape: Shape,
  isRead: IsRead = allAreRead,
): string {
  const around = emitter.scanned
  emitter.scanned = scannedBy(select)
  const columns = select.columns.map(({ value, guarded }, i) => {
    const sql = guarded ? emitter.inTry(() => projected(emitter, value)) : projected(emitter, value)
    return `${aggregated(select, i, sql)} AS c${i}`
  })
  if (shape === 'result' || shape === 'source')
    columns.push(
      ...emitRowColumns(emitter, select, shape, isRead),
      ...ownTimes(emitter, select, shape, isRead).map(({ name, time }) => `${emitter.emit(time)} AS ${name}`),
    )
  if (columns.length === 0) columns.push(`${aggregated(select, 0, 'NULL')} AS c0`)
  const needsOrder = shape === 'result' || select.limit !== undefined || select.offset !== undefined
  const tail = emitTail(emitter, select, needsOrder)
  const list = columns.join(', ')
  const sql = `SELECT ${list}${emitRows(emitter, select, list + tail)}${tail}`
  emitter.scanned = around
  return sql
}

/** SQLite wants an aggregate among the columns where HAVING stands without GROUP BY. */
const aggregated = (select: BoundSelect, index: number, sql: string): string =>
  index === 0 && select.having && select.groupBy?.length === 0
    ? `CASE WHEN count(*) >= 0 THEN ${sql} END`
    : sql

/** A row's name as a column of a sub-select would keep its affinity; a plus sign takes it off. */
function projected(emitter: Emitter, value: Bound): string {
  const sql = emitter.emit(value)
  return value.kind === 'column' && value.name.startsWith('_') ? `+${sql}` : sql
}

function emitRowColumns(
  emitter: Emitter,
  select: BoundSelect,
  shape: Shape,
  isRead: IsRead = allAreRead,
): string[] {
  const columns: string[] = []
  const add = (bound: Bound, name: string): void => {
    if (isRead(name)) columns.push(`${emitter.emit(bound)} AS ${name}`)
  }
  // What is the same for all rows stays out of the result: `SELECT count(*)` alone is a count that SQLite need not scan for.
  if (shape === 'source' || select.name.kind !== 'const') add(select.name, '_name')
  if (shape === 'source' || select.time.kind !== 'const') add(select.time, '_time')
  if (shape === 'source') {
    const natural = select.ordered ? undefined : select.orderBy[0]?.expr
    add(select.hash, '_hash')
    add(natural ?? NULL, '_order')
  }
  if (select.rest) add(select.rest, '_rest')
  return columns
}

/** Times of columns that are not of their row's time, by their names in SQL: for a result where they are asked for, in a
 *  sub-select where they are read. */
function ownTimes(
  emitter: Emitter,
  select: BoundSelect,
  shape: Shape,
  isRead: IsRead,
): { name: string; time: Bound }[] {
  const wanted =
    shape === 'result'
      ? () => emitter.cellTimes
      : (name: string): boolean => shape === 'source' && isRead(name)
  return select.columns.flatMap(({ time }, i) =>
    time && time.kind !== 'const' && wanted(`k${i}`) ? [{ name: `k${i}`, time }] : [],
  )
}

/** Where the name, time and remainder of a row stand in `result` SQL: an index, or the constant that all rows have. */
export interface ResultLayout {
  name: number | { constant: Value }
  time: number | { constant: Value }
  rest: number | undefined
  /** Of columns that are not of their row's time. */
  columnTimes: (number | { constant: Value } | undefined)[]
}

/** The layout of a query's `result`, with the times of columns where those were asked for. */
export function resultLayout(query: BoundQuery, cellTimes: boolean): ResultLayout {
  let at = query.columns.length
  if (query.kind !== 'select') return { name: at, time: at + 1, rest: undefined, columnTimes: [] }
  const name = query.name.kind === 'const' && !query.distinctOn ? { constant: query.name.value } : at++
  const time = query.time.kind === 'const' && !query.distinctOn ? { constant: query.time.value } : at++
  const rest = query.rest ? at++ : undefined
  if (!cellTimes) return { name, time, rest, columnTimes: [] }
  const columnTimes = query.columns.map(({ time: own }) => {
    if (!own) return undefined
    return own.kind === 'const' ? { constant: own.value } : at++
  })
  return { name, time, rest, columnTimes }
}

/** FROM, WHERE, GROUP BY and HAVING. @param around the SQL of the other clauses, which reads what FROM offers */
function emitRows(emitter: Emitter, select: BoundSelect, around: string): string {
  let sql = ''
  const where = select.where.map((part) => emitter.truth(part))
  if (select.from && readsItself(select.from)) where.push(emitRecursionGuard(emitter))
  if (where.length) sql += ` WHERE ${where.join(' AND ')}`
  if (select.groupBy?.length)
    sql += ` GROUP BY ${select.groupBy.map((key) => emitTerm(emitter, key)).join(', ')}`
  if (select.having) sql += ` HAVING ${emitter.truth(select.having)}`
  return select.from ? ` FROM ${emitFrom(emitter, select.from, around + sql)}${sql}` : sql
}

const isRecursion = (query: BoundQuery): boolean => {
  if (query.kind === 'compound') return isRecursion(query.left) || isRecursion(query.right)
  return query.kind === 'select' && query.from !== undefined && readsItself(query.from)
}

/** SQLite takes the row that is first in the order to go on from, so the order cannot stand around the recursion. */
function emitRecursion(emitter: Emitter, query: BoundCompound): string {
  const order = query.orderBy.map(({ expr, descending, nulls }) => {
    const at = query.columns.findIndex(({ value }) => keyOf(value) === keyOf(expr))
    if (at < 0) throw new EngineError('not-supported', 'a recursive table is ordered by its columns only')
    return `${at + 1}${descending ? ' DESC' : ''}${nulls ? ` NULLS ${nulls}` : ''}`
  })
  const by = order.length ? ` ORDER BY ${order.join(', ')}` : ''
  return `${emitCompound(emitter, query)}${by}${emitTail(emitter, { ...query, orderBy: [] }, false)}`
}

/** Nothing can stop SQLite from outside, so a recursion counts its rows and ends itself. */
function emitRecursionGuard(emitter: Emitter): string {
  const { name, id } = emitter.registry.recursion()
  return `${name}(${id})`
}

/** ORDER BY, LIMIT and OFFSET. */
function emitTail(emitter: Emitter, query: BoundQuery, ordered: boolean): string {
  // One group has nothing to sort.
  const isOneRow = query.kind === 'select' && (query.groupBy?.length === 0 || !query.from)
  const order = ordered && !isOneRow ? query.orderBy.flatMap((term) => emitOrder(emitter, term)) : []
  let sql = order.length ? ` ORDER BY ${order.join(', ')}` : ''
  if (query.limit || query.offset) sql += ` LIMIT ${query.limit ? emitter.emit(query.limit) : '-1'}`
  if (query.offset) sql += ` OFFSET ${emitter.emit(query.offset)}`
  return sql
}

function emitFrom(emitter: Emitter, from: BoundFrom, around: string): string {
  switch (from.kind) {
    case 'table':
      return `${quoteIdentifier(from.table)} AS t${from.source}`
    case 'select':
      return `(${emitQuery(emitter, from.query, 'source', (column) => around.includes(`t${from.source}.${quoteIdentifier(column)}`))}) AS t${from.source}`
    case 'common':
      return emitCommon(from)
    case 'each':
      return `${from.table}(${emitter.list([from.list, ...(from.path ? [from.path] : [])])}) AS t${from.source}`
    case 'join': {
      const type = {
        inner: 'JOIN',
        left: 'LEFT JOIN',
        right: 'RIGHT JOIN',
        full: 'FULL JOIN',
        cross: 'JOIN',
      }[from.type]
      const on = from.on ? emitter.truth(from.on) : '1'
      const right = emitFrom(emitter, from.right, around + on)
      // The text of json_each beside it may be of its columns.
      return `${emitFrom(emitter, from.left, around + on + right)} ${type} ${from.right.kind === 'join' ? `(${right})` : right} ON ${on}`
    }
  }
}

function emitCommon(from: Extract<BoundFrom, { kind: 'common' }>): string {
  if (from.shape === 'named') return `${from.name} AS t${from.source}`
  if (from.shape === 'itself') return `${from.name} AS t${from.source}`
  const bare = `SELECT * FROM ${from.name}`
  return `(${numbered(bare, from.width, 'source')}) AS t${from.source}`
}

function emitCompound(emitter: Emitter, { op, left, right }: BoundCompound): string {
  return `${emitSide(emitter, left)} ${op} ${emitSide(emitter, right)}`
}

/** A side with clauses of its own, or of another operator, stands in a sub-select: SQLite's compounds nest to the left. */
function emitSide(emitter: Emitter, side: BoundQuery): string {
  const sql = emitQuery(emitter, { ...side, orderBy: side.limit ? side.orderBy : [] }, 'bare')
  const isPlain =
    side.kind === 'select' && !side.distinctOn && !side.limit && !side.offset && side.common.length === 0
  return isPlain ? sql : `SELECT ${bareNames(side)} FROM (${sql})`
}

function emitValues(emitter: Emitter, { rows, columns }: BoundValues): string {
  if (rows.length === 0) return `SELECT ${columns.map((_, i) => `NULL AS c${i}`).join(', ')} WHERE 0`
  return rows
    .map((row) => `SELECT ${row.map((value, i) => `${emitter.emit(value)} AS c${i}`).join(', ')}`)
    .join(' UNION ALL ')
}

/** The first row of each value of the expressions, in the order asked for; cut after that. */
function emitDistinctOn(emitter: Emitter, select: BoundSelect, shape: Shape, isRead: IsRead): string {
  const order = select.orderBy.flatMap((term) => emitOrder(emitter, term))
  const partition = emitter.list(select.distinctOn!)
  const by = order.length ? ` ORDER BY ${order.join(', ')}` : ''
  const columns = select.columns.map(({ value }, i) => `${projected(emitter, value)} AS c${i}`)
  const rows = emitRowColumns(emitter, select, 'source')
  const numbering = `row_number() OVER (PARTITION BY ${partition}${by}) AS _nth, row_number() OVER (${by.trim()}) AS _place`
  const times = ownTimes(emitter, select, shape, isRead)
  const timeList = times.map(({ name, time }) => `${emitter.emit(time)} AS ${name}`)
  const list = [...columns, ...rows, ...timeList, numbering].join(', ')
  const inner = `SELECT ${list}${emitRows(emitter, select, list)}`
  const kept = select.columns.map((_, i) => `c${i}`)
  if (shape === 'result' || shape === 'source') kept.push('_name', '_time')
  if (shape === 'source') kept.push('_hash', '_order')
  if ((shape === 'result' || shape === 'source') && select.rest) kept.push('_rest')
  kept.push(...times.map(({ name }) => name))
  if (kept.length === 0) kept.push('NULL AS c0')
  const cut = emitTail(emitter, { ...select, orderBy: [] }, false)
  return `SELECT ${kept.join(', ')} FROM (${inner}) WHERE _nth = 1 ORDER BY _place${cut}`
}
