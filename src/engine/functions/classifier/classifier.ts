// classifier/ holds the function types of trained models: one row of features at a time to its scores, to an explanation
// of a score, and from a score to a probability.
import type { Path, RowValue, Value } from '../../../contract/values.ts'
import { describeAny, summarizeAny } from '../../models/learners/parts/describe-any.ts'
import type { AnyModel } from '../../models/learners/parts/general-model.ts'
import { createRowScorer, scoreWidth } from '../../models/learners/parts/score-rows.ts'
import { param } from '../../params.ts'
import type { CellRows, FunctionOutput, NativeFunction } from '../../sql/catalog.ts'
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
    overCells: (paths) => createCellRows(model, paths),
  }
}

/** Cells of a matrix that holds rows to be scored together. */
const MOST_CELLS = 1 << 20
const MOST_ROWS = 16_384

function createCellRows(model: AnyModel, paths: readonly Path[]): CellRows {
  const width = model.features.length
  const place = new FeaturePlacer(model.features).layout(paths)
  const score = createRowScorer(model)
  const toResult = resultMaker(model)
  const outputs = scoreWidth(model)
  const capacity = Math.max(2, Math.min(MOST_ROWS, Math.floor(MOST_CELLS / Math.max(1, width))))
  let X = new Float32Array(Math.min(8, capacity) * width)
  // Alike bit by bit: NaN is not equal to itself.
  let bits = new Int32Array(X.buffer)
  const known = new Uint32Array(capacity)
  return {
    capacity,
    put(row, cells) {
      if ((row + 1) * width > X.length) {
        const larger = new Float32Array(Math.min(capacity, 4 * (row + 1)) * width)
        larger.set(X)
        X = larger
        bits = new Int32Array(X.buffer)
      }
      known[row] = place(cells, X, row * width)
    },
    same(a, b) {
      if ((known[a] === 0) !== (known[b] === 0)) return false
      for (let f = 0; f < width; f++) if (bits[a * width + f] !== bits[b * width + f]) return false
      return true
    },
    results(start, end) {
      const scores = score(X.subarray(start * width, end * width), end - start)
      return Array.from({ length: end - start }, (_, r) =>
        toResult(known[start + r] === 0 && width > 0 ? undefined : scores, r * outputs),
      )
    },
  }
}

/** Makes the result of a row of its scores, which stand from an offset on; NULL of none. */
function resultMaker(model: AnyModel): (scores: Float64Array | undefined, at: number) => Value {
  const elements = model.labels.map(labelElement)
  const byLabel = isByLabel(model)
  const row = (value: Value): RowValue => ({
    kind: 'row',
    columns: [[[byLabel ? 'scores' : 'score'], value]],
  })
  return (scores, at) => {
    if (!scores) return row(null)
    if (!byLabel) return row(scores[at]!)
    return row({ kind: 'row', columns: elements.map((element, k) => [[element], scores[at + k]!]) })
  }
}

/** Scores of one row; NULL for a row that has no feature that the model knows, since there is nothing to judge by. */
function createScorer(model: AnyModel): (input: Value[]) => Value {
  const placer = new FeaturePlacer(model.features)
  const score = createRowScorer(model)
  const x = new Float32Array(model.features.length)
  const toResult = resultMaker(model)
  return ([features = null]) => {
    if (features === null || !isRow(features)) return toResult(undefined, 0)
    if (placer.placeRow(features, x, 0) === 0 && model.features.length > 0) return toResult(undefined, 0)
    return toResult(score(x, 1), 0)
  }
}
