import { type AnyModel, isGeneral } from '../learners/parts/general-model.ts'
import { scoreWidth } from '../learners/parts/score-rows.ts'
import { OnnxInputs } from './onnx-inputs.ts'
import { OnnxWriter } from './onnx-writer.ts'
import { PartWriter } from './part-writer.ts'
import { writeTrees } from './tree-scores.ts'

/** Versions of the operations that files are written in: those of ONNX 1.9 (2021). */
const OPSETS = { '': 14, 'ai.onnx.ml': 2 }

/** Writes a model as an ONNX file.
 *
 *  Inputs: `features`, shape (rows, numeric features), float32, NaN for what is missing; and for each categorical feature a
 *  text input of its name, shape (rows, 1), in which a level that was not there in training is as good as missing.
 *  Outputs: `score`, shape (rows, 1), for boolean and regression models; `scores`, shape (rows, labels), and `label`, that of
 *  the highest score, for categorical ones; `scores` alone for several labels a row. What the file says of itself is in its
 *  metadata: `features` (JSON: input, column and name of each), `labels` (JSON), `mode`.
 *  @throws EngineError `not-supported` for what is too large for such a file */
export function exportOnnx(model: AnyModel): Uint8Array<ArrayBuffer> {
  const writer = new OnnxWriter()
  const inputs = new OnnxInputs(writer, model.features)
  const width = scoreWidth(model)
  const scores = isGeneral(model)
    ? writer.node('Cast', [new PartWriter(writer, inputs).write(model.part)], { to: { int: 1 } })
    : writeTrees(writer, inputs, model)
  const isByLabel = model.mode === 'categorical' || model.mode === 'multilabel'
  const name = writer.node('Identity', [scores], {}, isByLabel ? 'scores' : 'score')
  if (model.mode === 'categorical') writeLabel(writer, scores, model.labels)
  writer.output(name, 'FLOAT', [-1, width])
  return writer.finish(OPSETS, {
    mode: model.mode,
    features: JSON.stringify(inputs.describe()),
    ...(model.labels.length > 0 && { labels: JSON.stringify(model.labels) }),
  })
}

function writeLabel(writer: OnnxWriter, scores: string, labels: readonly (string | number)[]): void {
  const isWhole = labels.every((label) => Number.isSafeInteger(label))
  const list = isWhole
    ? writer.constant(
        BigInt64Array.from(labels, (label) => BigInt(label)),
        [labels.length],
      )
    : writer.constant(labels.map(String), [labels.length])
  const best = writer.node('ArgMax', [scores], { axis: { int: 1 }, keepdims: { int: 0 } })
  writer.node('Gather', [list, best], { axis: { int: 0 } }, 'label')
  writer.output('label', isWhole ? 'INT64' : 'STRING', [-1])
}
