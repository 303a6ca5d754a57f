import { describe, expect, it, vi } from 'vitest'
import type { Client } from '../../../client/index.ts'
import { EngineError } from '../../../contract/errors.ts'
import type { BuiltinInfo, CompactResult } from '../../../contract/rest.ts'
import { sourceOf } from '../../lib/grid-source.ts'
import { parseCsv } from '../../lib/parse-csv.ts'
import { csvParts, readAll } from '../../lib/read-all.ts'
import { completionsAt, datasetsIn, type Names, NO_NAMES } from './completion.ts'
import { toDiagnostics } from './diagnostics.ts'
import { runWhenOpened, takeHandedOver } from './open-statement.ts'
import { explained, runStatement } from './run-statement.ts'

describe('completion', () => {
  const builtin: BuiltinInfo = {
    name: 'tokenize',
    aliases: [],
    kind: 'scalar',
    group: 'token',
    signature: 'tokenize(text[, options])',
    summary: 'Splits.',
  }
  const names: Names = {
    ...NO_NAMES,
    datasets: ['images', 'odd "name"', 'other'],
    columns: new Map([
      ['images', ['label', 'the size']],
      ['odd "name"', ['label', 'x']],
      ['other', ['not_this']],
    ]),
    functions: ['predict'],
    builtins: [builtin],
    sqliteFunctions: ['substr'],
  }
  const offered = (text: string, more: Partial<Names> = {}) =>
    completionsAt(text, text.length, { ...names, ...more }).map(({ label, apply }) => [label, apply])

  it('finds datasets in words and quotes, exactly as they are called', () => {
    expect(datasetsIn('SELECT a FROM images JOIN "odd ""name"""', names.datasets)).toEqual([
      'images',
      'odd "name"',
    ])
    expect(datasetsIn("FROM Images WHERE x = 'images2'", names.datasets)).toEqual([])
  })

  it('offers columns of the datasets of the statement at hand, each once, quoted where they must be', () => {
    const columns = offered('SELECT 1 FROM other; SELECT label FROM images, "odd ""name"""').slice(0, 3)
    expect(columns).toEqual([
      ['label', 'label'],
      ['the size', '"the size"'],
      ['x', 'x'],
    ])
  })

  it('offers the functions of the dialect', () => {
    const mldb = offered('SELECT 1').map(([label]) => label)
    expect(mldb).toEqual(['images', 'odd "name"', 'other', 'predict', 'tokenize'])
    const sqlite = offered('SELECT 1', { dialect: 'sqlite' }).map(([label]) => label)
    expect(sqlite).toEqual(['images', 'odd "name"', 'other', 'substr'])
  })
})

describe('the underline of an error', () => {
  const span = { start: 14, end: 18, line: 1, column: 15 }
  const error = new EngineError('unknown-dataset', 'no "shpo" (line 1, column 15)', {
    span,
    suggestion: '"shop"',
  })
  const sql = 'SELECT * FROM shpo'
  const text = `SELECT 1;\n${sql}`

  it('stands where the statement stands, also where it was explained', () => {
    for (const ran of [sql, `EXPLAIN ${sql}`]) {
      const shift = ran.length - sql.length
      const moved = new EngineError('unknown-dataset', error.message, {
        span: { ...span, start: span.start + shift, end: span.end + shift },
      })
      const [mark] = toDiagnostics({ error: moved, start: 10, sql, ran }, text)
      expect(text.slice(mark!.from, mark!.to)).toBe('shpo')
    }
  })

  it('offers to write the suggestion, without quotes that it does not need', () => {
    const [mark] = toDiagnostics({ error, start: 10, sql, ran: sql }, text)
    expect(mark).toMatchObject({ message: 'no "shpo"', actions: [{ name: 'Write shop' }] })
    const dispatch = vi.fn()
    mark!.actions![0]!.apply({ dispatch } as never, mark!.from, mark!.to)
    expect(dispatch).toHaveBeenCalledWith({ changes: { from: 24, to: 28, insert: 'shop' } })
  })

  it('is gone where the text is another by now, or the error has no place', () => {
    expect(toDiagnostics({ error, start: 10, sql, ran: sql }, text.replace('*', 'a'))).toEqual([])
    expect(toDiagnostics({ error: new Error('x'), start: 0, sql, ran: sql }, sql)).toEqual([])
  })
})

describe('running', () => {
  const result: CompactResult = { rowNames: ['1'], columns: [], rowErrors: [], durationMs: 0 }
  const rows = {
    info: () => ({ rowCount: 1, columns: [], rowErrors: [], warnings: [] }),
    onReopen: () => () => undefined,
  }
  const clientOf = () => {
    const openRows = vi.fn(async () => ({ ...rows, close: () => undefined, page: async () => result }))
    const post = vi.fn(async () => result)
    return { openRows, post, client: { openRows, post } as unknown as Client }
  }

  it('pages what reads, posts what writes, and writes only where it may', async () => {
    const { client, openRows, post } = clientOf()
    await runStatement(client, 'SELECT 1', { dialect: 'sqlite', write: true }, {})
    await runStatement(client, 'DELETE FROM t', { dialect: 'sqlite', write: false }, {})
    await runStatement(client, 'DELETE FROM t', { dialect: 'mldb', write: true }, {})
    expect(post).not.toHaveBeenCalled()
    expect(openRows).toHaveBeenCalledTimes(3)
    await runStatement(client, '-- x\n/* y */ delete FROM t', { dialect: 'sqlite', write: true }, {})
    expect(post).toHaveBeenCalledTimes(1)
  })

  it('posts a WITH that turns out to write', async () => {
    const { client, openRows, post } = clientOf()
    openRows.mockRejectedValueOnce(new EngineError('not-supported', 'this statement writes'))
    await runStatement(
      client,
      'WITH c AS (SELECT 1) INSERT INTO t SELECT * FROM c',
      { dialect: 'sqlite', write: true },
      {},
    )
    expect(post).toHaveBeenCalledTimes(1)
    openRows.mockRejectedValueOnce(new EngineError('not-supported', 'no'))
    await expect(runStatement(client, 'SELECT 1', { dialect: 'sqlite', write: true }, {})).rejects.toThrow(
      'no',
    )
  })

  it('explains in the words of the dialect, once', () => {
    expect(explained('SELECT 1', 'mldb')).toBe('EXPLAIN SELECT 1')
    expect(explained('SELECT 1', 'sqlite')).toBe('EXPLAIN QUERY PLAN SELECT 1')
    expect(explained(' explain SELECT 1', 'mldb')).toBe(' explain SELECT 1')
  })

  it('runs what was handed over once, and nothing else', () => {
    runWhenOpened('SELECT 1')
    expect(takeHandedOver('SELECT 2')).toBe(false)
    expect(takeHandedOver('SELECT 1')).toBe(false)
    runWhenOpened('SELECT 1')
    expect(takeHandedOver('SELECT 1')).toBe(true)
    expect(takeHandedOver('SELECT 1')).toBe(false)
  })
})

describe('all rows', () => {
  const count = 12_345
  const whole: CompactResult = {
    rowNames: Array.from({ length: count }, (_, i) => `r${i}`),
    columns: [{ path: ['n,1'], name: 'n,1', values: Array.from({ length: count }, (_, i) => i) }],
    rowErrors: [],
    durationMs: 0,
  }

  it('come page by page, as many as are asked for', async () => {
    const some = await readAll(sourceOf(whole), 10_001)
    expect(some.rowNames).toHaveLength(10_001)
    expect(some.columns[0]!.values.at(-1)).toBe(10_000)
  })

  it('are one CSV with one header', async () => {
    let text = ''
    for await (const part of csvParts(sourceOf(whole))) text += part
    const lines = parseCsv(text)
    expect(lines[0]).toEqual(['_rowName', 'n,1'])
    expect(lines).toHaveLength(count + 1)
    expect(lines.at(-1)).toEqual([`r${count - 1}`, String(count - 1)])
  })
})
