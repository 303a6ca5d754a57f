import { EngineError } from '../../../contract/errors.ts'
import { nearestName } from '../../../lib/nearest-name.ts'
import { quoteIdentifier } from '../../../lib/quote-identifier.ts'
import type { Database } from '../../sqlite/database.ts'
import { errorAt } from '../span.ts'
import { foldName, sqliteTokens, type Token } from './tokens.ts'

/** What a statement could have meant. */
export interface KnownNames {
  datasets: readonly string[]
  columns: readonly string[]
  /** Builtins of the other dialect. */
  builtins: readonly string[]
}

/** What SQLite refused, with its words, the place in the statement and, for a name it does not know, the nearest that
 *  there is. Errors that are ours already stay as they are. */
export function plainError(
  database: Database,
  text: string,
  known: KnownNames,
  thrown: unknown,
): EngineError {
  const message = wordsOfSqlite(thrown)
  if (message === undefined) {
    if (thrown instanceof EngineError) return thrown
    // A function of the other dialect met a value that is not in its form.
    return new EngineError('invalid-argument', thrown instanceof Error ? thrown.message : String(thrown), {
      query: text,
    })
  }
  const unknown = /^no such (table|column|function): (.*)$/s.exec(message)
  if (unknown) return unknownName(database, text, known, unknown[1] as Missing, unknown[2]!)
  const near = /^near "(.*)": syntax error$/s.exec(message)?.[1]
  if (near !== undefined)
    return errorAt('syntax', `SQLite: ${message}`, text, placeOf(database, text, near, message))
  if (message === 'incomplete input') {
    const end = { start: Math.max(0, text.length - 1), end: text.length }
    return errorAt('syntax', 'the statement is not complete', text, end)
  }
  const view = /^cannot modify (.*) because it is a view$/s.exec(message)?.[1]
  if (view !== undefined) return isDataset(text, view)
  const ambiguous = /^ambiguous column name: (.*)$/s.exec(message)?.[1]
  if (ambiguous !== undefined)
    return errorAt('unknown-column', `SQLite: ${message}`, text, lastPart(text, ambiguous))
  if (/readonly database/.test(message)) return writes(text)
  return new EngineError('invalid-argument', `SQLite: ${message}`, { query: text }, { cause: thrown })
}

/** A dataset is no table that INSERT, UPDATE, DELETE or DROP could change. */
function isDataset(text: string, name: string): EngineError {
  return errorAt(
    'not-supported',
    `"${name}" is a dataset, which changes whole: write CREATE TABLE "new name" AS SELECT … for a new one, or record rows over REST`,
    text,
    lastPart(text, name),
  )
}

/** The statement would change something, and may not. */
export const writes = (text: string): EngineError =>
  errorAt(
    'not-supported',
    'this statement writes, and plain SQLite only reads here; allow it to write (write=true over POST) to use scratch tables and to make datasets',
    text,
    sqliteTokens(text)[0] ?? { start: 0, end: text.length },
  )

type Missing = 'table' | 'column' | 'function'

function unknownName(
  database: Database,
  text: string,
  known: KnownNames,
  kind: Missing,
  name: string,
): EngineError {
  const place = lastPart(text, name)
  const own = name.split('.').at(-1)!
  if (kind === 'table') {
    return errorAt(
      'unknown-dataset',
      `there is no dataset or scratch table "${name}"`,
      text,
      place,
      nearest(own, known.datasets),
    )
  }
  if (kind === 'column') {
    return errorAt('unknown-column', `there is no column "${name}"`, text, place, nearest(own, known.columns))
  }
  if (known.builtins.some((builtin) => foldName(builtin) === foldName(name))) {
    return errorAt(
      'unknown-function',
      `${name}() is a function of MLDB SQL: switch the dialect to use it`,
      text,
      place,
    )
  }
  const functions = database
    .all('SELECT DISTINCT name FROM pragma_function_list')
    .map(([each]) => String(each))
  return errorAt(
    'unknown-function',
    `SQLite has no function ${name}()`,
    text,
    place,
    nearest(name, functions),
  )
}

/** The nearest name as it is to be written. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const found = nearestName(name, known)
  return found === undefined || /^[A-Za-z_]\w*$/.test(found) ? found : quoteIdentifier(found)
}

/** Where a name of a message stands, which may be qualified: its last part, where it stands first. */
function lastPart(text: string, name: string): { start: number; end: number } {
  const own = foldName(name.split('.').at(-1)!)
  const token =
    sqliteTokens(text).find(({ value }) => foldName(value) === own) ??
    sqliteTokens(text).find(({ value }) => foldName(value) === foldName(name))
  return token ?? { start: 0, end: text.length }
}

/** Several tokens may read like the one that SQLite stumbled over: it is the first with which the text so far fails as
 *  the whole did. */
function placeOf(
  database: Database,
  text: string,
  near: string,
  message: string,
): { start: number; end: number } {
  const same = sqliteTokens(text).filter((token) => text.slice(token.start, token.end) === near)
  const stumbles = ({ end }: Token): boolean => {
    try {
      database.prepare(text.slice(0, end)).free()
      return false
    } catch (error) {
      return wordsOfSqlite(error) === message
    }
  }
  return (
    (same.length > 1 ? same.slice(0, 50).find(stumbles) : same[0]) ??
    same[0] ?? { start: 0, end: text.length }
  )
}

/** SQLite's own message, where the error is its. */
function wordsOfSqlite(error: unknown): string | undefined {
  if (!(error instanceof EngineError) || !error.message.startsWith('SQLite: ')) return undefined
  return error.cause instanceof Error ? error.cause.message : undefined
}
