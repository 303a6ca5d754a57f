import type { NumberArray } from '../../../../contract/values.ts'
import { defineScalar, type ScalarBuiltin } from '../define-builtin.ts'
import { requireEqualLengths } from '../shared/pair-numbers.ts'
import { DOUBLE, strictAtoms } from '../shared/types.ts'
import { vectorArgument } from '../shared/vector-argument.ts'

/** The scalar product. Lengths must be equal. */
export function dotOf(A: NumberArray, B: NumberArray): number {
  let sum = 0
  for (let i = 0; i < A.length; i++) sum += A[i]! * B[i]!
  return sum
}

function euclidean(A: NumberArray, B: NumberArray): number {
  let sum = 0
  for (let i = 0; i < A.length; i++) sum += (A[i]! - B[i]!) ** 2
  return Math.sqrt(sum)
}

const cosine = (A: NumberArray, B: NumberArray): number => dotOf(A, B) / Math.sqrt(dotOf(A, A) * dotOf(B, B))

function define(
  name: string,
  summary: string,
  example: ScalarBuiltin['example'],
  of: (A: NumberArray, B: NumberArray) => number,
): ScalarBuiltin {
  return defineScalar({
    name,
    group: 'vector',
    signature: `${name}(a, b)`,
    summary,
    example,
    arity: [2, 2],
    result: strictAtoms(...DOUBLE),
    apply: ([a, b]) => {
      const A = vectorArgument(a!)
      const B = vectorArgument(b!)
      requireEqualLengths(A.length, B.length)
      return of(A, B)
    },
  })
}

/** The scalar product and the distances made of it. */
export const distances: readonly ScalarBuiltin[] = [
  define(
    'dot',
    'The scalar product of two vectors of equal length.',
    { sql: 'dot([1, 2], [3, 4])', result: 11 },
    dotOf,
  ),
  define(
    'euclidean_distance',
    'The length of the difference of two vectors.',
    { sql: 'euclidean_distance([0, 0], [3, 4])', result: 5 },
    euclidean,
  ),
  define(
    'cosine_similarity',
    'The cosine of the angle between two vectors: 1 for the same direction; NaN if one is all zeros.',
    { sql: 'cosine_similarity([1, 0], [0, 2])', result: 0 },
    cosine,
  ),
  define(
    'cosine_distance',
    '1 less the cosine of the angle between two vectors; NaN if one is all zeros.',
    { sql: 'cosine_distance([1, 0], [0, 2])', result: 1 },
    (A, B) => 1 - cosine(A, B),
  ),
]
