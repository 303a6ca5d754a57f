import type { BoundQuery } from '../../binder/bound.ts'
import { pushLimitIntoSubselect } from './push-limit-into-subselect.ts'

/** A rewrite that keeps the meaning of a query. */
export type Rule = (query: BoundQuery) => BoundQuery

/** All rewrites, in the order in which they run: limits go down before calls are hoisted, so that rows nobody sees
 *  never reach a model. */
export const rules: readonly Rule[] = [pushLimitIntoSubselect]
