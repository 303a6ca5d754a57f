import type { Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import type {
  Bound,
  BoundFrom,
  BoundOrder,
  BoundQuery,
  BoundSelect,
  FunctionCall,
  SpecialName,
} from '../binder/bound.ts'
import { kindOf } from '../values/type-name.ts'
import { valueToText } from '../values/value-to-text.ts'

/** A bound expression as a person would write it, for EXPLAIN. */
export function printBound(bound: Bound): string {
  switch (bound.kind) {
    case 'const':
      return printValue(bound.value)
    case 'column':
      return bound.label
    case 'input':
      return formatPath(bound.path) || '*'
    case 'op':
      return printOperator(bound.op, bound.args)
    case 'special':
      return SPECIAL[bound.op] ?? (bound.args[0] ? printBound(bound.args[0]) : bound.op)
    case 'builtin':
      return `${bound.builtin.name}(${list(bound.args)})`
    case 'sqlite':
      return `${bound.name}(${list(bound.args)})`
    case 'aggregate': {
      const { name, args, distinct, orderBy, filter, over } = bound.aggregate
      const of = `${distinct ? 'DISTINCT ' : ''}${args.length ? list(args) : '*'}`
      const by = orderBy.length ? ` ORDER BY ${orderBy.map(printOrder).join(', ')}` : ''
      const where = filter ? ` FILTER (WHERE ${printBound(filter)})` : ''
      return `${name}(${of}${by})${where}${over ? ' OVER (…)' : ''}`
    }
    case 'case': {
      const branches = bound.branches.map(
        ({ when, result }) => `WHEN ${printBound(when)} THEN ${printBound(result)}`,
      )
      return `CASE ${branches.join(' ')} ELSE ${printBound(bound.otherwise)} END`
    }
    case 'output':
      return printOutput(bound.call, bound.column)
    case 'row':
      return `{${[...bound.columns.map(({ path, value }) => `${printBound(value)} AS ${formatPath(path)}`), ...(bound.rest ? [printBound(bound.rest)] : [])].join(', ')}}`
    case 'subquery':
      return `(${printQuery(bound.query)})`
    case 'exists':
      return `EXISTS (${printQuery(bound.query)})`
    case 'inQuery':
      return `${list(bound.operand)} IN (${printQuery(bound.query)})`
    case 'columnExpr':
      return 'COLUMN EXPR (…)'
    case 'tuple':
      return `(${list(bound.left)}) ${bound.op} (${list(bound.right)})`
    case 'collate':
      return `${printBound(bound.operand)} COLLATE ${bound.collation}`
    case 'try':
      return `try(${printBound(bound.body)}${bound.fallback ? `, ${printBound(bound.fallback)}` : ''})`
  }
}

const SPECIAL: Partial<Record<SpecialName, string>> = {
  hash: 'rowHash()',
  nameHash: 'rowHash()',
  time: 'time',
  earliestTime: 'time',
  joinName: 'rowName()',
  groupName: 'rowName()',
  drawName: 'rowName()',
  sampleKey: 'sample',
  draws: 'draws',
}

const list = (bounds: readonly Bound[]): string => bounds.map(printBound).join(', ')

function printValue(value: Value): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`
  const kind = kindOf(value)
  if (kind === 'null') return 'NULL'
  return kind === 'number' || kind === 'timestamp' || kind === 'interval' || kind === 'path'
    ? valueToText(value)
    : `<${kind}>`
}

const SIGN = /^[^a-z]+$|^(and|or|is|is not|like|glob)$/

function printOperator(op: string, args: readonly Bound[]): string {
  if (op === 'not') return `NOT ${printBound(args[0]!)}`
  if (op === 'negate') return `-${printBound(args[0]!)}`
  if (op === 'test') return `${printBound(args[0]!)} IS ${printBound(args[1]!).replaceAll("'", '')}`
  if (op === 'in') return `${printBound(args[0]!)} IN (${list(args.slice(1))})`
  if (op === 'between')
    return `${printBound(args[0]!)} BETWEEN ${printBound(args[1]!)} AND ${printBound(args[2]!)}`
  if (op === 'cast') return `CAST (${printBound(args[0]!)} AS ${printBound(args[1]!).replaceAll("'", '')})`
  if (op === 'member' || op === 'element')
    return `${printBound(args[0]!)}[${list(args.slice(1)).replaceAll("'", '')}]`
  if (SIGN.test(op)) return args.map((arg) => nestedIn(op, arg)).join(` ${op.toUpperCase()} `)
  return `${op.replaceAll(' ', '_')}(${list(args)})`
}

/** From loosest to tightest. */
const PRECEDENCE = [
  ['or'],
  ['and'],
  ['=', '!=', '<', '<=', '>', '>=', 'is', 'is not', 'like', 'glob'],
  ['+', '-', '&', '|', '^'],
  ['*', '/', '%'],
]
const tightness = (op: string): number => PRECEDENCE.findIndex((ops) => ops.includes(op))

const nestedIn = (op: string, arg: Bound): string =>
  arg.kind === 'op' && SIGN.test(arg.op) && tightness(arg.op) < tightness(op)
    ? `(${printBound(arg)})`
    : printBound(arg)

/** A call as `f({a: x})`. */
export function printCall({ fn, args }: FunctionCall): string {
  if (fn.positional) return `${fn.id}(${list(args)})`
  return `${fn.id}({${fn.input.map(({ name }, i) => `${name}: ${printBound(args[i]!)}`).join(', ')}})`
}

function printOutput(call: FunctionCall, column: number | 'rest' | 'all'): string {
  if (column === 'all') return printCall(call)
  if (column === 'rest') return `${printCall(call)}.*`
  return `${printCall(call)}[${formatPath(call.fn.output.columns[column]!.path)}]`
}

/** A query on one line. ORDER BY is shown where it has an effect: in the `result`, and where LIMIT cuts. */
export function printQuery(query: BoundQuery, isResult = false): string {
  if (query.kind === 'values') return `VALUES ${query.rows.map((row) => `(${list(row)})`).join(', ')}`
  if (query.kind === 'compound') {
    const { left, right } = query.timeAt === undefined ? query : asWritten(query, query.timeAt)
    return `${printQuery(left)} ${query.op} ${printQuery(right)}${printTail(query, true)}`
  }
  return printSelect(query, isResult)
}

/** A part of a compound without the times that nobody wrote. */
function asWritten<Query extends BoundQuery>(query: Query, width: number): Query {
  switch (query.kind) {
    case 'select':
      return { ...query, columns: query.columns.slice(0, width) }
    case 'values':
      return { ...query, rows: query.rows.map((row) => row.slice(0, width)) }
    case 'compound':
      return { ...query, left: asWritten(query.left, width), right: asWritten(query.right, width) }
  }
}

function printSelect(select: BoundSelect, isResult: boolean): string {
  const items = select.columns.map(({ path, value }) => {
    const text = printBound(value)
    const name = formatPath(path)
    return text === name || /^a\d+$/.test(name) ? text : `${text} AS ${name}`
  })
  if (select.rest) items.push(`${printBound(select.rest)} AS *`)
  let text = `SELECT ${items.join(', ') || 'NULL'}`
  if (select.from) text += ` FROM ${printSource(select.from)}`
  if (select.where.length) text += ` WHERE ${select.where.map((part) => nestedIn('and', part)).join(' AND ')}`
  if (select.groupBy?.length) text += ` GROUP BY ${list(select.groupBy)}`
  if (select.having) text += ` HAVING ${printBound(select.having)}`
  return text + printTail(select, select.ordered && (isResult || select.limit !== undefined))
}

function printTail({ orderBy, limit, offset }: BoundQuery, ordered: boolean): string {
  const order = ordered && orderBy.length ? ` ORDER BY ${orderBy.map(printOrder).join(', ')}` : ''
  return `${order}${limit ? ` LIMIT ${printBound(limit)}` : ''}${offset ? ` OFFSET ${printBound(offset)}` : ''}`
}

const printOrder = ({ expr, descending, nulls }: BoundOrder): string =>
  `${printBound(expr)}${descending ? ' DESC' : ''}${nulls ? ` NULLS ${nulls}` : ''}`

function printFrom(from: BoundFrom): string {
  switch (from.kind) {
    case 'table':
      return from.dataset
    case 'select':
      return `(${printQuery(from.query)})`
    case 'common':
      return from.name
    case 'each':
      return `${from.table}(${list([from.list, ...(from.path ? [from.path] : [])])})`
    case 'join':
      return `${printSource(from.left)} ${from.type.toUpperCase()} JOIN ${printSource(from.right)}${from.on ? ` ON ${printBound(from.on)}` : ''}`
  }
}

/** A source with the alias that its columns are shown under. */
function printSource(side: BoundFrom): string {
  const text = printFrom(side)
  const alias = 'alias' in side ? side.alias : undefined
  return alias === undefined || alias === text ? text : `${text} AS ${formatPath([alias])}`
}
