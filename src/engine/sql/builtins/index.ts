import { avg } from './aggregate/avg.ts'
import { count } from './aggregate/count.ts'
import { max, min } from './aggregate/min-max.ts'
import { sum } from './aggregate/sum.ts'
import type { Builtin } from './define-builtin.ts'
import { abs } from './number/abs.ts'
import { pow } from './number/pow.ts'
import { round } from './number/round.ts'
import { sqrt } from './number/sqrt.ts'
import { length } from './string/length.ts'
import { lower, upper } from './string/lower-upper.ts'
import { flatten } from './vector/flatten.ts'
import { norm } from './vector/norm.ts'

/** Every function and aggregate of the language, by group. */
export const builtins: readonly Builtin[] = [
  // number
  abs,
  pow,
  round,
  sqrt,
  // string
  length,
  lower,
  upper,
  // vector
  flatten,
  norm,
  // aggregate
  avg,
  count,
  max,
  min,
  sum,
]
