import type { BoundQuery } from '../../binder/bound.ts'
import { flattenSubselects } from './flatten-subselects.ts'
import { inlineCommonTables } from './inline-common-tables.ts'
import { limitBeforeSubselects } from './limit-before-subselects.ts'
import { placeWindows } from './place-windows.ts'
import { pushLimitIntoSubselect } from './push-limit-into-subselect.ts'
import { splitCallsOfWindows } from './split-calls-of-windows.ts'
import { splitGroups } from './split-groups.ts'

/** A rewrite that keeps the meaning of a query. `nextSource` numbers the sub-selects that it makes. */
export type Rule = (query: BoundQuery, nextSource: () => number) => BoundQuery

/** All rewrites, in the order in which they run: sub-selects are read through before anything else looks at them; groups
 *  and windows are split before calls are hoisted out of them; limits go down before calls are hoisted, so that rows nobody
 *  sees never reach a model. */
export const rules: readonly Rule[] = [
  inlineCommonTables,
  flattenSubselects,
  splitCallsOfWindows,
  splitGroups,
  placeWindows,
  pushLimitIntoSubselect,
  limitBeforeSubselects,
]
