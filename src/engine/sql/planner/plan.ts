import type { BoundQuery } from '../binder/bound.ts'
import { hoistCalls } from './hoist-calls.ts'
import { rules } from './rules/index.ts'
import type { Plan } from './stage.ts'

/** Turns a bound query into stages. */
export function planQuery(query: BoundQuery, datasets: ReadonlySet<string>, nextSource: () => number): Plan {
  const rewritten = rules.reduce((q, rule) => rule(q, nextSource), query)
  return { stages: hoistCalls(rewritten), query: rewritten, datasets }
}
