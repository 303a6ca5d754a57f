import type { ClassifierMode, FeatureSpec } from '../../../../contract/learning.ts'
import { describeModel, type ModelDetails } from '../describe-model.ts'
import { type AnyModel, type GeneralModel, isGeneral } from './general-model.ts'
import { type BayesPart, type LinearPart, type NetworkPart, type Part, PRESENT, VALUE } from './part.ts'
import { treesModel } from './trees-model.ts'

/** What `/details` shows of a model that is not just trees. */
export interface GeneralDetails extends Omit<GeneralModel, 'part' | 'features'> {
  mode: ClassifierMode
  features: FeatureSpec[]
  model: object
}

/** At most so many weights, states or parts are listed. */
const MAX_LISTED = 5000

/** A model as plain JSON. */
export function describeAny(model: AnyModel): ModelDetails | GeneralDetails {
  if (!isGeneral(model)) return describeModel(model)
  const { part, ...rest } = model
  return { ...rest, model: describePart(part, model.features) }
}

/** What a model is, in a line: for its function's status. */
export function summarizeAny(model: AnyModel): string {
  const { config, training, features, labels } = model
  const what = labels.length > 0 ? `, ${labels.length} labels` : ''
  const trees = isGeneral(model) ? undefined : `${model.training.trees} trees`
  // A model from elsewhere does not say what it was trained on.
  if (training.rows === 0)
    return `${config.type === 'onnx' ? 'ONNX' : config.type}: ${trees ? `${trees} of ` : ''}${features.length} features${what}`
  const made = trees ? `${trees} grown` : 'trained'
  return `${config.type}: ${made} on ${training.rows} rows of ${features.length} features${what}`
}

function describePart(part: Part, features: readonly FeatureSpec[]): object {
  switch (part.kind) {
    case 'trees':
      return { kind: 'trees', trees: describeModel(treesModel(part, features), 2000).trees }
    case 'linear':
      return describeLinear(part, features)
    case 'bayes':
      return describeBayes(part, features)
    case 'network':
      return describeNetwork(part)
    case 'sum':
      return {
        kind: part.votes ? 'votes' : 'sum',
        scales: Array.from(part.scales.subarray(0, MAX_LISTED)),
        parts: part.parts.slice(0, 100).map((inner) => describePart(inner, features)),
      }
    case 'per-label':
      return {
        kind: 'per-label',
        parts: part.parts.slice(0, 100).map((inner) => describePart(inner, features)),
      }
  }
}

/** The weights as they stand on the features themselves: scaling is undone, and what it shifts is in the bias. */
function describeLinear(
  { terms, weights, bias, link, outputs }: LinearPart,
  features: readonly FeatureSpec[],
) {
  const size = terms.feature.length
  return {
    kind: 'linear',
    link,
    outputs: Array.from({ length: outputs }, (_, k) => ({
      bias: bias[k]!,
      weights: Array.from({ length: Math.min(size, MAX_LISTED) }, (_, t) => ({
        feature: features[terms.feature[t]!]!.name,
        ...of(terms.level[t]!, features[terms.feature[t]!]!),
        weight: weights[k * size + t]! * terms.scale[t]!,
        ...(terms.centre[t] === 0 ? {} : { centre: terms.centre[t]! }),
      })),
    })),
  }
}

function of(level: number, { levels }: FeatureSpec): { level?: string; present?: true } {
  if (level === VALUE) return {}
  return level === PRESENT ? { present: true } : { level: levels?.[level] ?? String(level) }
}

function describeBayes(
  { threshold, offsets, logLikelihood, logPrior }: BayesPart,
  features: readonly FeatureSpec[],
) {
  const labels = logPrior.length
  return {
    kind: 'bayes',
    logPrior: Array.from(logPrior),
    features: features.slice(0, MAX_LISTED).map(({ name }, f) => ({
      feature: name,
      ...(Number.isNaN(threshold[f]!) ? {} : { threshold: threshold[f]! }),
      logLikelihood: Array.from({ length: Math.min(100, offsets[f + 1]! - offsets[f]!) }, (_, s) =>
        Array.from(logLikelihood.subarray((offsets[f]! + s) * labels, (offsets[f]! + s + 1) * labels)),
      ),
    })),
  }
}

const describeNetwork = ({ sizes, activation, outputActivation }: NetworkPart) => ({
  kind: 'network',
  sizes,
  activation,
  outputActivation,
})
