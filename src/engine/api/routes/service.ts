import type { BuiltinInfo } from '../../../contract/rest.ts'
import { builtins } from '../../sql/builtins/index.ts'
import { type LanguageFunction, languageFunctions } from '../../sql/builtins/language-functions.ts'
import { json, type Route } from '../route.ts'

const toInfo = ({
  name,
  aliases = [],
  kind,
  group,
  signature,
  summary,
}: (typeof builtins)[number]): BuiltinInfo => ({
  name,
  aliases: [...aliases],
  kind,
  group,
  signature,
  summary,
})

const toLanguageInfo = ({ name, signature, summary, place }: LanguageFunction): BuiltinInfo => ({
  name,
  aliases: [],
  kind: 'scalar',
  group: place,
  signature,
  summary,
})

export const serviceRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/info',
    summary: 'Versions of the API.',
    handle: () => json({ apiVersions: { v1: '1.0.0' } }),
  },
  {
    method: 'GET',
    pattern: '/v1/builtins',
    summary: 'Functions and aggregates of the dialect, with their signatures.',
    handle: () => json([...builtins.map(toInfo), ...languageFunctions.map(toLanguageInfo)]),
  },
  {
    method: 'GET',
    pattern: '/v1/integrity',
    summary:
      'Reads every dataset, checks it against its digests and lets SQLite check itself: `{"ok", "problems": [sentence]}`.',
    handle: async ({ api, call }) => {
      const problems = await api.datasets.check(call)
      return json({ ok: problems.length === 0, problems })
    },
  },
]
