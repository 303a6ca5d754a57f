import { EngineError } from '../../../../contract/errors.ts'
import type { NumberArray, Value } from '../../../../contract/values.ts'
import { defineScalar, type ValueType } from '../define-builtin.ts'
import { ANY } from '../shared/types.ts'
import { shapeOf, vectorArgument } from '../shared/vector-argument.ts'

interface Part {
  shape: readonly number[]
  data: NumberArray
}

/** Joins arrays along their last dimension; all others must agree.
 *  @throws EngineError `type-mismatch` */
export function concatenate(parts: readonly Part[]): Value {
  const leading = parts[0]!.shape.slice(0, -1)
  if (parts.some(({ shape }) => String(shape.slice(0, -1)) !== String(leading)))
    throw new EngineError(
      'type-mismatch',
      'concat needs embeddings that agree in all dimensions but the last',
    )
  const widths = parts.map(({ shape }) => shape.at(-1) ?? 0)
  const width = widths.reduce((sum, n) => sum + n, 0)
  const lines = leading.reduce((product, n) => product * n, 1)
  const data = new Float64Array(lines * width)
  for (let line = 0, at = 0; line < lines; line++) {
    for (const [i, part] of parts.entries()) {
      data.set(part.data.subarray(line * widths[i]!, (line + 1) * widths[i]!), at)
      at += widths[i]!
    }
  }
  return { kind: 'embedding', shape: [...leading, width], data }
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
