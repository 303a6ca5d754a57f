import type { SqliteValue } from '../../sqlite/codec.ts'
import type { Database } from '../../sqlite/database.ts'
import { errorAt } from '../span.ts'
import { sqliteTokens } from './tokens.ts'

// Scratch tables are SQLite's temporary tables. They share their schema with the engine's own temporary tables, whose
// names are letters after an underscore and a number; and a scratch table would hide a dataset's table, `d` and a number.
const ENGINES = /^(_[a-z]+\d+|d\d+)$/i

/** What SQLite's program for a statement would write, as it lists it itself. */
export interface Writes {
  /** Numbers of databases: 0 the datasets, 1 scratch; -1 for what is no change of rows, such as VACUUM. */
  databases: number[]
  /** Root pages of tables and indexes in scratch. */
  pages: number[]
}

/** @throws EngineError what SQLite finds wrong with the statement */
export function writesOf(database: Database, text: string): Writes {
  const databases = new Set<number>()
  const pages = new Set<number>()
  for (const [, opcode, p1, p2, p3] of database.all(`EXPLAIN ${text}`)) {
    if (opcode === 'Transaction' && p2 !== 0) databases.add(p1 as number)
    else if (opcode === 'OpenWrite' && p3 === 1) pages.add(p2 as number)
    else if (opcode === 'Clear' && p2 === 1) pages.add(p1 as number)
    else if (NO_ROWS.has(opcode)) databases.add(-1)
  }
  return { databases: [...databases], pages: [...pages] }
}

const NO_ROWS = new Set<SqliteValue | undefined>(
  'Vacuum JournalMode AutoCommit Savepoint Checkpoint IncrVacuum'.split(' '),
)

/** Names of the scratch tables and views that there are. */
export const scratchNames = (database: Database): string[] =>
  temporaryNames(database).filter((name) => !ENGINES.test(name))

const temporaryNames = (database: Database): string[] =>
  database
    .all(
      "SELECT name FROM sqlite_temp_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .map(([name]) => String(name))

/** Runs a statement that may change scratch tables, and nothing else.
 *  @param datasets names of the datasets that stand as views
 *  @throws EngineError `not-supported` if it would; nothing is changed then */
export function inScratch<T>(database: Database, text: string, datasets: readonly string[], run: () => T): T {
  refuseOthers(database, text)
  const before = engineNames(database)
  return database.transaction(() => {
    const result = run()
    const after = engineNames(database)
    if (after !== before) throw refusal(text, 'names like d1 and _f1 are the engine’s own; choose another')
    const left = new Set(temporaryNames(database))
    const dropped = datasets.find((name) => !left.has(name))
    if (dropped !== undefined)
      throw refusal(text, `"${dropped}" is a dataset; delete it in Data or over REST`)
    const odd = database.all(
      "SELECT name FROM sqlite_temp_schema WHERE type = 'trigger' OR sql LIKE 'CREATE VIRTUAL%' COLLATE NOCASE",
    )
    if (odd.length > 0) throw refusal(text, 'scratch space is for tables, views and indexes')
    return result
  })
}

const engineNames = (database: Database): string =>
  temporaryNames(database)
    .filter((name) => ENGINES.test(name))
    .sort()
    .join()

function refuseOthers(database: Database, text: string): void {
  const { databases, pages } = writesOf(database, text)
  if (databases.some((number) => number !== 1)) {
    throw refusal(
      text,
      /^\s*create\b/i.test(text)
        ? 'write CREATE TEMP TABLE for a scratch table (gone after a reload), or CREATE TABLE name AS SELECT … for a dataset'
        : 'only scratch tables (CREATE TEMP TABLE) can be changed; a dataset is replaced, deleted or recorded into over REST',
    )
  }
  const engines = database
    .all('SELECT name, rootpage FROM sqlite_temp_schema')
    .filter(([name, page]) => ENGINES.test(String(name)) && pages.includes(page as number))
  if (engines.length > 0) throw refusal(text, `${engines[0]![0]} is the engine’s own`)
}

const refusal = (text: string, message: string) =>
  errorAt('not-supported', message, text, sqliteTokens(text)[0] ?? { start: 0, end: text.length })
