import type { Bound } from '../../binder/bound.ts'
import { someBound } from '../../binder/bound-tree.ts'
import { isHoisted } from '../emit-expression.ts'
import { isWindow } from '../windows.ts'
import type { Rule } from './index.ts'
import { mapSelects } from './map-selects.ts'
import { selectAround } from './select-around.ts'

/** An asynchronous call over a function with OVER runs over the rows of a select that computes the function.
 *
 *  SELECT f(sum(x) OVER ()) FROM t   =>   SELECT f(c0) FROM (SELECT sum(x) OVER () AS c0 FROM t) */
export const splitCallsOfWindows: Rule = (query, nextSource) =>
  mapSelects(query, (select) => {
    const outputs = [...select.columns.map(({ value }) => value), ...(select.rest ? [select.rest] : [])]
    const all = [...outputs, ...select.orderBy.map(({ expr }) => expr)]
    if (!all.some((expr) => someBound(expr, isCallOfWindow))) return select
    return selectAround(select, nextSource(), isCallOfWindow)
  })

const isCallOfWindow = (bound: Bound): boolean =>
  bound.kind === 'output' && isHoisted(bound.call) && bound.call.args.some((arg) => someBound(arg, isWindow))
