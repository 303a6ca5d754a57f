import { defineScalar, type ValueType } from '../define-builtin.ts'
import { isEmbedding } from '../shared/map-value.ts'
import { ANY } from '../shared/types.ts'
import { vectorArgument } from '../shared/vector-argument.ts'

const elements = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1)

/** The type of a flat vector made of this one. */
export const flatType = (type: ValueType | undefined): ValueType =>
  type?.kind === 'embedding' ? { kind: 'embedding', shape: [elements(type.shape)] } : ANY

/** One dimension. */
export const flatten = defineScalar({
  name: 'flatten',
  group: 'vector',
  signature: 'flatten(v)',
  summary: 'The same numbers in one dimension, row by row. A row of numbers becomes an embedding.',
  example: { sql: 'flatten([[1, 2], [3, 4]])', result: [1, 2, 3, 4] },
  arity: [1, 1],
  result: ([v]) => flatType(v),
  apply: ([v]) => {
    if (typeof v === 'number') return { kind: 'embedding', shape: [1], data: Float64Array.of(v) }
    const data = vectorArgument(v!)
    return isEmbedding(v) && v.shape.length === 1 ? v : { kind: 'embedding', shape: [data.length], data }
  },
})
