import { EngineError } from '../../../contract/errors.ts'
import {
  CLASSIFIER_MODES,
  type ClassifierMode,
  type LearnerConfig,
  MULTILABEL_STRATEGIES,
} from '../../../contract/learning.ts'
import type { Call } from '../../../contract/progress.ts'
import type { EngineContext } from '../../context.ts'
import { parseConfig } from '../../models/learners/parse-config.ts'
import { param } from '../../params.ts'
import { readSource } from '../sources/read-source.ts'

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
  configurationFile: param.optional(
    param.string('A JSON file that holds the configuration: an address or a file:/// URL, in place of it.'),
  ),
  equalizationFactor: param.number(
    'Weight of a class × (total weight of the class)^−factor: 0 off, 1 all classes equal.',
    {
      default: 0.5,
      min: 0,
    },
  ),
  seed: param.integer('Seed of every random choice: the same seed gives the same model.', { default: 1 }),
}

interface LearnerParams {
  algorithm: string
  configuration?: unknown
  configurationFile?: string | undefined
  mode: ClassifierMode
}

/** Refuses parameters that name no learner, as far as can be said without reading a file. @throws EngineError */
export function checkLearnerParams({ algorithm, configuration, configurationFile }: LearnerParams): void {
  if (configuration !== undefined && configurationFile !== undefined)
    throw invalid('give either configuration or configurationFile, not both')
  if (configurationFile !== undefined) return
  if (configuration === undefined && algorithm === '') {
    throw invalid(
      'say what to train: a configuration, or the name of a built-in one as algorithm, for example "rf", "bbdt" or "dt"',
    )
  }
  parseConfig(configuration, algorithm)
}

/** A configuration is a page of text at most. */
const MAX_CONFIG_BYTES = 1 << 20

/** The learner that the parameters name. @throws EngineError where there is none, or the file cannot be read */
export async function readLearner(
  params: LearnerParams,
  context: EngineContext,
  call: Call,
): Promise<{ mode: ClassifierMode; config: LearnerConfig }> {
  checkLearnerParams(params)
  const { algorithm, configurationFile: url, mode } = params
  if (url === undefined) return { mode, config: parseConfig(params.configuration, algorithm) }
  const { bytes } = await readSource(
    url,
    context,
    { ...(call.signal && { signal: call.signal }) },
    MAX_CONFIG_BYTES,
  )
  try {
    const configuration: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return { mode, config: parseConfig(configuration, algorithm) }
  } catch (error) {
    if (error instanceof EngineError)
      throw new EngineError(error.code, `${url}: ${error.message}`, error.detail)
    throw new EngineError('bad-file', `configurationFile ${url} is no JSON`, { url }, { cause: error })
  }
}

const invalid = (message: string): EngineError => new EngineError('invalid-argument', message)
