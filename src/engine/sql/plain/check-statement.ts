import { EngineError } from '../../../contract/errors.ts'
import { errorAt } from '../span.ts'
import { sqliteTokens, type Token } from './tokens.ts'

/** What a statement does. `read`: SELECT, VALUES or WITH. `look`: EXPLAIN or a PRAGMA that only tells. `write`: changes
 *  scratch tables. `dataset`: CREATE TABLE … AS SELECT, which makes a dataset. */
export interface PlainStatement {
  kind: 'read' | 'look' | 'write' | 'dataset'
  /** One statement, without the semicolon after it. */
  text: string
  tokens: readonly Token[]
  /** Where `kind` is `dataset`. */
  dataset?: { id: string; ifMissing: boolean; select: string; selectStart: number }
}

/** Pragmas that only tell, as statements and as tables in FROM. */
const PRAGMAS = new Set(
  `table_info table_xinfo table_list index_list index_info index_xinfo function_list collation_list module_list
   compile_options database_list pragma_list encoding page_count page_size`.split(/\s+/),
)

const REFUSED: Record<string, string> = {
  attach: 'there is one database here; datasets are its tables',
  detach: 'there is one database here; datasets are its tables',
  vacuum: 'there is no file to tidy up; datasets are kept in chunks',
  analyze: 'statistics would be lost at the next start',
  reindex: 'indexes of datasets are kept by the engine',
  begin: 'each statement is a transaction of its own',
  commit: 'each statement is a transaction of its own',
  end: 'each statement is a transaction of its own',
  rollback: 'each statement is a transaction of its own',
  savepoint: 'each statement is a transaction of its own',
  release: 'each statement is a transaction of its own',
}
const READING = new Set(['select', 'values', 'with'])
const WRITING = new Set(['create', 'insert', 'replace', 'update', 'delete', 'drop', 'alter'])

/** Reads as much of a statement as decides whether it may run. That a `read` writes nothing, by way of WITH … INSERT
 *  for example, is shown by SQLite's own program for it (see `writtenDatabases`), not here.
 *  @throws EngineError `syntax` for no or several statements; `not-supported` for what plain SQLite may not do here */
export function checkStatement(given: string): PlainStatement {
  const nul = given.indexOf('\u0000')
  if (nul >= 0)
    throw errorAt('syntax', 'a statement holds no NUL character', given, { start: nul, end: nul + 1 })
  const all = sqliteTokens(given)
  const end = all.findIndex(({ kind, value }) => kind === 'symbol' && value === ';')
  const tokens = end < 0 ? all : all.slice(0, end)
  const next = end < 0 ? undefined : all.slice(end).find(({ value }) => value !== ';')
  if (next) throw errorAt('syntax', 'one statement at a time, please', given, next)
  const first = tokens[0]
  if (!first) throw new EngineError('syntax', 'there is no statement; write for example SELECT 1')
  const broken = tokens.find(({ kind }) => kind === 'broken')
  if (broken) throw errorAt('syntax', 'a quote is not closed', given, broken)
  refuseTellers(given, tokens)
  const text = given.slice(0, tokens.at(-1)!.end)
  return { text, tokens, ...kindOf(text, tokens) }
}

function kindOf(text: string, tokens: readonly Token[]): Pick<PlainStatement, 'kind' | 'dataset'> {
  const first = tokens[0]!
  const word = wordAt(tokens, 0)
  if (READING.has(word)) return { kind: 'read' }
  if (WRITING.has(word)) {
    const dataset = datasetOf(text, tokens)
    return dataset ? { kind: 'dataset', dataset } : { kind: 'write' }
  }
  if (word === 'explain') {
    const isPlan = wordAt(tokens, 1) === 'query' && wordAt(tokens, 2) === 'plan'
    const inner = wordAt(tokens, isPlan ? 3 : 1)
    // Some pragmas act while they are compiled.
    if (READING.has(inner) || WRITING.has(inner)) return { kind: 'look' }
    throw errorAt('not-supported', 'EXPLAIN is for SELECT, INSERT, UPDATE and DELETE', text, first)
  }
  if (word === 'pragma') {
    checkPragma(text, tokens)
    return { kind: 'look' }
  }
  const reason = REFUSED[word]
  if (reason) throw errorAt('not-supported', `${word.toUpperCase()} is not for here: ${reason}`, text, first)
  throw errorAt('syntax', `a statement begins with SELECT, VALUES, WITH or EXPLAIN`, text, first)
}

const wordAt = (tokens: readonly Token[], at: number): string => {
  const token = tokens[at]
  return token?.kind === 'word' ? token.value.toLowerCase() : ''
}

function checkPragma(text: string, tokens: readonly Token[]): void {
  const qualified = tokens[2]?.value === '.'
  const name = tokens[qualified ? 3 : 1]
  const sets = tokens.some(({ kind, value }) => kind === 'symbol' && value === '=')
  if (name && !sets && PRAGMAS.has(name.value.toLowerCase())) return
  const known = [...PRAGMAS].join(', ')
  throw errorAt(
    'not-supported',
    `of the pragmas only those that tell may run: ${known}`,
    text,
    name ?? tokens[0]!,
  )
}

/** Pragmas as tables: `pragma_optimize` would write. */
function refuseTellers(text: string, tokens: readonly Token[]): void {
  for (const token of tokens) {
    const name = /^pragma_(.*)$/i.exec(token.kind === 'word' || token.kind === 'name' ? token.value : '')?.[1]
    if (name === undefined || PRAGMAS.has(name.toLowerCase())) continue
    throw errorAt(
      'not-supported',
      `${token.value} is not for here; there are those of ${[...PRAGMAS].join(', ')}`,
      text,
      token,
    )
  }
}

/** CREATE TABLE [IF NOT EXISTS] name AS SELECT …, without TEMP. */
function datasetOf(text: string, tokens: readonly Token[]): PlainStatement['dataset'] {
  if (wordAt(tokens, 0) !== 'create' || wordAt(tokens, 1) !== 'table') return undefined
  const ifMissing =
    wordAt(tokens, 2) === 'if' && wordAt(tokens, 3) === 'not' && wordAt(tokens, 4) === 'exists'
  const at = ifMissing ? 5 : 2
  const name = tokens[at]
  if (!name || wordAt(tokens, at + 1) !== 'as' || !READING.has(wordAt(tokens, at + 2))) return undefined
  const selectStart = tokens[at + 2]!.start
  return { id: name.value, ifMissing, select: text.slice(selectStart), selectStart }
}
