// The reader against cases that break CSV readers, and against a parser library over random files. FUZZ sets how many.
import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { decodeText, wholeLines } from '../sources/read-lines.ts'
import type { CsvOptions } from './csv-options.ts'
import { CsvReader, newRows } from './csv-reader.ts'

const FILES = Number(process.env.FUZZ ?? 5_000)

const DEFAULTS: CsvOptions = {
  headers: [],
  quoteChar: '"',
  delimiter: ',',
  limit: -1,
  offset: 0,
  preHeaderOffset: 0,
  ignoreBadLines: false,
  structuredColumnNames: false,
  allowMultiLines: true,
  autoGenerateHeaders: false,
  ignoreExtraColumns: false,
  processExcelFormulas: false,
  skipLineRegex: undefined,
  quotedText: false,
  types: {},
}

/** Column names and rows of a file, as bytes in pieces of `size`. */
async function read(file: string | Uint8Array, options: Partial<CsvOptions> = {}, size = 1 << 16) {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const reader = new CsvReader({ ...DEFAULTS, ...options })
  const rows = newRows()
  for await (const text of wholeLines(decodeText(pieces(), 'utf-8', undefined))) reader.read(text, rows)
  reader.finish(rows)
  return {
    columns: reader.columns?.map((path) => path.join('.')),
    rows: rows.lineNumbers.map((_, r) => rows.columns.map((column) => column[r])),
    errors: reader.lineErrors,
  }
}

const MEGABYTE = 'x,"'.repeat(350_000)
const CASES: [string, string, string[], unknown[][]][] = [
  ['comma in quotes', 'a,b\n"1,2",x', ['a', 'b'], [['1,2', 'x']]],
  [
    'empty fields, quoted and not',
    'a,b,c\n1,"",""\n2,,3\n',
    ['a', 'b', 'c'],
    [
      [1, null, null],
      [2, null, 3],
    ],
  ],
  ['CRLF, also embedded', 'a,b\r\n1,"x\r\ny"\r\n', ['a', 'b'], [[1, 'x\r\ny']]],
  ['LF embedded in a CRLF file', 'a,b\r\n"x\ny",2\r\n', ['a', 'b'], [['x\ny', 2]]],
  ['CR only, also embedded', 'a,b\r"x\ry",2\r', ['a', 'b'], [['x\ry', 2]]],
  ['doubled quotes', 'a\n"a ""b"" c"\n""""\n', ['a'], [['a "b" c'], ['"']]],
  ['quotes around a newline alone', 'a,b\n"\n",2\n', ['a', 'b'], [['\n', 2]]],
  ['a quote within a bare field', 'a\nx"y"\n', ['a'], [['x"y"']]],
  [
    'JSON in a field',
    'key,val\n1,"{""type"": ""Point"", ""c"": [1,2]}"\n',
    ['key', 'val'],
    [[1, '{"type": "Point", "c": [1,2]}']],
  ],
  ['quoted header with newline and comma', '"a\n1","b,2"\nx,y\n', ['a\n1', 'b,2'], [['x', 'y']]],
  ['unicode beyond the BMP', 'a,b\n"é\u{1f41f}",ʤ\n', ['a', 'b'], [['é\u{1f41f}', 'ʤ']]],
  ['byte order mark', '\ufeffa,b\n1,2\n', ['a', 'b'], [[1, 2]]],
  ['byte order mark before a quote', '\ufeff"a",b\n1,2\n', ['a', 'b'], [[1, 2]]],
  ['a mark in the middle is a character', 'a\nx\ufeffy\n', ['a'], [['x\ufeffy']]],
  ['empty last column', 'a,b,\n1,2,\n', ['a', 'b'], [[1, 2]]],
  ['last field empty, no last line end', 'a,b\n1,', ['a', 'b'], [[1, null]]],
  ['spaces are kept', 'a,b\n 1 , x\n', ['a', 'b'], [[' 1 ', ' x']]],
  [
    'NUL bytes',
    'a,b\n\0,x\0y\n"\0",0\n',
    ['a', 'b'],
    [
      ['\0', 'x\0y'],
      ['\0', 0],
    ],
  ],
  ['one megabyte in a field', `a,b\n"${MEGABYTE.replaceAll('"', '""')}",1\n`, ['a', 'b'], [[MEGABYTE, 1]]],
  ['one line end of each kind', 'a\n1\r\n2\r3\n', ['a'], [[1], [2], [3]]],
  [
    'codes and large integers',
    'zip,id\n00501,9007199254740993\n',
    ['zip', 'id'],
    [['00501', 9007199254740993n]],
  ],
]

test.each(CASES)('%s', async (_, text, columns, rows) => {
  for (const size of text.length > 1000 ? [1 << 16] : [1, 3, 1 << 16]) {
    expect(await read(text, {}, size)).toEqual({ columns, rows, errors: 0 })
  }
})

test('ragged rows are bad lines, each counted once', async () => {
  const text = 'a,b\n1\n1,2,3\n4,5\n\n"6\n7",8\n9,"\n'
  expect(await read(text, { ignoreBadLines: true })).toMatchObject({
    rows: [
      [4, 5],
      ['6\n7', 8],
    ],
    errors: 4,
  })
})

test('what grows with the square of a file would hang here: digits, quotes, lines that never close', async () => {
  const digits = '1'.repeat(1_000_000)
  expect((await read(`a\n${digits}x\n${digits}\n`)).rows).toEqual([[`${digits}x`], [digits]])
  const lines = '"",""\n'.repeat(300_000)
  await expect(read(`a\n"x${lines}`)).rejects.toThrow('Unclosed quoted CSV value (line 2, column 1)')
  const reopened = '","\n'.repeat(100_000)
  await expect(read(`a\n"x${reopened}`)).rejects.toThrow(/Error parsing CSV row/)
})

test('quotedText: quotes make texts, and an empty text is not NULL', async () => {
  const text = 'a,b,c\n"12","",\n12,"x,y","NaN"\n"0""1",1,"a\nb"\n'
  expect((await read(text, { quotedText: true })).rows).toEqual([
    ['12', '', null],
    [12, 'x,y', 'NaN'],
    ['0"1', 1, 'a\nb'],
  ])
})

test('types of columns: text to the letter, and what is none of the type is a bad line', async () => {
  const types = { a: 'string', b: 'number', c: 'timestamp', d: 'boolean' } as const
  const text = 'a,b,c,d\n1.50,007,2020-01-02,yes\n,,,\n1,x,2020-01-02,no\n1,1,soon,no\n'
  const { rows, errors } = await read(text, { types, ignoreBadLines: true })
  expect(rows).toEqual([
    ['1.50', 7, { kind: 'timestamp', ms: Date.UTC(2020, 0, 2) }, 1],
    [null, null, null, null],
  ])
  expect(errors).toBe(2)
  await expect(read(text, { types })).rejects.toThrow("'x' in column 'b' is no number (line 4")
  await expect(read(text, { types: { z: 'string' } })).rejects.toThrow("types names column 'z'")
})

let state = 7
function random(below: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}
const pick = <T>(...items: T[]): T => items[random(items.length)]!

const PIECES = [
  '',
  'a',
  '12',
  '-0.5',
  ' ',
  'ü\u{1f41f}',
  '\0',
  '\ufeff',
  "'",
  'a b',
  '=',
  '\\',
  '\t;',
  '1e5',
  '007',
]
const plain = (): string => Array.from({ length: random(3) }, () => pick(...PIECES)).join('')

/** Where the reader and the library differ on purpose: the original has these as bad lines, and takes each line end. */
const DIFFERENCES: [string, string, string[][], { rows: unknown[][]; errors: number }][] = [
  ['garbage after a closing quote', '"a"x,b\n', [['a"x,b\n']], { rows: [], errors: 1 }],
  ['a space after a closing quote', '"a" ,b\n', [['a', 'b'], ['']], { rows: [], errors: 1 }],
  ['a quote that never closes', 'a,"b\n', [['a', 'b\n']], { rows: [], errors: 1 }],
  [
    'mixed line ends',
    'a,b\r\nc,d\n',
    [['a', 'b\r'], ['c', 'd'], ['']],
    {
      rows: [
        ['a', 'b'],
        ['c', 'd'],
      ],
      errors: 0,
    },
  ],
  ['rows of other lengths', 'a\nb,c\n', [['a'], ['b', 'c'], ['']], { rows: [['b', 'c']], errors: 1 }],
]

test.each(DIFFERENCES)('differs from the library: %s', async (_, text, library, reader) => {
  expect(Papa.parse(text, { delimiter: ',', newline: '\n' }).data).toEqual(library)
  expect(await read(text, { headers: ['a', 'b'], ignoreBadLines: true })).toMatchObject(reader)
})

test(`${FILES} random files: every well-formed one reads as papaparse reads it`, async () => {
  const seen = { rows: 0, malformed: 0, multiLine: 0 }
  for (let i = 0; i < FILES; i++) {
    const delimiter = pick(',', ';', '\t', '|')
    const newline = pick('\n', '\r\n', '\r')
    const quoted = () => {
      const inside = Array.from({ length: random(4) }, () => pick(...PIECES, delimiter, newline, '""')).join(
        '',
      )
      return `"${inside}"${random(60) === 0 ? pick('x', '"') : ''}`
    }
    const field = () => (random(3) === 0 ? quoted() : plain().replaceAll(delimiter, ''))
    const width = 1 + random(4)
    const lines = Array.from({ length: 1 + random(7) }, () =>
      Array.from({ length: random(12) === 0 ? 1 + random(5) : width }, field).join(delimiter),
    )
    const text = lines.join(newline) + pick('', newline)
    const types = Object.fromEntries(Array.from({ length: 5 }, (_, c) => [String(c), 'string']))
    const library = Papa.parse<string[]>(text, { delimiter, newline, quoteChar: '"' })
    const why = JSON.stringify(text)
    // The library drops white space after a closing quote: see above.
    if (/"[ \t\ufeff]/.test(text)) continue
    const first = library.data[0] ?? ['']
    const options = {
      delimiter,
      headers: first.map((_, c) => String(c)),
      types: Object.fromEntries(Object.entries(types).slice(0, first.length)) as CsvOptions['types'],
      ignoreBadLines: true,
    }
    const { rows, errors } = await read(text, options, pick(1, 7, 1 << 16))
    if (library.errors.some(({ type }) => type === 'Quotes')) {
      seen.malformed++
      expect(errors, why).toBeGreaterThan(0)
      continue
    }
    // What follows the last line end is no line.
    const records = text.endsWith(newline) ? library.data.slice(0, -1) : library.data
    const isEmpty = (row: string[]) => row.length === 1 && row[0] === ''
    const kept = records.filter((row) => row.length === first.length && !isEmpty(row))
    const expected = kept.map((row) => row.map((cell) => (cell === '' ? null : cell)))
    // The library does not tell the line `""` from an empty one, which is no row.
    const told = first.length === 1 ? rows.filter(([cell]) => cell !== null) : rows
    expect(told, why).toEqual(expected)
    seen.rows += rows.length
    if (expected.some((row) => row.some((cell) => cell?.includes(newline)))) seen.multiLine++
  }
  expect(seen.rows).toBeGreaterThan(FILES)
  expect(seen.malformed).toBeGreaterThan(FILES / 100)
  expect(seen.multiLine).toBeGreaterThan(FILES / 20)
})
