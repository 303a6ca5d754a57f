import { EngineError } from '../../../contract/errors.ts'
import type { RowValue, Value } from '../../../contract/values.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import { explainAny } from '../../models/learners/parts/explain-any.ts'
import type { AnyModel } from '../../models/learners/parts/general-model.ts'
import { param } from '../../params.ts'
import type { NativeFunction } from '../../sql/catalog.ts'
import { truth } from '../../sql/values/truth.ts'
import { valueToText } from '../../sql/values/value-to-text.ts'
import { defineFunction } from '../define-function.ts'
import { NUMBER } from './classifier.ts'
import { FeaturePlacer, isRow } from './feature-placer.ts'
import { readModel } from './read-model.ts'

/** A model file as a function that says what each feature adds to a score. */
export const classifierExplain = defineFunction({
  type: 'classifier.explain',
  summary:
    'What each feature of a row adds to the score of a label. The contributions and the bias sum to the score.',
  params: { modelFileUrl: param.url('The model file (`.cls`), a file:/// URL.') },
  async create({ id, params, context }) {
    const { model } = await readModel(params.modelFileUrl, context)
    return { function: toFunction(id, model), status: { mode: model.mode, labels: model.labels } }
  },
})

function toFunction(id: string, model: AnyModel): NativeFunction {
  const applySync = createExplainer(model)
  return {
    kind: 'native',
    id,
    input: [
      { name: 'features', type: { kind: 'row' } },
      { name: 'label', type: { kind: 'any' } },
    ],
    output: {
      columns: [
        { path: ['explanation'], values: { kind: 'row' } },
        { path: ['bias'], values: NUMBER },
      ],
      open: false,
    },
    mode: 'sync',
    apply: async (rows) => rows.map(applySync),
    applySync,
  }
}

/** @returns a function from features and label to explanation and bias. A feature that adds nothing is left out. */
function createExplainer(model: AnyModel): (input: Value[]) => Value {
  const placer = new FeaturePlacer(model.features)
  const x = new Float32Array(model.features.length)
  const paths = model.features.map(({ name }) => parsePath(name))
  return ([features = null, label = null]) => {
    if (features === null || !isRow(features) || placer.placeRow(features, x, 0) === 0) {
      throw new EngineError(
        'invalid-argument',
        "The specified features couldn't be found in the classifier. At least one non-null feature column must be provided.",
      )
    }
    const { bias, contributions } = explainAny(model, x, labelIndex(model, label))
    const explanation: RowValue = {
      kind: 'row',
      columns: paths.flatMap((path, f) =>
        contributions[f] === 0 ? [] : [[path, contributions[f]!] as const],
      ),
    }
    return {
      kind: 'row',
      columns: [
        [['explanation'], explanation],
        [['bias'], bias],
      ],
    }
  }
}

/** @throws EngineError `invalid-argument` for a label that was not trained */
function labelIndex({ mode, labels }: AnyModel, label: Value): number {
  if (mode === 'regression') return 0
  // Without a label, a boolean model explains its score, which is that of true.
  if (mode === 'boolean') return (truth(label) ?? true) ? 1 : 0
  const text = label === null ? 'NULL' : valueToText(label)
  const exact = labels.indexOf(label as string | number)
  const index = exact >= 0 ? exact : labels.findIndex((known) => String(known) === text)
  if (index >= 0) return index
  const some = labels.slice(0, 10).join(', ')
  throw new EngineError('invalid-argument', `label not in model: ${text}; the model has ${some}`, {
    label: text,
  })
}
