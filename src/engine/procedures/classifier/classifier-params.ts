import { EngineError } from '../../../contract/errors.ts'
import { CLASSIFIER_MODES, type ClassifierMode, MULTILABEL_STRATEGIES } from '../../../contract/learning.ts'
import { parseConfig } from '../../models/learners/parse-config.ts'
import { param } from '../../params.ts'

/** What to learn, and how: the same for classifier.train and classifier.experiment. */
export const LEARNING_PARAMS = {
  mode: param.oneOf('What a label is.', CLASSIFIER_MODES, {
    default: 'boolean',
  }),
  multilabelStrategy: param.oneOf(
    'Mode multilabel: each row counts for one of its labels by chance (random), for each of them (decompose), or each label has a classifier of its own (one-vs-all).',
    MULTILABEL_STRATEGIES,
    {
      default: 'one-vs-all',
    },
  ),
  algorithm: param.string(
    'Entry of the configuration to use, as a dotted path; of the built-in ones where there is no configuration.',
    {
      default: '',
    },
  ),
  configuration: param.optional(param.object('The learner, or a map of named ones.')),
  configurationFile: param.optional(param.string('Not read: give the configuration itself.')),
  equalizationFactor: param.number(
    'Weight of a class × (total weight of the class)^−factor: 0 off, 1 all classes equal.',
    {
      default: 0.5,
      min: 0,
    },
  ),
  seed: param.integer('Seed of every random choice: the same seed gives the same model.', { default: 1 }),
}

/** The learner that the parameters name. @throws EngineError where there is none, or a parameter is not served */
export function readLearner(params: {
  algorithm: string
  configuration?: unknown
  configurationFile?: unknown
  mode: ClassifierMode
}) {
  if (params.configurationFile !== undefined) {
    throw new EngineError('not-supported', 'configurationFile is not read; give the content as configuration')
  }
  if (params.configuration === undefined && params.algorithm === '') {
    throw new EngineError(
      'invalid-argument',
      'say what to train: a configuration, or the name of a built-in one as algorithm, for example "rf", "bbdt" or "dt"',
    )
  }
  return { mode: params.mode, config: parseConfig(params.configuration, params.algorithm) }
}
