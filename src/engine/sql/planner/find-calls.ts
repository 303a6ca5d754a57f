import type { Bound, FunctionCall } from '../binder/bound.ts'
import { childrenOf } from '../binder/bound-tree.ts'
import { constant, operator } from '../binder/make.ts'
import { isHoisted } from './emit-expression.ts'
import { hasCall } from './has-call.ts'

/** A call that must be awaited, and where in an expression it stands. */
export interface FoundCall {
  call: FunctionCall
  guarded: boolean
  /** What must hold for a row to need the call: the way through CASE. */
  conditions: Bound[]
}

/** All asynchronous calls inside an expression, inner ones first. */
export function callsOf(expr: Bound, guarded = false, conditions: Bound[] = []): FoundCall[] {
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
  if (expr.kind === 'aggregate' && expr.aggregate.filter) {
    const { filter } = expr.aggregate
    return childrenOf(expr).flatMap((child) => inside(child, child === filter ? [] : [filter]))
  }
  if (expr.kind === 'op' && (expr.op === 'and' || expr.op === 'or')) {
    // The other side decides alone where it is false, or true.
    const decided = constant(expr.op === 'and' ? 0 : 1)
    return expr.args.flatMap((arg, i) => {
      const others = expr.args.filter((other, j) => j < i || (j > i && !hasCall(other)))
      return inside(
        arg,
        others.map((other) => operator('is not', [operator('truth', [other]), decided])),
      )
    })
  }
  if (expr.kind === 'sqlite' && (expr.name === 'coalesce' || expr.name === 'ifnull')) {
    return expr.args.flatMap((arg, i) =>
      inside(
        arg,
        expr.args.slice(0, i).map((before) => operator('test', [before, constant('NULL')])),
      ),
    )
  }
  const inner = childrenOf(expr).flatMap((child) => inside(child))
  return expr.kind === 'output' && isHoisted(expr.call)
    ? [...inner, { call: expr.call, guarded, conditions }]
    : inner
}
