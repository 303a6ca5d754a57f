import type { BuiltinInfo } from '../../../contract/rest.ts'
import {
  SQLITE_AGGREGATES,
  SQLITE_FUNCTIONS,
  SQLITE_WINDOW_FUNCTIONS,
} from '../../sql/binder/sqlite-functions.ts'
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

/** SQLite's own, which a statement may call too; what they do is in SQLite's documentation. */
const sqliteInfos: readonly BuiltinInfo[] = [
  ...[...SQLITE_FUNCTIONS.keys()].map((name) => toSqliteInfo(name, 'scalar', 'A function of SQLite.')),
  ...[...SQLITE_AGGREGATES.keys()].map((name) => toSqliteInfo(name, 'aggregate', 'An aggregate of SQLite.')),
  ...[...SQLITE_WINDOW_FUNCTIONS.keys()].map((name) =>
    toSqliteInfo(name, 'aggregate', 'A window function of SQLite: it needs an OVER.'),
  ),
].filter(({ name }) => !builtins.some((builtin) => builtin.name === name))

function toSqliteInfo(name: string, kind: BuiltinInfo['kind'], summary: string): BuiltinInfo {
  return { name, aliases: [], kind, group: 'sqlite', signature: `${name}(…)`, summary }
}

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
    handle: () => json([...builtins.map(toInfo), ...languageFunctions.map(toLanguageInfo), ...sqliteInfos]),
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
