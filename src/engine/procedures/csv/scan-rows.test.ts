// Rows scanned in one go must be the rows that lines taken apart one by one give, errors included. FUZZ sets how many
// random files are compared.
import { expect, test } from 'vitest'
import { wholeLines } from '../sources/read-lines.ts'
import { CsvReader, newRows } from './csv-reader.ts'
import { toMarks } from './scan-rows.ts'

const FILES = Number(process.env.FUZZ ?? 5_000)

let state = 42
function random(below: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}
const pick = <T>(...items: T[]): T => items[random(items.length)]!

const PARTS = [
  '',
  '0',
  '-0',
  '007',
  '12',
  '-3.25',
  '1e5',
  '.5',
  '5.',
  '123456789012345678',
  '0.12345678901234567',
  'a',
  'ü🐟',
  'nan',
  '-inf',
  ' ',
  '"',
  '""',
  '"q"',
  '"a,b"',
  '"x""y"',
  '=',
  '\u0000',
]
const field = (): string =>
  Array.from({ length: 1 + (random(6) === 0 ? random(3) : 0) }, () => pick(...PARTS)).join('')

function makeFile(delimiter: string): string {
  const width = 1 + random(4)
  const lines = Array.from({ length: random(8) }, () =>
    Array.from({ length: random(10) === 0 ? random(6) : width }, field).join(delimiter),
  )
  const header = Array.from({ length: width }, (_, i) => `c${i}`).join(delimiter)
  return (
    [header, ...lines].map((line) => line + pick('\n', '\n', '\n', '\r\n', '\r')).join('') + pick('', 'last')
  )
}

async function read(text: string, options: object, pieces: number): Promise<unknown> {
  const reader = new CsvReader({ ...DEFAULTS, ...options })
  const rows = newRows()
  async function* inPieces(): AsyncGenerator<string> {
    const size = Math.ceil(text.length / pieces) || 1
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
  }
  try {
    for await (const lines of wholeLines(inPieces())) {
      reader.read(lines, rows)
      if (reader.done) break
    }
    reader.finish(rows)
    return {
      rows: rows.lineNumbers,
      cells: rows.columns.filter(({ length }) => length > 0),
      errors: reader.lineErrors,
      columns: reader.columns,
    }
  } catch (error) {
    return String(error)
  }
}

const DEFAULTS = {
  headers: [],
  quoteChar: '"',
  delimiter: ',',
  limit: -1,
  offset: 0,
  preHeaderOffset: 0,
  ignoreBadLines: false,
  structuredColumnNames: false,
  allowMultiLines: false,
  autoGenerateHeaders: false,
  ignoreExtraColumns: false,
  processExcelFormulas: false,
  skipLineRegex: undefined,
  quotedText: false,
  types: {},
}
/** Matches no line, and so changes nothing but that lines are taken apart one by one. */
const LINE_BY_LINE = { skipLineRegex: /^(?!)$/ }

test(`${FILES} random files read the same both ways`, async () => {
  let withRows = 0
  for (let i = 0; i < FILES; i++) {
    const options = {
      delimiter: pick(',', ',', ';', '\t', '-', '1'),
      quoteChar: pick('"', '"', ''),
      limit: pick(-1, -1, 0, 1, 3),
      offset: pick(0, 0, 2),
      preHeaderOffset: pick(0, 0, 1),
      ignoreBadLines: pick(true, true, false),
      allowMultiLines: pick(true, false),
      ignoreExtraColumns: pick(true, false),
      processExcelFormulas: pick(true, false, false),
      quotedText: pick(true, false, false),
      types: pick({}, {}, { c0: 'string' }, { c0: 'number' }),
    }
    const text = makeFile(options.delimiter)
    const scanned = await read(text, options, 1 + random(4))
    const expected = await read(text, { ...options, ...LINE_BY_LINE }, 1)
    expect(scanned, `${JSON.stringify(text)} with ${JSON.stringify(options)}`).toEqual(expected)
    if (typeof scanned === 'object' && (scanned as { rows: [] }).rows.length > 0) withRows++
  }
  expect(withRows).toBeGreaterThan(FILES / 4)
})

test('a delimiter that may stand in a number is not scanned for', () => {
  expect(toMarks(',', '"')).toEqual({ delimiter: 44, quote: 34 })
  for (const delimiter of ['', '.', '-', '+', '7', '\n', '🐟'])
    expect(toMarks(delimiter, '"')).toBeUndefined()
})
