import { toNumber } from '../../values/to-number.ts'
import { defineScalar } from '../define-builtin.ts'
import { newVector } from '../shared/new-vector.ts'
import { ANY } from '../shared/types.ts'
import { shapeOf, vectorArgument } from '../shared/vector-argument.ts'
import { normOf } from './norm.ts'

/** A vector of length one. */
export const normalize = defineScalar({
  name: 'normalize',
  group: 'vector',
  signature: 'normalize(v[, p])',
  summary:
    'The vector divided by its p-norm (p = 2 by default), so that its own is 1. A vector of zeros stays as it is.',
  example: { sql: 'normalize([3, 4], 2)', result: [0.6, 0.8] },
  arity: [1, 2],
  result: ([v]) => (v!.kind === 'embedding' ? v! : ANY),
  apply: ([v, p]) => {
    const numbers = vectorArgument(v!)
    const length = normOf(numbers, p === undefined ? 2 : toNumber(p))
    const divisor = length === 0 ? 1 : length
    // A loop: Float64Array.from is several times slower.
    const data = newVector(numbers.length)
    for (let i = 0; i < data.length; i++) data[i] = numbers[i]! / divisor
    return { kind: 'embedding', shape: shapeOf(v!), data }
  },
})
