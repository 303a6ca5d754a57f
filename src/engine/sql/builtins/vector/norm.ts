// vector/ holds functions of embeddings; a row of numbers stands for an embedding everywhere.
import { EngineError } from '../../../../contract/errors.ts'
import type { NumberArray } from '../../../../contract/values.ts'
import { toNumber } from '../../values/to-number.ts'
import { defineScalar } from '../define-builtin.ts'
import { DOUBLE, strictAtoms } from '../shared/types.ts'
import { vectorArgument } from '../shared/vector-argument.ts'

/** The p-norm of a vector: p = 0 counts what is not zero, p = ∞ is the greatest absolute value.
 *  @throws EngineError `invalid-argument` for a negative p or NaN */
export function normOf(v: NumberArray, p: number): number {
  if (!(p >= 0))
    throw new EngineError('invalid-argument', `the order of a norm must not be negative, as ${p} is`)
  let sum = 0
  if (p === 0) for (const x of v) sum += x !== 0 ? 1 : 0
  else if (p === 1) for (const x of v) sum += Math.abs(x)
  else if (p === 2) return euclidean(v)
  else if (p === Number.POSITIVE_INFINITY) for (const x of v) sum = Math.max(sum, Math.abs(x))
  else {
    for (const x of v) sum += Math.abs(x) ** p
    return sum ** (1 / p)
  }
  return sum
}

function euclidean(v: NumberArray): number {
  let sum = 0
  // By index: an iterator is several times slower where arrays are of several types.
  for (let i = 0; i < v.length; i++) sum += v[i]! * v[i]!
  // Squares of very large or small numbers leave the range of doubles; these are scaled first.
  return sum > 1e-290 && sum < Number.POSITIVE_INFINITY ? Math.sqrt(sum) : scaledNorm(v)
}

function scaledNorm(v: NumberArray): number {
  let largest = 0
  for (const x of v) largest = Math.max(largest, Math.abs(x))
  if (largest === 0 || !Number.isFinite(largest)) return largest
  let sum = 0
  for (const x of v) sum += (x / largest) ** 2
  return largest * Math.sqrt(sum)
}

/** A norm. */
export const norm = defineScalar({
  name: 'norm',
  group: 'vector',
  signature: 'norm(v[, p])',
  summary:
    'The p-norm of a vector: p = 2 (the default) is its length, 1 the sum of absolute values, 0 how many are not zero, `inf` the greatest.',
  example: { sql: 'norm([3, 4], 2)', result: 5 },
  arity: [1, 2],
  result: strictAtoms(...DOUBLE),
  apply: ([v, p]) => normOf(vectorArgument(v!), p === undefined ? 2 : toNumber(p)),
})
