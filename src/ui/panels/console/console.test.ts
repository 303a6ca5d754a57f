import { describe, expect, it } from 'vitest'
import type { CompactResult } from '../../../contract/rest.ts'
import { parseCsv } from '../../lib/parse-csv.ts'
import { toCsv, toJsonRows, toMarkdown } from '../../lib/write-table.ts'
import { addToHistory, readHistory, searchHistory } from './history.ts'
import { statementAt, statementsOf } from './statement-at.ts'

describe('the statement at the cursor', () => {
  const text = "SELECT ';' AS a; -- one; two\nSELECT 2;\n\n"
  it('is found among several, whatever is quoted', () => {
    const second = { sql: '-- one; two\nSELECT 2', start: 17 }
    expect(statementAt(text, 0)).toEqual({ sql: "SELECT ';' AS a", start: 0 })
    expect(statementAt(text, text.indexOf('2'))).toEqual(second)
    expect(statementAt(text, text.length)).toEqual(second)
    expect(statementAt('SELECT 1', 3)).toEqual({ sql: 'SELECT 1', start: 0 })
    expect(statementAt('', 0)).toBeUndefined()
  })
  it('of all, comments alone are none', () => {
    expect(statementsOf(`${text}-- the end; really\n;;/* x */`)).toHaveLength(2)
    expect(statementsOf('SELECT `a;b`; SELECT [1]').map(({ start }) => start)).toEqual([0, 14])
  })
})

describe('history', () => {
  const entry = (sql: string) => ({ sql, at: 1, durationMs: 1 })
  it('keeps a statement once, the newest first, and finds by words', () => {
    const history = ['SELECT 1', 'SELECT * FROM images', 'SELECT 1'].reduce(
      (before, sql) => addToHistory(before, entry(sql)),
      [] as ReturnType<typeof readHistory>,
    )
    expect(history.map(({ sql }) => sql)).toEqual(['SELECT 1', 'SELECT * FROM images'])
    expect(searchHistory(history, 'IMAGES from')).toHaveLength(1)
    expect(readHistory([entry('x'), { sql: 1 }, null])).toHaveLength(1)
    expect(readHistory('x')).toEqual([])
  })
})

describe('rows for other programs', () => {
  const result: CompactResult = {
    rowNames: ['2', '3'],
    columns: [
      { path: ['label'], name: 'label', values: ['a, "b"', null] },
      {
        path: ['v'],
        name: 'v',
        values: [{ kind: 'embedding', shape: [2], data: new Float32Array([1, 0.5]) }, 7],
      },
    ],
    rowErrors: [],
    durationMs: 1,
  }
  it('come back from CSV and JSON', () => {
    expect(parseCsv(toCsv(result))).toEqual([
      ['_rowName', 'label', 'v'],
      ['2', 'a, "b"', '[1,0.5]'],
      ['3', '', '7'],
    ])
    expect(JSON.parse(toJsonRows(result))).toEqual([
      { _rowName: '2', label: 'a, "b"', v: [1, 0.5] },
      { _rowName: '3', label: null, v: 7 },
    ])
    expect(toMarkdown(result).split('\n')[1]).toBe('| --- | --- | --- |')
  })
})
