import { explainAny } from '../../../src/engine/models/learners/parts/explain-any.ts'
import type { AnyModel } from '../../../src/engine/models/learners/parts/general-model.ts'
import { createRowScorer } from '../../../src/engine/models/learners/parts/score-rows.ts'
import type { MatrixRows } from './run-onnx.ts'

/** The largest difference between a score and the sum of what explains it, for every label of some of the rows. */
export function worstExplanation(model: AnyModel, { X, rows }: MatrixRows): number {
  const width = model.features.length
  const scores = createRowScorer(model)(X, rows)
  const outputs = scores.length / rows
  let worst = 0
  for (let r = 0; r < rows; r += 10) {
    const x = X.slice(r * width, (r + 1) * width)
    for (let k = 0; k < outputs; k++) {
      const { bias, contributions } = explainAny(model, x, model.mode === 'boolean' ? 1 : k)
      const sum = contributions.reduce((total, each) => total + each, bias)
      worst = Math.max(worst, Math.abs(sum - scores[r * outputs + k]!))
    }
  }
  return worst
}
