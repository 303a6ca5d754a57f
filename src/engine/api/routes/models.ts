import { CHOICES } from '../../functions/tensorflow/model-registry.ts'
import { param } from '../../params.ts'
import { readParameters } from '../parameters.ts'
import { empty, json, type Route } from '../route.ts'

/** Parameters of `POST /v1/models`. */
export const KEEP_PARAMS = {
  modelFileUrl: param.url(
    'A name from the list, or the address of a model.json, a frozen graph (.pb), or one in a zip: http(s), file:///, or relative to the app.',
  ),
}

/** Parameters of `POST /v1/models/measurements`. */
export const MEASURE_PARAMS = {
  ...KEEP_PARAMS,
  backend: param.oneOf('Where to compute; auto takes the fastest that works.', CHOICES, { default: 'auto' }),
}

/** Networks: what can be had, and what is kept here. */
export const modelRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/v1/models',
    summary:
      'Networks that can be loaded by name: where they come from, what they are good for, what is kept here, and how fast it was.',
    handle: async ({ api, call }) => json(await api.models.list(call)),
  },
  {
    method: 'POST',
    pattern: '/v1/models',
    summary: 'Reads a network, verifies it and keeps it, so that it works with no network.',
    handle: async (exchange) => {
      const { modelFileUrl } = readParameters(KEEP_PARAMS, exchange, 'models')
      return json(await exchange.api.models.keep(modelFileUrl, exchange.call), 201)
    },
  },
  {
    method: 'POST',
    pattern: '/v1/models/measurements',
    summary:
      'Runs a few images through a network: images a second on this machine, and the backend with its reason.',
    handle: async (exchange) => {
      const { modelFileUrl, backend } = readParameters(MEASURE_PARAMS, exchange, 'measurements')
      return json(await exchange.api.models.measure(modelFileUrl, backend, exchange.call), 201)
    },
  },
  {
    method: 'DELETE',
    pattern: '/v1/models/:digest',
    summary: 'Forgets the kept copy of a network, by its digest.',
    async handle({ api, path }) {
      await api.models.remove(path.digest!)
      return empty()
    },
  },
]
