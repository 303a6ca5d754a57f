import {
  CONFIGURATION_PARAMS,
  checkConfiguration,
  listLearners,
} from '../../procedures/classifier/list-learners.ts'
import { readParameters } from '../parameters.ts'
import { json, type Route } from '../route.ts'

export const learnerRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/v1/learners',
    summary: 'What a classifier’s `configuration` may say, by type, and the configurations that have a name.',
    handle: () => json(listLearners()),
  },
  {
    method: 'GET',
    pattern: '/v1/learners/configuration',
    summary: 'A configuration with all defaults filled in; 400 names the key that is wrong.',
    handle: (exchange) =>
      json(checkConfiguration(readParameters(CONFIGURATION_PARAMS, exchange, 'configuration'))),
  },
]
