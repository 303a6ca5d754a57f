import * as ort from 'onnxruntime-web'
import type { FeatureSpec } from '../../../src/contract/learning.ts'
import type { AnyModel } from '../../../src/engine/models/learners/parts/general-model.ts'
import { createRowScorer } from '../../../src/engine/models/learners/parts/score-rows.ts'
import { exportOnnx } from '../../../src/engine/models/onnx/export-onnx.ts'
import { importOnnx } from '../../../src/engine/models/onnx/import-onnx.ts'

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

/** Runs a model here, exported in onnxruntime, and read back from what was exported.
 *  @returns the largest difference of both from the model's own scores, in units of max(1, |score|), and the labels that
 *  onnxruntime gives */
export async function compareOnnx(model: AnyModel, given: MatrixRows) {
  const file = exportOnnx(model)
  const answer = await runOnnx(file, toInputs(model.features, given))
  const theirs = (answer.scores ?? answer.score)!.data as Float32Array
  const ours = createRowScorer(model)(given.X, given.rows)
  const again = importOnnx(file)
  if (again.mode !== model.mode) throw new Error(`mode ${again.mode}, not ${model.mode}`)
  if (again.labels.join() !== model.labels.join()) throw new Error(`labels ${again.labels.join()}`)
  const back = createRowScorer(again)(inOrderOf(again, model, given), given.rows)
  const worst = Math.max(...[theirs, back].map((scores) => worstDifference(ours, scores)))
  return { worst, labels: answer.label?.data, file }
}

/** A model from a file lists its features in the order of the file's inputs. */
function inOrderOf(again: AnyModel, { features }: AnyModel, { X }: MatrixRows): Float32Array {
  const from = again.features.map(({ name }) => features.findIndex((feature) => feature.name === name))
  return X.map((_, i) => X[i - (i % from.length) + from[i % from.length]!]!)
}

function worstDifference(ours: Float64Array, theirs: ArrayLike<number>): number {
  if (ours.length !== theirs.length) throw new Error(`${theirs.length} scores, not ${ours.length}`)
  return ours.reduce((worst, score, i) => {
    const difference = Math.abs(score - theirs[i]!) / Math.max(1, Math.abs(score))
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference)
  }, 0)
}
