import type { ClassifierMode, Examples, SparseRows } from '../../../../contract/learning.ts'
import type { CodedExamples } from '../coded-examples.ts'

/** What a worker trains on where the learner wants values, not codes. Plain data; its large arrays may be shared. */
export interface GeneralExamples {
  mode: Exclude<ClassifierMode, 'multilabel'>
  rows: number
  columns: number
  /** Number of levels of each feature; 0 for a numeric one. */
  levels: Uint32Array
  /** Shape (rows, columns), row-major; NaN is missing. Empty where `sparse` is given. */
  X: Float32Array
  sparse?: SparseRows
  /** Regression: the value. Otherwise the index of the label. */
  y: Float64Array
  /** Number of labels, at least 2; 0 for regression. */
  labels: number
  /** Not negative, summing to 1. */
  weights: Float64Array
  /** Present where some learner in the configuration grows trees. */
  coded?: CodedExamples
}

/** @param shared memory for the values, where workers may look at one copy
 *  @param weights as training uses them (`exampleWeights`) */
export function toGeneralExamples(
  { features, X, sparse, rows, y, labels }: Examples,
  mode: GeneralExamples['mode'],
  weights: Float64Array,
  shared?: (sizeBytes: number) => ArrayBufferLike,
): GeneralExamples {
  // A lone label becomes the second of two, so that its share is 1.
  const lone = mode !== 'regression' && labels.length === 1
  return {
    mode,
    rows,
    columns: features.length,
    levels: Uint32Array.from(features, (feature) => feature.levels?.length ?? 0),
    X: shared ? copyTo(X, shared) : X,
    ...(sparse && { sparse }),
    y: lone ? new Float64Array(rows).fill(1) : y,
    labels: mode === 'regression' ? 0 : Math.max(2, labels.length),
    weights,
  }
}

function copyTo(X: Float32Array, shared: (sizeBytes: number) => ArrayBufferLike): Float32Array {
  const copy = new Float32Array(shared(X.byteLength))
  copy.set(X)
  return copy
}
