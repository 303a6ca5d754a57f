import { type Model, scoreCount } from '../learners/model.ts'
import type { OnnxInputs } from './onnx-inputs.ts'
import type { OnnxWriter } from './onnx-writer.ts'
import { treeAttributes } from './tree-attributes.ts'

/** Writes the scores of a sum of trees: the same steps as `predict`. @returns name of the scores, float32, shape (rows, scores) */
export function writeTrees(writer: OnnxWriter, inputs: OnnxInputs, model: Model): string {
  const { trees, outputs, features, link } = model
  const attributes = treeAttributes(trees, outputs, features, inputs.columns())
  const sums = writer.mlNode('TreeEnsembleRegressor', [inputs.matrix()], attributes)
  const width = scoreCount(model)
  if (link === 'direct') return width === outputs ? sums : column(writer, sums, 1)
  if (link === 'softmax') return writer.node('Softmax', [sums], { axis: { int: 1 } })
  const score = link === 'logistic' ? writer.node('Sigmoid', [sums]) : sums
  if (width === 1) return score
  const other =
    link === 'negate'
      ? writer.node('Neg', [score])
      : writer.node('Sub', [writer.constant(Float32Array.of(1), [1]), score])
  return writer.node('Concat', [other, score], { axis: { int: 1 } })
}

/** One column of a matrix, shape (rows, 1). */
export const column = (writer: OnnxWriter, matrix: string, index: number): string =>
  writer.node('Gather', [matrix, writer.constant(BigInt64Array.of(BigInt(index)), [1])], {
    axis: { int: 1 },
  })
