// classifier/ holds the function types of trained models: one row of features at a time to its scores, to an explanation
// of a score, and from a score to a probability.
import type { RowValue, Value } from '../../../contract/values.ts'
import { describeAny, summarizeAny } from '../../models/learners/parts/describe-any.ts'
import type { AnyModel } from '../../models/learners/parts/general-model.ts'
import { createRowScorer } from '../../models/learners/parts/score-rows.ts'
import { param } from '../../params.ts'
import type { FunctionOutput, NativeFunction } from '../../sql/catalog.ts'
import { labelElement } from '../../sql/values/label-element.ts'
import { defineFunction } from '../define-function.ts'
import { FeaturePlacer, isRow } from './feature-placer.ts'
import { readModel } from './read-model.ts'

/** A model file as a function: features to scores. */
export const classifier = defineFunction({
  type: 'classifier',
  summary:
    'Scores a row of features by a model that classifier.train or classifier.experiment made, or import.model brought.',
  params: { modelFileUrl: param.url('The model file (`.cls`), a file:/// URL.') },
  async create({ id, params, context }) {
    const { model, facts } = await readModel(params.modelFileUrl, context)
    // The statistics of a test are long: they are among the details.
    const { metrics: _, ...origin } = facts
    return {
      function: toFunction(id, model),
      status: { mode: model.mode, summary: summarizeAny(model), labels: model.labels, ...origin },
      details: () => ({ model: describeAny(model), ...facts }),
    }
  },
})

/** What a cell of scores holds. */
export const NUMBER = { kind: 'atoms', types: ['null', 'integer', 'number'] } as const

const isByLabel = ({ mode }: AnyModel): boolean => mode === 'categorical' || mode === 'multilabel'

function toFunction(id: string, model: AnyModel): NativeFunction {
  const applySync = createScorer(model)
  const output: FunctionOutput = {
    columns: [
      isByLabel(model) ? { path: ['scores'], values: { kind: 'row' } } : { path: ['score'], values: NUMBER },
    ],
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
function createScorer(model: AnyModel): (input: Value[]) => Value {
  const placer = new FeaturePlacer(model.features)
  const score = createRowScorer(model)
  const x = new Float32Array(model.features.length)
  const elements = model.labels.map(labelElement)
  const byLabel = isByLabel(model)
  const row = (value: Value): RowValue => ({
    kind: 'row',
    columns: [[[byLabel ? 'scores' : 'score'], value]],
  })
  return ([features = null]) => {
    if (features === null || !isRow(features)) return row(null)
    if (placer.placeRow(features, x, 0) === 0 && model.features.length > 0) return row(null)
    const scores = score(x, 1)
    if (!byLabel) return row(scores[0]!)
    return row({ kind: 'row', columns: elements.map((element, k) => [[element], scores[k]!]) })
  }
}
