import { EngineError } from '../../../contract/errors.ts'
import type { Bound, BoundAggregate, BoundWindow } from '../binder/bound.ts'
import type { Extent } from '../span.ts'
import type { Emitter } from './emit-expression.ts'
import { emitOrder } from './emit-order.ts'
import { nativeWindow } from './windows.ts'

/** SQL of a function with OVER: SQLite's own, or one in JavaScript over the places that SQLite finds. */
export function emitWindow(
  emitter: Emitter,
  aggregate: BoundAggregate,
  over: BoundWindow,
  at?: Extent,
): string {
  if (aggregate.position) return emitPlaced(emitter, aggregate, over, aggregate.position, at)
  const filter = aggregate.filter ? ` FILTER (WHERE ${emitter.truth(aggregate.filter)})` : ''
  const list = emitter.list(aggregate.args)
  const sql = nativeWindow(aggregate, list, `${filter} OVER (${emitOver(emitter, over)})`)
  if (sql !== undefined) return sql
  throw new EngineError(
    'not-supported',
    `${aggregate.name}(…) OVER (…) cannot be computed here; compute it in a sub-select in FROM`,
  )
}

function emitOver(emitter: Emitter, over: BoundWindow): string {
  return windowText(emitter, over, orderKeys(emitter, over), over.exclude)
}

const orderKeys = (emitter: Emitter, { orderBy }: BoundWindow): string[] =>
  orderBy.flatMap((term) => emitOrder(emitter, term))

function windowText(
  emitter: Emitter,
  over: BoundWindow,
  keys: readonly string[],
  exclude?: string,
  frame = over.frame,
): string {
  const parts: string[] = []
  if (over.partitionBy.length) parts.push(`PARTITION BY ${emitter.list(over.partitionBy)}`)
  if (keys.length || over.orderBy.length) parts.push(`ORDER BY ${keys.join(', ') || 'NULL'}`)
  const offsets = over.offsets.map((offset) => emitter.emit(offset))
  if (frame) parts.push(frame.replace(/\?/g, () => offsets.shift()!))
  if (exclude) parts.push(`EXCLUDE ${exclude}`)
  return parts.join(' ')
}

/** The frame is what lies between the least and the greatest place in it: rows are put down by their place when SQLite
 *  asks for the least, and taken up when both are known. */
function emitPlaced(
  emitter: Emitter,
  aggregate: BoundAggregate,
  over: BoundWindow,
  position: Bound,
  at?: Extent,
): string {
  const { builtin, args, filter, distinct } = aggregate
  const place = emitter.emit(position)
  const window = emitter.registry.window(builtin!, distinct, at)
  const keep = filter ? emitter.truth(filter) : '1'
  const put = `${window.put}(${[String(window.id), place, keep, ...args.map((arg) => emitter.emit(arg))].join(', ')})`
  const order = orderKeys(emitter, over)
  // Rows of equal keys would come in any order, so that rows before and after one would not be neighbours in place.
  const rows = windowText(emitter, over, over.frame.startsWith('ROWS') ? [place] : order)
  const bounds = [`min(${put}) OVER (${rows})`, `max(${place}) OVER (${rows})`]
  if (over.exclude) bounds.push(place, ...excluded(emitter, over, order, place))
  return `${window.take}(${[String(window.id), ...bounds].join(', ')})`
}

/** First and last place of what EXCLUDE leaves out, and whether the row itself stays. */
function excluded(emitter: Emitter, over: BoundWindow, order: readonly string[], place: string): string[] {
  if (over.exclude === 'CURRENT ROW') return [place, place, '0']
  const peers = windowText(emitter, over, order, undefined, 'RANGE BETWEEN CURRENT ROW AND CURRENT ROW')
  const stays = over.exclude === 'TIES' ? '1' : '0'
  return [`min(${place}) OVER (${peers})`, `max(${place}) OVER (${peers})`, stays]
}
