import type { Bound, BoundOrder } from '../binder/bound.ts'
import { isNative } from '../binder/types.ts'
import type { Emitter } from './emit-expression.ts'

/** The keys by which SQLite sorts as the dialect does; none for a constant. Types whose blobs SQLite would order by
 *  their bytes are ordered by rank and key. */
export function emitOrder(emitter: Emitter, { expr, descending, nulls }: BoundOrder): string[] {
  if (isConstant(expr)) return []
  const direction = `${descending ? ' DESC' : ''}${nulls ? ` NULLS ${nulls}` : ''}`
  // The flipped hash sorts as the hash does, and is indexed.
  const key = expr.kind === 'special' && expr.op === 'hash' ? expr.args[0]! : expr
  const sql = emitter.emit(key)
  const isText = key.kind === 'collate' || isNative(key.type)
  if (isText) return [`${sql}${direction}`]
  const { registry } = emitter
  const rank = `${registry.internal('rank')}(${sql})`
  const nullRank = nulls ? `${sql} IS NOT NULL${nulls === 'LAST' ? ' DESC' : ''}, ` : ''
  return [
    `${nullRank}${rank}${descending ? ' DESC' : ''}`,
    `${registry.internal('sort_key')}(${sql})${descending ? ' DESC' : ''}`,
  ]
}

/** SQLite would take a whole number, also one with a collation, for the position of a column. */
const isConstant = (expr: Bound): boolean =>
  expr.kind === 'const' || (expr.kind === 'collate' && isConstant(expr.operand))
