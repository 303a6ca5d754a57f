// classifier/ is the function type `classifier`: a trained model that scores one row of features at a time.
import { EngineError } from '../../../contract/errors.ts'
import type { RowValue, Value } from '../../../contract/values.ts'
import { describeModel } from '../../models/learners/describe-model.ts'
import { loadModel } from '../../models/learners/load-model.ts'
import type { Model } from '../../models/learners/model.ts'
import { predictRow } from '../../models/learners/predict.ts'
import { param } from '../../params.ts'
import type { FunctionOutput, NativeFunction } from '../../sql/catalog.ts'
import { defineFunction } from '../define-function.ts'
import { FeaturePlacer, isRow } from './feature-placer.ts'
import { labelElement } from './label-element.ts'

/** A model file as a function: features to scores. */
export const classifier = defineFunction({
  type: 'classifier',
  summary: 'Scores a row of features by a model that classifier.train or classifier.experiment made.',
  params: { modelFileUrl: param.url('The model file (`.cls`), a file:/// URL.') },
  async create({ id, params, context }) {
    const bytes = await context.files.read(params.modelFileUrl)
    if (!bytes) {
      throw new EngineError('fetch-failed', `There is no model file ${params.modelFileUrl}`, {
        url: params.modelFileUrl,
      })
    }
    const model = loadModel(bytes)
    return {
      function: toFunction(id, model),
      status: { mode: model.mode, summary: summarize(model), labels: model.labels },
      details: () => ({ model: describeModel(model) }),
    }
  },
})

function summarize({ config, training, features, labels }: Model): string {
  const what = labels.length > 0 ? `, ${labels.length} labels` : ''
  return `${config.type}: ${training.trees} trees grown on ${training.rows} rows of ${features.length} features${what}`
}

const NUMBER = { kind: 'atoms', types: ['null', 'integer', 'number'] } as const

function toFunction(id: string, model: Model): NativeFunction {
  const applySync = createScorer(model)
  const categorical = model.mode === 'categorical'
  const output: FunctionOutput = {
    columns: [{ path: [categorical ? 'scores' : 'score'], values: categorical ? { kind: 'row' } : NUMBER }],
    open: false,
  }
  return {
    kind: 'native',
    id,
    input: [{ name: 'features', type: { kind: 'row' } }],
    output,
    mode: 'sync',
    apply: async (rows) => rows.map(applySync),
    applySync,
  }
}

/** Scores of one row; NULL for a row that has no feature that the model knows, since there is nothing to judge by. */
function createScorer(model: Model): (input: Value[]) => Value {
  const placer = new FeaturePlacer(model.features)
  const x = new Float32Array(model.features.length)
  const elements = model.labels.map(labelElement)
  const row = (value: Value): RowValue => ({
    kind: 'row',
    columns: [[[model.mode === 'categorical' ? 'scores' : 'score'], value]],
  })
  return ([features = null]) => {
    if (features === null || !isRow(features)) return row(null)
    if (placer.placeRow(features, x, 0) === 0 && model.features.length > 0) return row(null)
    const scores = predictRow(model, x)
    if (model.mode !== 'categorical') return row(scores[0]!)
    return row({ kind: 'row', columns: elements.map((element, k) => [[element], scores[k]!]) })
  }
}
