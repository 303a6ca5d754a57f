import { EngineError } from '../../../contract/errors.ts'
import { CLASSIFIER_MODES, type ClassifierMode, type FeatureSpec } from '../../../contract/learning.ts'
import { checkModel } from '../learners/load-model.ts'
import type { Model } from '../learners/model.ts'
import { checkGeneralModel } from '../learners/parts/check-general-model.ts'
import type { AnyModel, GeneralModel } from '../learners/parts/general-model.ts'
import type { Part } from '../learners/parts/part.ts'
import { GraphReader } from './graph-reader.ts'
import { readOnnx } from './read-onnx.ts'

/** Reads an ONNX file of trees, linear models or layers as a model with the same scores: the operations that `exportOnnx` writes
 *  for these, and those of converters from scikit-learn, XGBoost and LightGBM.
 *  @param featureNames names of the features, in the order of the inputs and their columns; by default those in the file's
 *  metadata, else the inputs' names, with the column's number where an input has several
 *  @throws EngineError `bad-file` for a damaged file, `not-supported` for what is not read, `invalid-argument` for another
 *  number of names than there are features */
export function importOnnx(bytes: Uint8Array, featureNames?: readonly string[]): AnyModel {
  const graph = readOnnx(bytes)
  const reader = new GraphReader(graph)
  const { part, labels: given } = reader.scores()
  const features = named(reader.features, featureNames)
  const mode = modeOf(part, graph.metadata, given !== undefined)
  const labels = labelsOf(mode, part, given ?? listIn(graph.metadata.get('labels')))
  const shared = {
    ...{ mode, features, labels },
    config: { type: 'onnx' },
    equalizationFactor: 0,
    seed: 0,
  }
  if (part.kind === 'trees' && mode !== 'multilabel') {
    const { trees, leafOutputs } = part
    // A score of a boolean model is a sum as it is: the second of -s and s.
    const link = mode === 'boolean' && part.link === 'direct' ? 'negate' : part.link
    const training = { rows: 0, trees: trees.scales.length, nodes: trees.feature.length }
    const model: Model = { ...shared, outputs: leafOutputs, link, training, trees }
    checkModel(model)
    return model
  }
  const model: GeneralModel = { ...shared, training: { rows: 0 }, part }
  checkGeneralModel(model)
  return model
}

function named(features: readonly FeatureSpec[], names: readonly string[] | undefined): FeatureSpec[] {
  if (!names) return [...features]
  if (names.length === features.length) return features.map((feature, f) => ({ ...feature, name: names[f]! }))
  throw new EngineError(
    'invalid-argument',
    `featureNames has ${names.length} names, and the file has ${features.length} features`,
  )
}

/** What the file's metadata says, where its scores fit that; else what they look like. */
function modeOf(part: Part, metadata: ReadonlyMap<string, string>, hasLabels: boolean): ClassifierMode {
  const said = CLASSIFIER_MODES.find((mode) => mode === metadata.get('mode'))
  if (said === 'multilabel') return said
  if (part.outputs > 1) return 'categorical'
  if (said === 'boolean') return said
  const isLogistic =
    (part.kind === 'trees' && part.link === 'logistic') || (part.kind === 'linear' && part.link === 'logit')
  return isLogistic || (hasLabels && said !== 'regression') ? 'boolean' : 'regression'
}

function labelsOf(mode: ClassifierMode, { outputs }: Part, given: readonly (string | number)[] | undefined) {
  if (mode === 'regression') return []
  if (mode === 'boolean') return ['0', '1']
  return given?.length === outputs ? [...given] : Array.from({ length: outputs }, (_, k) => k)
}

/** A JSON list of labels in the metadata; undefined where it is none. */
function listIn(json: string | undefined): (string | number)[] | undefined {
  try {
    const list: unknown = JSON.parse(json ?? '')
    const isList = Array.isArray(list) && list.every((each) => ['string', 'number'].includes(typeof each))
    return isList ? (list as (string | number)[]) : undefined
  } catch {
    return undefined
  }
}
