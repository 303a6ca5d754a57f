// fuzz/ breaks statements: corpus.ts gathers all that tests and documents hold, mutate.ts damages them by a seed.
// ../fuzz.test.ts feeds the result to the engine, which may only answer or refuse.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtins } from '../../../src/engine/sql/builtins/index.ts'
import { differences } from '../differences.ts'
import { generateSelect } from '../generate-select.ts'
import { readCases } from '../sql-file.ts'

const root = new URL('../../../', import.meta.url).pathname

/** Every statement of tests/sql, of the walk-through, of the documents and of the builtins' examples, and some made up. */
export function readCorpus(): string[] {
  const folder = join(root, 'tests/sql')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.sql'),
  )
  const cases = files.flatMap((file) => readCases(readFileSync(join(folder, file), 'utf8')))
  const pages = readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md'))
  const texts = [...pages.map((page) => join(root, 'docs', page)), join(folder, 'walk-through.test.ts')]
  const made = Array.from({ length: 100 }, (_, seed) => generateSelect(seed + 1).here)
  return [
    ...new Set([
      ...cases.map(({ statement }) => statement),
      ...texts.flatMap((path) => statementsIn(readFileSync(path, 'utf8'))),
      ...builtins.map(({ example }) => `SELECT ${example.sql} AS x FROM people`),
      ...differences.map(({ sql }) => `SELECT ${sql} FROM people`),
      ...made,
    ]),
  ]
}

/** What begins with SELECT or WITH and stands between quotes, backticks or on a line of its own. */
function statementsIn(text: string): string[] {
  return [
    ...text.matchAll(/["'`]((?:SELECT|WITH)\s[^`\n]{3,}?)["'`](?=[\s,).;|]|$)|^((?:SELECT|WITH)\s.*)$/gm),
  ].map(([, quoted, line]) => (quoted ?? line)!)
}
