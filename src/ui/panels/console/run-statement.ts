import type { Client } from '../../../client/index.ts'
import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { CompactResult, SqlDialect } from '../../../contract/rest.ts'
import { type GridSource, sourceOf } from '../../lib/grid-source.ts'
import { createPageSource } from '../../lib/page-source.ts'

/** How statements are to be run. */
export interface RunMode {
  dialect: SqlDialect
  /** SQLite may change scratch tables and make datasets. */
  write: boolean
}

/** The rows of a statement, and how to let go of them. */
export interface StatementRows {
  source: GridSource
  warnings: readonly string[]
  close(): void
}

const WRITES = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(create|insert|replace|update|delete|drop|alter)\b/i
const MAY_WRITE = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*with\b/i

/** Runs a statement: what reads is opened page by page, what writes answers at once.
 *  @throws EngineError why it could not be run */
export async function runStatement(
  client: Client,
  sql: string,
  { dialect, write }: RunMode,
  call: Call,
): Promise<StatementRows> {
  const mayWrite = dialect === 'sqlite' && write
  if (mayWrite && WRITES.test(sql)) return change(client, sql, call)
  try {
    const rows = await client.openRows({ q: sql, dialect }, call)
    // SQLite may have ended before it could be told.
    if (call.signal?.aborted) {
      rows.close()
      throw new EngineError('cancelled', 'The statement was cancelled.')
    }
    const source = createPageSource(rows)
    return { source, warnings: rows.info().warnings, close: rows.close }
  } catch (error) {
    // WITH … INSERT: only SQLite itself can tell it from WITH … SELECT.
    const isRefused = error instanceof EngineError && error.code === 'not-supported'
    if (mayWrite && isRefused && MAY_WRITE.test(sql)) return change(client, sql, call)
    throw error
  }
}

async function change(client: Client, q: string, call: Call): Promise<StatementRows> {
  const body = { q, dialect: 'sqlite', write: true, format: 'compact' }
  const result = (await client.post('/v1/query', body, call)) as CompactResult
  return { source: sourceOf(result), warnings: [], close: () => undefined }
}

/** The statement that tells how another is run. */
export const explained = (sql: string, dialect: SqlDialect): string =>
  /^\s*explain\b/i.test(sql) ? sql : `${dialect === 'mldb' ? 'EXPLAIN' : 'EXPLAIN QUERY PLAN'} ${sql}`
