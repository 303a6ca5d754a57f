import { EngineError } from '../../../contract/errors.ts'
import type { Bound, BoundAggregate, BoundOrder } from '../binder/bound.ts'
import { SQLITE_AGGREGATES } from '../binder/sqlite-functions.ts'
import { isNative } from '../binder/types.ts'
import type { Extent } from '../span.ts'
import type { Emitter } from './emit-expression.ts'
import { emitOrder } from './emit-order.ts'
import { emitWindow } from './emit-window.ts'
import { NAN_SQL } from './literal.ts'

/** SQL of an aggregate: SQLite's own where the types allow it, else one in JavaScript. */
export function emitAggregate(emitter: Emitter, aggregate: BoundAggregate, at?: Extent): string {
  if (aggregate.over) return emitWindow(emitter, aggregate, aggregate.over, at)
  const { builtin, name } = aggregate
  if (name === 'count' && !builtin) {
    return aggregate.filter ? `count(CASE WHEN ${emitter.truth(aggregate.filter)} THEN 1 END)` : 'count(*)'
  }
  const args = aggregate.args.map((arg) => ({ sql: filtered(emitter, aggregate, arg), type: arg.type }))
  const [first] = args
  // Inside the parentheses of the one aggregate that the lowered text calls, these words apply to it.
  if (aggregate.distinct && first) first.sql = `DISTINCT ${first.sql}`
  const last = args.at(-1)
  if (aggregate.orderBy.length && last) last.sql += ` ORDER BY ${orderList(emitter, aggregate.orderBy)}`
  const list = args.map(({ sql }) => sql).join(', ')
  if (!builtin) return `${plainName(name)}(${list})`
  const call = (): string => emitter.call((site) => emitter.registry.aggregate(builtin, site), list, at)
  // SQLite's own would take a failure inside `try` for a number.
  const nativeKeys =
    !emitter.guarded && (!aggregate.distinct || aggregate.args.every((arg) => isNative(arg.type)))
  const lowered = nativeKeys ? builtin.lower?.(args, { nan: NAN_SQL, call: '' }) : undefined
  return lowered ?? call()
}

function plainName(name: string): string {
  if (SQLITE_AGGREGATES.has(name)) return name
  throw new EngineError('internal', `aggregate ${name} has no definition`)
}

/** FILTER makes what it excludes null, which aggregates skip. */
function filtered(emitter: Emitter, aggregate: BoundAggregate, arg: Bound): string {
  const sql = emitter.emit(arg)
  return aggregate.filter ? `CASE WHEN ${emitter.truth(aggregate.filter)} THEN ${sql} END` : sql
}

const orderList = (emitter: Emitter, order: readonly BoundOrder[]): string =>
  order.flatMap((term) => emitOrder(emitter, term)).join(', ') || 'NULL'
