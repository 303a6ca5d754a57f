import type { BoundOrder } from '../binder/bound.ts'
import { isNative } from '../binder/types.ts'
import type { Emitter } from './emit-expression.ts'
import { keyOfSql } from './key-of-sql.ts'

/** The keys by which SQLite sorts as the dialect does; none for a constant. Types whose blobs SQLite would order by
 *  their bytes are ordered by rank and key. */
export function emitOrder(emitter: Emitter, { expr, descending, nulls }: BoundOrder): string[] {
  if (expr.kind === 'const') return []
  const direction = `${descending ? ' DESC' : ''}${nulls ? ` NULLS ${nulls}` : ''}`
  // The flipped hash sorts as the hash does, and is indexed.
  const key = expr.kind === 'special' && expr.op === 'hash' ? expr.args[0]! : expr
  const sql = keyOfSql(emitter.emit(key))
  if (sql === undefined) return []
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
