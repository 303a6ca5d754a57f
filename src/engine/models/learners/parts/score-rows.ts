import { predict } from '../predict.ts'
import { type AnyModel, isGeneral } from './general-model.ts'
import { RowCells, type Rows } from './row-cells.ts'
import { createScorer } from './score-part.ts'

/** Scores a row has: one for boolean (higher is more true) and regression, else one for each label. */
export function scoreWidth({ mode, labels }: Pick<AnyModel, 'mode' | 'labels'>): number {
  return mode === 'categorical' || mode === 'multilabel' ? labels.length : 1
}

/** Applies a model of any kind. It keeps its working memory: use it from one place at a time.
 *  @returns a function from rows (in the model's features) to scores of shape (rows, scoreWidth(model)) */
export function createRowScorer(model: AnyModel): (rows: Rows, count: number) => Float64Array {
  const width = model.features.length
  const outputs = scoreWidth(model)
  if (!isGeneral(model)) return (rows, count) => predict(model, toDense(rows, count, width), count)
  const scorer = createScorer(model.part, model.features)
  const cells = new RowCells(width)
  return (rows, count) => {
    const scores = new Float64Array(count * outputs)
    for (let r = 0; r < count; r++) {
      cells.read(rows, r, width)
      scorer.score(cells, scores, r * outputs)
    }
    return scores
  }
}

/** A dense matrix with the same cells, NaN elsewhere. */
export function toDense(rows: Rows, count: number, width: number): Float32Array {
  if (rows instanceof Float32Array) return rows
  const { offsets, columns, values } = rows
  const X = new Float32Array(count * width).fill(Number.NaN)
  for (let r = 0; r < count; r++) {
    for (let i = offsets[r]!; i < offsets[r + 1]!; i++) X[r * width + columns[i]!] = values[i]!
  }
  return X
}
