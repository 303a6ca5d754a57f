import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import { quoteIdentifier } from '../../../lib/quote-identifier.ts'
import type { SqliteValue } from '../../sqlite/codec.ts'
import type { Database } from '../../sqlite/database.ts'
import { builtins } from '../builtins/index.ts'
import type { Catalog } from '../catalog.ts'
import { checkSignal } from '../executor/batch.ts'
import { type KeptRows, keepRows } from '../executor/keep-rows.ts'
import { openBatches } from '../executor/open-cursor.ts'
import { readWhole } from '../executor/pages.ts'
import type { Cursor, Result, RowBatch } from '../sql.ts'
import { checkStatement, type PlainStatement } from './check-statement.ts'
import { cellToJson, plainCell, plainValue } from './plain-cell.ts'
import { type KnownNames, plainError, writes } from './plain-error.ts'
import { inScratch, scratchNames, writesOf } from './scratch.ts'
import {
  createView,
  distinctNames,
  namedColumns,
  namedViews,
  type View,
  viewColumns,
  viewsOf,
} from './views.ts'

/** Plain SQLite over the datasets. Each statement sees those that it names as views, made for it and dropped after it in
 *  one go, so that no name of a dataset is ever in the way of the other dialect. */
export interface PlainSql {
  /** Runs one statement; its rows are read at once, or kept while they are paged through if they are many.
   *  @throws EngineError `syntax`, `unknown-dataset`, `unknown-column`, … with the span; `not-supported` for what may
   *  not be done, a write without `write` above all */
  query(statement: string, call?: Call, options?: PlainOptions): Promise<Result>
  /** As `query`, kept to be read page by page. */
  open(statement: string, call?: Call): Promise<Cursor>
  /** What CREATE TABLE name AS SELECT … is to make; undefined for any other statement. */
  datasetOf(statement: string): PlainStatement['dataset']
}

export interface PlainOptions {
  /** Scratch tables may be made and changed. */
  write?: boolean
}

const BATCH_SIZE = 1024
/** SQL names of our functions. `to_json` is for people. */
const CELL = 'mldb_plain_cell'

export function createPlainSql({ catalog, database }: { catalog: Catalog; database: Database }): PlainSql {
  database.defineFunction(CELL, (cell) => plainCell(cell!))
  database.defineFunction('to_json', (cell) => cellToJson(cell ?? null))

  /** Loads what a statement names, then runs `work` while the views stand. Nothing else runs meanwhile. */
  async function withViews<T>(
    statement: PlainStatement,
    call: Call,
    work: (views: string[]) => T,
  ): Promise<T> {
    for (;;) {
      const views = namedViews(viewsOf(catalog, scratchNames(database)), statement.tokens)
      for (const { dataset } of views) refuseView(catalog, dataset)
      const tables = views.map(({ dataset }) => catalog.dataset(dataset)?.table)
      for (const { dataset } of views) {
        const schema = catalog.dataset(dataset)
        await catalog.load(dataset, call, schema && namedColumns(schema, statement.tokens))
      }
      checkSignal(call)
      // A dataset may have been replaced while another was loaded.
      if (views.every(({ dataset }, i) => catalog.dataset(dataset)?.table === tables[i]))
        return whileViewsStand(views, statement.text, work)
    }
  }

  function whileViewsStand<T>(views: readonly View[], text: string, work: (views: string[]) => T): T {
    const made: string[] = []
    try {
      for (const { name, dataset } of views) {
        createView(database, name, catalog.dataset(dataset)!, CELL)
        made.push(name)
      }
      return work(made)
    } catch (error) {
      throw plainError(database, text, knownNames(views), error)
    } finally {
      for (const name of made) database.exec(`DROP VIEW IF EXISTS temp.${quoteIdentifier(name)}`)
    }
  }

  const knownNames = (views: readonly View[]): KnownNames => ({
    datasets: [
      ...viewsOf(catalog, scratchNames(database)).map(({ name }) => name),
      ...scratchNames(database),
    ],
    columns: views.flatMap(({ dataset }) => viewColumns(catalog.dataset(dataset)!)),
    builtins: builtins.flatMap(({ name, aliases = [] }) => [name, ...aliases]),
  })

  /** Runs what only reads. @param large what to do with a result that is too large to be read at once */
  function read<T>(statement: PlainStatement, large: () => T): Rows | T {
    const { kind, text } = statement
    if (kind === 'read' && writesOf(database, text).databases.length > 0) throw writes(text)
    const rows = onlyReading(database, () => readRows(database, text))
    return rows.rows ? (rows as Rows) : large()
  }

  async function query(text: string, call: Call = {}, { write = false }: PlainOptions = {}): Promise<Result> {
    const statement = checkStatement(text)
    const isReading = statement.kind === 'read' || statement.kind === 'look'
    if (!isReading && !write) throw writes(statement.text)
    if (statement.kind === 'dataset')
      throw new EngineError('internal', 'a dataset is made by who asked for it')
    return withViews(statement, call, (views) => {
      // WITH may begin an INSERT.
      const mayWrite = write && statement.kind === 'read'
      const isChange = !isReading || (mayWrite && writesOf(database, statement.text).databases.length > 0)
      if (isChange) return toResult(runWrite(database, statement.text, views))
      const rows = read(statement, () => keepStatement(database, statement.text))
      return 'page' in rows ? keptResult(rows) : toResult(rows)
    })
  }

  return {
    query,
    async open(text, call = {}) {
      const statement = checkStatement(text)
      if (statement.kind === 'look') return openBatches(await query(text, call))
      if (statement.kind !== 'read') throw writes(statement.text)
      return withViews(statement, call, () => {
        if (writesOf(database, statement.text).databases.length > 0) throw writes(statement.text)
        return keepStatement(database, statement.text)
      })
    },
    datasetOf: (text) => checkStatement(text).dataset,
  }
}

interface Rows {
  names: string[]
  rows: SqliteValue[][]
}

/** @returns no rows where they are too many or too large */
function readRows(database: Database, text: string): { names: string[]; rows: SqliteValue[][] | undefined } {
  const statement = database.prepare(text)
  const names = statement.columnNames()
  statement.free()
  return { names, rows: readWhole(database, text, []) }
}

/** A second bolt: whatever the text is, SQLite itself refuses to write. */
function onlyReading<T>(database: Database, work: () => T): T {
  database.exec('PRAGMA query_only = ON')
  try {
    return work()
  } finally {
    database.exec('PRAGMA query_only = OFF')
  }
}

function runWrite(database: Database, text: string, views: readonly string[]): Rows {
  return inScratch(database, text, views, () => {
    const statement = database.prepare(text)
    try {
      const names = statement.columnNames()
      const rows: SqliteValue[][] = []
      while (statement.step()) rows.push(statement.row())
      if (names.length > 0) return { names, rows }
    } finally {
      statement.free()
    }
    const isOfRows = /^\s*(insert|replace|update|delete|with)\b/i.test(text)
    return { names: ['changes'], rows: [[isOfRows ? database.rowsModified() : 0]] }
  })
}

function keepStatement(database: Database, text: string): Cursor {
  const statement = database.prepare(text)
  const names = statement.columnNames()
  statement.free()
  const kept: KeptRows = keepRows(database, text)
  return {
    ...described(names),
    rowCount: kept.rowCount,
    page: (offset, limit) => toBatch(names.length, kept.page(offset, limit), offset),
    close: kept.close,
  }
}

const described = (names: readonly string[]): Omit<Result, 'batches'> => ({
  columns: distinctNames(names).map((name) => ({ path: parsePath(name), values: { kind: 'any' } })),
  open: false,
  rowErrors: [],
  warnings: [],
})

const toResult = ({ names, rows }: Rows): Result => ({
  ...described(names),
  async *batches() {
    for (let at = 0; at < rows.length; at += BATCH_SIZE)
      yield toBatch(names.length, rows.slice(at, at + BATCH_SIZE), at)
  },
})

function keptResult(cursor: Cursor): Result {
  const { page, close, rowCount, ...rest } = cursor
  return {
    ...rest,
    async *batches() {
      try {
        for (let at = 0; at < rowCount; at += BATCH_SIZE) yield page(at, BATCH_SIZE)
      } finally {
        close()
      }
    },
  }
}

/** Rows of plain SQLite have no names: they are numbered from 1. */
function toBatch(width: number, rows: SqliteValue[][], offset: number): RowBatch {
  return {
    rowNames: rows.map((_, i) => String(offset + i + 1)),
    columns: Array.from({ length: width }, (_, c) => rows.map((row) => plainValue(row[c]!))),
    times: new Float64Array(rows.length).fill(Number.NEGATIVE_INFINITY),
  }
}

/** SQLite itself cannot read what only the other dialect computes. */
function refuseView(catalog: Catalog, dataset: string): void {
  if (catalog.view?.(dataset) === undefined) return
  throw new EngineError(
    'not-supported',
    `dataset "${dataset}" is a view, which plain SQLite cannot read; use the MLDB dialect, or write it to a dataset with transform`,
  )
}
