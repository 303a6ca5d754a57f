import type { ScalarBuiltin } from '../define-builtin.ts'
import { defineBinaryNumeric } from './define-binary-numeric.ts'

/** The 90th percentile of the normal distribution: 80 % lie between its negative and it. */
const Z = 1.2815515655446004

/** A bound of the 80 % confidence interval of a share. E. B. Wilson, "Probable inference, the law of succession, and
 *  statistical inference", 1927. Without trials the share may be anything. */
export function wilsonBound(trials: number, successes: number, side: -1 | 1): number {
  if (trials === 0) return side < 0 ? 0 : 1
  // Exact, where rounding would miss them.
  if (side < 0 && successes === 0) return 0
  if (side > 0 && successes === trials) return 1
  const p = successes / trials
  const spread = Math.sqrt((p * (1 - p)) / trials + (Z * Z) / (4 * trials * trials))
  return (p + (Z * Z) / (2 * trials) + side * Z * spread) / (1 + (Z * Z) / trials)
}

const bound = (name: string, side: -1 | 1, word: string): ScalarBuiltin =>
  defineBinaryNumeric({
    name,
    signature: `${name}(trials, successes)`,
    summary: `The ${word} end of the 80 % confidence interval of the share of successes (Wilson).`,
    example: { sql: `${name}(0, 0)`, result: side < 0 ? 0 : 1 },
    of: (trials, successes) => wilsonBound(trials, successes, side),
  })

/** The lower bound. */
export const binomialLower = bound('binomial_lb_80', -1, 'lower')

/** The upper bound. */
export const binomialUpper = bound('binomial_ub_80', 1, 'upper')
