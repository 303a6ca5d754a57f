import { toInteger } from '../../values/to-number.ts'
import { defineScalar } from '../define-builtin.ts'
import { newVector } from '../shared/new-vector.ts'
import { ANY, atoms, DOUBLE } from '../shared/types.ts'
import { shapeOf, vectorArgument } from '../shared/vector-argument.ts'

/** One position of the last dimension. */
export const slice = defineScalar({
  name: 'slice',
  group: 'vector',
  signature: 'slice(v, i)',
  summary:
    'The numbers at index `i` of the last dimension, with one dimension less (a number, of a vector); null where there is no such index.',
  example: { sql: 'slice([[1, 2], [3, 4]], 1)', result: [2, 4] },
  arity: [2, 2],
  result: ([v]) => {
    if (v!.kind !== 'embedding') return ANY
    return v!.shape.length === 1 ? atoms('null', ...DOUBLE) : ANY
  },
  apply: ([v, i]) => {
    const numbers = vectorArgument(v!)
    const shape = shapeOf(v!)
    const width = shape.at(-1) ?? 0
    const index = toInteger(i!)
    if (index < 0 || index >= width) return null
    if (shape.length === 1) return numbers[index]!
    const data = newVector(numbers.length / width)
    for (let line = 0; line < data.length; line++) data[line] = numbers[line * width + index]!
    return { kind: 'embedding', shape: shape.slice(0, -1), data }
  },
})
