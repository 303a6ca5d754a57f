import { expect, test } from 'vitest'
import { decodeText, wholeLines } from '../sources/read-lines.ts'
import type { CsvOptions } from './csv-options.ts'
import { CsvReader } from './csv-reader.ts'
import { toCell } from './to-cell.ts'

const DEFAULTS: CsvOptions = {
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

async function* once<T>(...values: T[]): AsyncGenerator<T> {
  yield* values
}

/** Rows as lists that start with the line number. `pieces` are what arrives one after the other. */
async function read(pieces: string | string[], options: Partial<CsvOptions> = {}) {
  const reader = new CsvReader({ ...DEFAULTS, ...options })
  const rows: unknown[][] = []
  const add = ({ lineNumbers, columns }: ReturnType<CsvReader['read']>) => {
    for (const [r, line] of lineNumbers.entries()) rows.push([line, ...columns.map((column) => column[r])])
  }
  for await (const text of wholeLines(once(...[pieces].flat()))) {
    add(reader.read(text))
    if (reader.done) break
  }
  add(reader.finish())
  return { rows, columns: reader.columns, errors: reader.lineErrors }
}

const rowsOf = async (...given: Parameters<typeof read>) => (await read(...given)).rows

test('rows are named by physical lines, the header included', async () => {
  const { rows, columns } = await read('a,b\n1,x\n2,y\n')
  expect(columns).toEqual([['a'], ['b']])
  expect(rows).toEqual([
    [2, 1, 'x'],
    [3, 2, 'y'],
  ])
})

test('with headers given, the first line is data', async () => {
  expect(await rowsOf('1,x', { headers: ['a', 'b'] })).toEqual([[1, 1, 'x']])
  const { rows, columns } = await read('1,x', { autoGenerateHeaders: true })
  expect(columns).toEqual([['0'], ['1']])
  expect(rows).toEqual([[1, 1, 'x']])
})

test.each([['\n'], ['\r\n'], ['\r']])('line end %j, with and without the last one', async (end) => {
  const expected = [
    [2, '1a', 'x'],
    [3, 2, null],
  ]
  expect(await rowsOf(['a,b', '1a,x', '2,'].join(end))).toEqual(expected)
  expect(await rowsOf(['a,b', '1a,x', '2,', ''].join(end))).toEqual(expected)
})

test('a text may be cut anywhere between two pieces', async () => {
  const text = 'a,b\r\n"1, ""q""",x\r\n2,"é\u{1f41f}"\r\n'
  const whole = await rowsOf(text)
  expect(whole).toEqual([
    [2, '1, "q"', 'x'],
    [3, 2, 'é\u{1f41f}'],
  ])
  for (let cut = 0; cut <= text.length; cut++) {
    expect(await rowsOf([text.slice(0, cut), text.slice(cut)])).toEqual(whole)
  }
  expect(await rowsOf([...text])).toEqual(whole)
})

test('quotes: inside a field they are text, an empty quoted field is NULL, quoted numbers are numbers', async () => {
  expect(await rowsOf('a,b,c\nx"y,"","12"')).toEqual([[2, 'x"y', null, 12]])
})

test.each([
  ['a,b\n1\n', 'not enough columns in row (line 2, 1 of 2)', 2],
  ['a,b\n1,2\n3,4,5\n', 'too many columns in row (line 3, 3 of 2)', 3],
  ['a,b\n1,"2\n', 'Unclosed quoted CSV value (line 2, column 3)', 2],
  ['a,b\n1,"2"x\n', 'Garbage after closing quote (line 2, column 6)', 2],
  ['a,b\n\n1,2', 'empty line (line 2, 1 of 2)', 2],
])('%j fails with its line', async (text, message, lineNumber) => {
  const failure = expect(read(text)).rejects
  await failure.toMatchObject({ code: 'syntax', message: `Error parsing CSV row: ${message}` })
  await expect(read(text)).rejects.toMatchObject({
    detail: { lineNumber, line: text.split('\n')[lineNumber - 1] },
  })
})

test('bad lines can be counted instead', async () => {
  const { rows, errors } = await read('a,b\n1\n\n2,3\n"4,5\n6,7,8\n', { ignoreBadLines: true })
  expect(rows).toEqual([[4, 2, 3]])
  expect(errors).toBe(4)
})

test('quoted values over several lines', async () => {
  const text = 'a,b\n1,"x\ny\n\nz"\n2,w\n'
  expect(await rowsOf(text, { allowMultiLines: true })).toEqual([
    [2, 1, 'x\ny\n\nz'],
    [6, 2, 'w'],
  ])
  await expect(read('a\n"never closed\n1', { allowMultiLines: true })).rejects.toThrow(/Unclosed.*line 2/)
})

test('limit counts bad lines, offset skips data lines, preHeaderOffset skips lines', async () => {
  const text = 'a comment\na,b\n1,2\nbad\n3,4\n5,6\n'
  const options = { preHeaderOffset: 1, ignoreBadLines: true }
  expect(await rowsOf(text, { ...options, limit: 3 })).toEqual([
    [3, 1, 2],
    [5, 3, 4],
  ])
  expect(await rowsOf(text, { ...options, offset: 2 })).toEqual([
    [5, 3, 4],
    [6, 5, 6],
  ])
  expect(await rowsOf(text, { ...options, limit: 0 })).toEqual([])
})

test('headers: a last empty one is dropped, a repeated one refused, dots make paths only if asked', async () => {
  expect(await read('a,b,\n1,2,\n')).toMatchObject({ columns: [['a'], ['b']], rows: [[2, 1, 2]] })
  await expect(read('a,a\n')).rejects.toThrow(/Duplicate column name in CSV file/)
  expect((await read('a.b,c\n')).columns).toEqual([['a.b'], ['c']])
  expect((await read('a.b,c\n', { structuredColumnNames: true })).columns).toEqual([['a', 'b'], ['c']])
})

test('other dialects: delimiter, quote, none at all, Excel formulas, skipped lines, surplus fields', async () => {
  expect(await rowsOf("a\tb\n'1\t2'\t3\n", { delimiter: '\t', quoteChar: "'" })).toEqual([[2, '1\t2', 3]])
  expect(await read('x,"y\n', { delimiter: '', quoteChar: '' })).toMatchObject({
    columns: [['lineText']],
    rows: [[1, 'x,"y']],
  })
  expect(await rowsOf('a,b\n="007",="x"\n', { processExcelFormulas: true })).toEqual([[2, '007', 'x']])
  expect(await rowsOf('a\n# no\n1\n', { skipLineRegex: /^(?:#.*)$/u })).toEqual([[3, 1]])
  expect(await rowsOf('a\n1,2\n', { ignoreExtraColumns: true })).toEqual([[2, 1]])
})

test.each([
  [{ delimiter: ',,' }, 'Separator string must have one character'],
  [{ quoteChar: '""' }, 'Quoter string must have one character'],
  [{ delimiter: '' }, 'Separator string must not be empty if we have a quoter string'],
  [{ delimiter: '', quoteChar: '', headers: ['a', 'b'] }, 'Custom CSV header must have exactly one element'],
  [
    { autoGenerateHeaders: true, headers: ['a'] },
    'autoGenerateHeaders cannot be true if headers is defined.',
  ],
])('options %j are refused', (options, message) => {
  expect(() => new CsvReader({ ...DEFAULTS, ...options })).toThrow(message)
})

test.each([
  ['', null],
  ['12', 12],
  ['-0.5', -0.5],
  ['1e3', 1000],
  ['.5', 0.5],
  ['+7', 7],
  ['0', 0],
  ['007', '007'],
  ['9007199254740993', 9007199254740993n],
  ['18446744073709551615', 18446744073709551615n],
  ['18446744073709551616', '18446744073709551616'],
  ['18446744073709552000', 2 ** 64],
  ['-9223372036854775808', -(2n ** 63n)],
  ['123456789012345678901234567890', '123456789012345678901234567890'],
  ['NaN', Number.NaN],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['1,5', '1,5'],
  ['1-2', '1-2'],
  ['2020-01-01', '2020-01-01'],
  [' 1', ' 1'],
  ['0x10', '0x10'],
  ['information', 'information'],
])('field %j is %s', (field, value) => expect(toCell(field)).toEqual(value))

test('encodings, byte by byte', async () => {
  const decode = async (
    bytes: number[],
    encoding: Parameters<typeof decodeText>[1],
    replacement?: string,
  ) => {
    let text = ''
    const pieces = bytes.map((byte) => new Uint8Array([byte]))
    for await (const piece of decodeText(once(...pieces), encoding, replacement)) text += piece
    return text
  }
  expect(await decode([0xef, 0xbb, 0xbf, 0xc3, 0xa9], 'utf-8')).toBe('é')
  expect(await decode([0xe9, 0x80], 'latin1')).toBe('é\u0080')
  expect(await decode([0xff, 0xfe, 0x61, 0x00], 'utf-16le')).toBe('a')
  await expect(decode([0x61, 0xff], 'utf-8')).rejects.toThrow(/no utf-8 text/)
  expect(await decode([0x61, 0xff], 'utf-8', '?')).toBe('a?')
  await expect(decode([0x61, 0xe9], 'ascii')).rejects.toThrow(/no ascii text/)
  expect(await decode([0x61, 0xe9], 'ascii', '?')).toBe('a?')
})
