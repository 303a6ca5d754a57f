import type { LearnerConfig, Learners } from '../../../contract/learning.ts'
import { listAlgorithms } from '../../models/learners/algorithms.ts'
import { LEARNER_TYPES } from '../../models/learners/config-schema.ts'
import { parseConfig } from '../../models/learners/parse-config.ts'
import { type ParamValues, param } from '../../params.ts'

/** What can be trained: the schema of configurations, and those that have a name. */
export const listLearners = (): Learners => ({ types: LEARNER_TYPES, algorithms: listAlgorithms() })

/** Parameters of `GET /v1/learners/configuration`. */
export const CONFIGURATION_PARAMS = {
  algorithm: param.string('Entry of the configuration, as a dotted path; of the built-in ones without one.', {
    default: '',
  }),
  configuration: param.optional(param.object('The learner, or a map of named ones.')),
}

/** A configuration as a procedure would read it, with all defaults filled in.
 *  @throws EngineError `invalid-argument` naming the key that is wrong, `not-supported` */
export const checkConfiguration = ({
  algorithm,
  configuration,
}: ParamValues<typeof CONFIGURATION_PARAMS>): LearnerConfig => parseConfig(configuration, algorithm)
