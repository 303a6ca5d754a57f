import type { Bound, BoundOrder } from '../binder/bound.ts'
import { childrenOf } from '../binder/bound-tree.ts'
import { isNative } from '../binder/types.ts'
import type { Emitter } from './emit-expression.ts'

/** The keys by which SQLite sorts as the dialect does; none for a constant. Types whose blobs SQLite would order by
 *  their bytes are ordered by rank and key. */
export function emitOrder(emitter: Emitter, { expr, descending, nulls }: BoundOrder): string[] {
  if (expr.kind === 'const') return []
  const direction = `${descending ? ' DESC' : ''}${nulls ? ` NULLS ${nulls}` : ''}`
  // The flipped hash sorts as the hash does, and is indexed.
  const key = expr.kind === 'special' && expr.op === 'hash' ? expr.args[0]! : expr
  const sql = emitTerm(emitter, key)
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

/** SQL of a term of ORDER BY or GROUP BY. SQLite takes a whole number there for the position of a column, whatever signs
 *  and collations are around it, so what may become one is hidden from it. */
export function emitTerm(emitter: Emitter, term: Bound): string {
  const sql = emitter.emit(term)
  return mayBecomeNumber(term) ? `ifnull(${sql}, NULL)` : sql
}

/** What reads nothing is a number, if not here then in SQL, where `at(5, …)` is `5`. And SQLite makes 0 of `x AND 0` before
 *  it looks. */
function mayBecomeNumber(term: Bound): boolean {
  if (term.kind === 'collate') return mayBecomeNumber(term.operand)
  if (term.kind === 'op' && (term.op === 'at' || term.op === 'negate')) return mayBecomeNumber(term.args[0]!)
  return (term.kind === 'op' && term.op === 'and') || readsNothing(term)
}

const readsNothing = (bound: Bound): boolean =>
  bound.kind === 'const' || (COMPUTED.has(bound.kind) && childrenOf(bound).every(readsNothing))

/** Kinds of expressions that are computed of those inside them, and of nothing else. */
const COMPUTED = new Set<Bound['kind']>([
  'op',
  'special',
  'builtin',
  'sqlite',
  'case',
  'collate',
  'row',
  'try',
])
