import { EngineError } from '../../../../contract/errors.ts'
import type { NumberArray, Value } from '../../../../contract/values.ts'
import { defineScalar, type ValueType } from '../define-builtin.ts'
import { newVector } from '../shared/new-vector.ts'
import { ANY } from '../shared/types.ts'
import { shapeOf, vectorArgument } from '../shared/vector-argument.ts'

interface Part {
  shape: readonly number[]
  data: NumberArray
}

/** Joins arrays along their last dimension; all others must agree.
 *  @throws EngineError `type-mismatch` */
export function concatenate(parts: readonly Part[]): Value {
  const [first] = parts
  if (parts.some(({ shape }) => !isAlikeButLast(shape, first!.shape)))
    throw new EngineError(
      'type-mismatch',
      'concat needs embeddings that agree in all dimensions but the last',
    )
  const leading = first!.shape.slice(0, -1)
  let lines = 1
  for (const length of leading) lines *= length
  let width = 0
  for (const part of parts) width += widthOf(part)
  const data = newVector(lines * width)
  for (let line = 0, at = 0; line < lines; line++) {
    for (const part of parts) {
      const end = (line + 1) * widthOf(part)
      for (let i = end - widthOf(part); i < end; i++) data[at++] = part.data[i]!
    }
  }
  return { kind: 'embedding', shape: [...leading, width], data }
}

const widthOf = ({ shape }: Part): number => shape[shape.length - 1] ?? 0

function isAlikeButLast(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length - 1; i++) if (a[i] !== b[i]) return false
  return true
}

/** The type of the result, where all shapes are known and agree. */
function concatType(types: readonly ValueType[]): ValueType {
  const shapes = types.map((type) => (type.kind === 'embedding' ? type.shape : undefined))
  const leading = shapes[0]?.slice(0, -1)
  let width = 0
  for (const shape of shapes) {
    if (!shape || String(shape.slice(0, -1)) !== String(leading)) return ANY
    width += shape.at(-1) ?? 0
  }
  return { kind: 'embedding', shape: [...leading!, width] }
}

/** Vectors end to end. */
export const concat = defineScalar({
  name: 'concat',
  group: 'vector',
  signature: 'concat(a, …)',
  summary: 'Embeddings joined along their last dimension; the other dimensions must agree.',
  example: { sql: 'concat([1, 2], [3])', result: [1, 2, 3] },
  arity: [1, 100],
  result: concatType,
  apply: (args) => concatenate(args.map((v) => ({ shape: shapeOf(v), data: vectorArgument(v) }))),
})
