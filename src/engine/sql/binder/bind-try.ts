import { unionTypes } from '../builtins/shared/types.ts'
import type { CallExpr } from './bind-call.ts'
import { bindExpression } from './bind-expression.ts'
import { type Binding, bindError } from './binding.ts'
import type { Bound, BoundColumn } from './bound.ts'
import { NULL, row } from './make.ts'
import { lookUp, type Scope } from './scope.ts'
import { TEXT } from './types.ts'

/** `try(e[, fallback])`: what fails while e is computed for a row gives the fallback, or the failure's message. If
 *  one column of a row fails, all of it does. */
export function bindTry(b: Binding, scope: Scope, call: CallExpr): Bound {
  if (call.args.length < 1 || call.args.length > 2) {
    throw bindError(
      b,
      'invalid-argument',
      `Binding builtin function try: expected 1 to 2 arguments, got ${call.args.length}`,
      call,
    )
  }
  const [body, fallback] = call.args.map((arg) => bindExpression(b, scope, arg))
  if (body!.kind !== 'row') return guarded(body!, fallback, [])
  const watched = body!.columns.map((column) => column.value)
  if (body!.rest) watched.push(body!.rest)
  if (!fallback) return guarded(body!, undefined, watched)
  if (fallback.kind !== 'row') {
    throw bindError(b, 'type-mismatch', 'the fallback of a row in try must be a row', call)
  }
  return guardedRow(body!, fallback, watched)
}

type RowBound = Extract<Bound, { kind: 'row' }>

function guardedRow(body: RowBound, fallback: RowBound, watched: Bound[]): Bound {
  const columns: BoundColumn[] = body.columns.map(({ path, value }) => ({
    path,
    value: guarded(value, lookUp(fallback.columns, undefined, path) ?? NULL, watched),
  }))
  for (const { path, value } of fallback.columns) {
    if (!lookUp(body.columns, undefined, path)) columns.push({ path, value: guarded(NULL, value, watched) })
  }
  const rest = body.rest && guarded(body.rest, fallback.rest ?? NULL, watched)
  return row(columns, rest)
}

const guarded = (body: Bound, fallback: Bound | undefined, watched: Bound[]): Bound => ({
  kind: 'try',
  body,
  ...(fallback && { fallback }),
  watched,
  type: unionTypes(body.type, fallback?.type ?? TEXT),
})
