import type { Bound } from '../binder/bound.ts'
import { PASSING_FUNCTIONS } from '../binder/sqlite-functions.ts'

/** What SQLite's own functions in an expression are called with: they know no failures, and take one for a text. Left out is
 *  what is only computed sometimes. */
export function hiddenArguments(bound: Bound): Bound[] {
  switch (bound.kind) {
    case 'sqlite':
      return PASSING_FUNCTIONS.has(bound.name)
        ? []
        : bound.args.flatMap((arg) => [arg, ...hiddenArguments(arg)])
    case 'op':
      return bound.op === 'and' || bound.op === 'or' ? [] : bound.args.flatMap(hiddenArguments)
    case 'builtin':
    case 'special':
      return bound.args.flatMap(hiddenArguments)
    case 'row':
      return bound.columns.flatMap(({ value }) => hiddenArguments(value))
    default:
      return []
  }
}
