import * as ort from 'onnxruntime-web'
import type { FeatureSpec } from '../../../src/contract/learning.ts'
import type { AnyModel } from '../../../src/engine/models/learners/parts/general-model.ts'
import { createRowScorer } from '../../../src/engine/models/learners/parts/score-rows.ts'
import { exportOnnx } from '../../../src/engine/models/onnx/export-onnx.ts'

ort.env.wasm.numThreads = 1
ort.env.logLevel = 'error'

/** Rows as a model takes them: shape (rows, features), NaN for missing, the index of a level. */
export interface MatrixRows {
  X: Float32Array
  rows: number
}

/** The inputs of an exported model for rows. */
function toInputs(features: readonly FeatureSpec[], { X, rows }: MatrixRows): Record<string, ort.Tensor> {
  const numbers = features.flatMap(({ levels }, f) => (levels ? [] : [f]))
  const inputs: Record<string, ort.Tensor> = {}
  if (numbers.length > 0) {
    const data = new Float32Array(rows * numbers.length)
    for (let r = 0; r < rows; r++) {
      for (const [i, f] of numbers.entries()) data[r * numbers.length + i] = X[r * features.length + f]!
    }
    inputs.features = new ort.Tensor('float32', data, [rows, numbers.length])
  }
  features.forEach(({ name, levels }, f) => {
    if (!levels) return
    const texts = Array.from({ length: rows }, (_, r) => {
      const level = X[r * features.length + f]!
      return Number.isNaN(level) ? 'no such level' : levels[level]!
    })
    inputs[name] = new ort.Tensor('string', texts, [rows, 1])
  })
  return inputs
}

/** What onnxruntime makes of a file. */
export async function runOnnx(
  file: Uint8Array,
  inputs: Record<string, ort.Tensor>,
): Promise<Record<string, ort.Tensor>> {
  const session = await ort.InferenceSession.create(file)
  try {
    return await session.run(inputs)
  } finally {
    await session.release()
  }
}

/** Runs a model here and, exported, in onnxruntime.
 *  @returns the largest difference of their scores, in units of max(1, |score|), and the labels that onnxruntime gives */
export async function compareOnnx(model: AnyModel, given: MatrixRows) {
  const file = exportOnnx(model)
  const answer = await runOnnx(file, toInputs(model.features, given))
  const theirs = (answer.scores ?? answer.score)!.data as Float32Array
  const ours = createRowScorer(model)(given.X, given.rows)
  if (ours.length !== theirs.length) throw new Error(`${theirs.length} scores, not ${ours.length}`)
  let worst = 0
  ours.forEach((score, i) => {
    worst = Math.max(worst, Math.abs(score - theirs[i]!) / Math.max(1, Math.abs(score)))
    if (Number.isNaN(theirs[i]!)) worst = Number.POSITIVE_INFINITY
  })
  return { worst, labels: answer.label?.data, file }
}
