import { defineScalar, type ScalarBuiltin } from '../define-builtin.ts'
import { pairVectors, requireEqualLengths } from '../shared/pair-numbers.ts'
import { ANY } from '../shared/types.ts'
import { shapeOf, vectorArgument } from '../shared/vector-argument.ts'

function define(
  name: string,
  word: string,
  example: ScalarBuiltin['example'],
  of: (x: number, y: number) => number,
) {
  return defineScalar({
    name: `vector_${name}`,
    group: 'vector',
    signature: `vector_${name}(a, b)`,
    summary: `The ${word} of two vectors of equal length, number by number.`,
    example,
    arity: [2, 2],
    result: ([a]) => (a!.kind === 'embedding' ? a! : ANY),
    apply: ([a, b]) => {
      const A = vectorArgument(a!)
      const B = vectorArgument(b!)
      requireEqualLengths(A.length, B.length)
      return { kind: 'embedding', shape: shapeOf(a!), data: pairVectors(A, B, of) }
    },
  })
}

/** vector_sum, vector_diff, vector_product, vector_quotient. */
export const vectorArithmetic: readonly ScalarBuiltin[] = [
  define('sum', 'sum', { sql: 'vector_sum([1, 2], [3, 4])', result: [4, 6] }, (x, y) => x + y),
  define('diff', 'difference', { sql: 'vector_diff([3, 4], [1, 2])', result: [2, 2] }, (x, y) => x - y),
  define('product', 'product', { sql: 'vector_product([1, 2], [3, 4])', result: [3, 8] }, (x, y) => x * y),
  define('quotient', 'quotient', { sql: 'vector_quotient([3, 8], [1, 2])', result: [3, 4] }, (x, y) => x / y),
]
