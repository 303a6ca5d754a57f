import type { Bound } from '../binder/bound.ts'
import { constantValue } from '../binder/make.ts'
import { NAN_SQL } from './literal.ts'

/** A tree of calls in JavaScript as one call: `program` reads its arguments as inputs 0, 1, …, which SQLite computes. */
export interface Fused {
  program: Bound
  args: Bound[]
}

/** Calls inside a call of JavaScript become part of it, and so do its constants: what is handed from one to the other then never
 *  passes through SQLite as bytes. Undefined where there is nothing to gain.
 *
 *  norm(vector_diff(a, [1, 2]), 2)   =>   one function of a */
export function fuse(bound: Bound): Fused | undefined {
  if (!isScript(bound)) return undefined
  const args: Bound[] = []
  let isWorthIt = false
  const into = (part: Bound, isRoot: boolean): Bound => {
    const constant = constantValue(part)
    if (constant !== undefined) {
      isWorthIt ||= typeof constant === 'object' && constant !== null
      return { kind: 'const', value: constant, type: part.type }
    }
    if (isScript(part)) {
      isWorthIt ||= !isRoot
      if (part.kind === 'row') {
        return {
          ...part,
          columns: part.columns.map((column) => ({ ...column, value: into(column.value, false) })),
        }
      }
      return { ...part, args: part.args.map((arg) => into(arg, false)) }
    }
    args.push(part)
    return { kind: 'input', path: [String(args.length - 1)], type: part.type }
  }
  const program = into(bound, true)
  return isWorthIt && args.length > 0 && args.length < 100 ? { program, args } : undefined
}

type Script = Extract<Bound, { kind: 'builtin' | 'op' | 'row' }>

/** True if JavaScript must compute it whatever it is over. */
function isScript(bound: Bound): bound is Script {
  if (bound.kind === 'builtin') {
    const args = bound.args.map(({ type }) => ({ sql: 'x', type }))
    return bound.builtin.deterministic !== false && !bound.builtin.lower?.(args, { nan: NAN_SQL, call: 'x' })
  }
  if (bound.kind === 'row') return !bound.rest && bound.columns.length < 50
  if (bound.kind !== 'op') return false
  if (SCRIPTED.has(bound.op)) return true
  return (
    ARITHMETIC.has(bound.op) &&
    bound.args.some(({ type }) => type.kind === 'row' || type.kind === 'embedding')
  )
}

const SCRIPTED = new Set(['embedding', 'member', 'element', 'prefix', 'wildcard', 'in keys', 'in values'])
const ARITHMETIC = new Set(['+', '-', '*', '/', 'negate'])
