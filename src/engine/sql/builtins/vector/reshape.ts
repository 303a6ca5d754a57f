import { EngineError } from '../../../../contract/errors.ts'
import { toNumber } from '../../values/to-number.ts'
import { defineScalar } from '../define-builtin.ts'
import { newVector } from '../shared/new-vector.ts'
import { ANY } from '../shared/types.ts'
import { requireLength, shapeOf, vectorArgument } from '../shared/vector-argument.ts'

/** Another shape. */
export const reshape = defineScalar({
  name: 'reshape',
  group: 'vector',
  signature: 'reshape(v, shape[, fill])',
  summary: 'The same numbers, row by row, in another shape; `fill` stands for those that are missing.',
  example: {
    sql: 'reshape([1, 2, 3], [2, 2], 0)',
    result: [
      [1, 2],
      [3, 0],
    ],
  },
  arity: [2, 3],
  result: () => ANY,
  apply: ([v, wanted, fill]) => {
    const numbers = vectorArgument(v!)
    const lengths = vectorArgument(wanted!)
    // Loops: `from` and `reduce` are several times slower for a few numbers.
    const shape: number[] = []
    let product = 1
    for (let i = 0; i < lengths.length; i++) {
      shape.push(requireLength(lengths[i]!, 'a dimension'))
      product *= lengths[i]!
    }
    const size = requireLength(product, 'the size of an embedding')
    if (size < numbers.length || (size > numbers.length && fill === undefined))
      throw new EngineError(
        'invalid-argument',
        `${numbers.length} numbers do not fit the shape ${shape.join('x')}, which takes ${size}`,
      )
    const data = newVector(size)
    data.set(numbers)
    if (fill !== undefined) data.fill(toNumber(fill), numbers.length)
    return { kind: 'embedding', shape, data }
  },
})

/** The dimensions. */
export const shape = defineScalar({
  name: 'shape',
  group: 'vector',
  signature: 'shape(v)',
  summary: 'The lengths of the dimensions of an embedding.',
  example: { sql: 'shape([[1, 2, 3], [4, 5, 6]])', result: [2, 3] },
  arity: [1, 1],
  result: ([v]) => (v!.kind === 'embedding' ? { kind: 'embedding', shape: [v!.shape.length] } : ANY),
  apply: ([v]) => {
    const lengths = shapeOf(v!)
    const data = newVector(lengths.length)
    for (let i = 0; i < data.length; i++) data[i] = lengths[i]!
    return { kind: 'embedding', shape: [data.length], data }
  },
})
