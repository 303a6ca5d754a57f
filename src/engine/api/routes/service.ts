import { json, type Route } from '../route.ts'

export const serviceRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/info',
    summary: 'Versions of the API.',
    handle: () => json({ apiVersions: { v1: '1.0.0' } }),
  },
  {
    method: 'GET',
    pattern: '/v1/models',
    summary: 'Networks that can be loaded by name: where they come from and what they are good for.',
    handle: async ({ api, call }) => json(await api.models(call)),
  },
]
