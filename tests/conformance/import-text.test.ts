// Every parameter of import.text in the reference, from the REST call to the rows. How fields are told apart is tested
// beside the reader (src/engine/procedures/csv).
import { beforeAll, expect, test } from 'vitest'
import type { EntityStatus, ErrorBody, RunStatus } from '../../src/contract/rest.ts'
import { procedureTypes } from '../../src/engine/procedures/index.ts'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

let api: TestEngine
beforeAll(async () => {
  api = await openTestEngine()
})

const utf8 = (text: string) => new TextEncoder().encode(text)
const bytes = (...values: number[]) => Uint8Array.from(values)

/** Parameters, the file, and what comes of it: rows by their names, with the number of bad lines where there are any. */
const CASES: [parameters: object, file: string | Uint8Array, rows: object, errors?: number][] = [
  [{}, 'a,b\n1,x\n', { 2: { a: 1, b: 'x' } }],
  [{ headers: ['p', 'q'] }, '1,2\n', { 1: { p: 1, q: 2 } }],
  [{ quoteChar: "'" }, "a,b\n'1,2',3\n", { 2: { a: '1,2', b: 3 } }],
  [{ quotechar: "'" }, "a,b\n'1,2',3\n", { 2: { a: '1,2', b: 3 } }],
  [{ quoteChar: '' }, 'a,b\n"1,2"\n', { 2: { a: '"1', b: '2"' } }],
  [{ delimiter: ';' }, 'a;b\n1;2\n', { 2: { a: 1, b: 2 } }],
  [{ delimiter: '\t' }, 'a\tb\n1\t2\n', { 2: { a: 1, b: 2 } }],
  [{ delimiter: '', quoteChar: '' }, 'x,"y\n', { 1: { lineText: 'x,"y' } }],
  [{ delimiter: '', quoteChar: '', headers: ['line'] }, 'x,y\n', { 1: { line: 'x,y' } }],
  [{ limit: 2, ignoreBadLines: true }, 'a,b\n1,2\n3\n4,5\n', { 2: { a: 1, b: 2 } }, 1],
  [{ offset: 1 }, 'a\n1\n2\n', { 3: { a: 2 } }],
  [{ preHeaderOffset: 2 }, '# one\n# two\na\n1\n', { 4: { a: 1 } }],
  ...['utf-8', 'utf8', 'UTF-8'].map((encoding): (typeof CASES)[number] => [
    { encoding },
    utf8('a\né\n'),
    { 2: { a: 'é' } },
  ]),
  ...['latin1', 'iso8859-1'].map((encoding): (typeof CASES)[number] => [
    { encoding },
    bytes(0x61, 0x0a, 0xe9, 0x0a),
    { 2: { a: 'é' } },
  ]),
  ...['us-ascii', 'ascii'].map((encoding): (typeof CASES)[number] => [
    { encoding },
    'a\nz\n',
    { 2: { a: 'z' } },
  ]),
  [{ ignoreBadLines: true }, 'a,b\n1\n\n2,3\n"4\n', { 4: { a: 2, b: 3 } }, 3],
  [{ structuredColumnNames: true, select: 'a.b AS b' }, 'a.b,c\n1,2\n', { 2: { b: 1 } }],
  [{ structuredColumnNames: false, select: '"a.b" AS b' }, 'a.b,c\n1,2\n', { 2: { b: 1 } }],
  [{ replaceInvalidCharactersWith: '?' }, bytes(0x61, 0x0a, 0x78, 0xff, 0x0a), { 2: { a: 'x?' } }],
  [
    { encoding: 'ascii', replaceInvalidCharactersWith: '_' },
    bytes(0x61, 0x0a, 0xe9, 0x0a),
    { 2: { a: '_' } },
  ],
  [{ select: 'b, a + 1 AS c' }, 'a,b\n1,2\n', { 2: { b: 2, c: 2 } }],
  [{ select: '* EXCLUDING (a)' }, 'a,b\n1,2\n', { 2: { b: 2 } }],
  [{ where: 'a > 1' }, 'a\n1\n2\n', { 3: { a: 2 } }],
  [{ named: "'row' || b" }, 'a,b\n1,x\n', { rowx: { a: 1, b: 'x' } }],
  [{ named: "a || '-' || lineNumber()", where: 'lineNumber() > 2' }, 'a\nx\ny\n', { 'y-3': { a: 'y' } }],
  [{ select: 'lineNumber() AS n, dataFileUrl() AS u' }, 'a\n1\n', { 2: { n: 2, u: 'file:///case.csv' } }],
  [{ select: 'rowHash() IS NOT NULL AS h', where: 'rowHash() % 1 = 0' }, 'a\n1\n', { 2: { h: 1 } }],
  [{ timestamp: "TIMESTAMP '2020-02-03'" }, 'a\n1\n', { 2: { a: 1 } }],
  [{ timestamp: 'fileTimestamp()', select: 'fileTimestamp() IS TIMESTAMP AS t' }, 'a\n1\n', { 2: { t: 1 } }],
  [{ allowMultiLines: true }, 'a,b\n"x\ny",1\n2,3\n', { 2: { a: 'x\ny', b: 1 }, 4: { a: 2, b: 3 } }],
  [{ autoGenerateHeaders: true }, '1,x\n', { 1: { 0: 1, 1: 'x' } }],
  [{ ignoreExtraColumns: true }, 'a\n1,2,3\n', { 2: { a: 1 } }],
  [{ processExcelFormulas: true }, 'a,b\n="007",="x"\n', { 2: { a: '007', b: 'x' } }],
  [{ skipLineRegex: '#.*' }, 'a\n# no\n1\n', { 3: { a: 1 } }],
  [{ types: { a: 'string', b: 'number' } }, 'a,b\n1.50,007\n', { 2: { a: '1.50', b: 7 } }],
  [{ quotedText: true }, 'a,b,c\n"12","",\n', { 2: { a: '12', b: '', c: null } }],
]

async function importFile(parameters: object, file: string | Uint8Array) {
  bodyOf(await api.put('/v1/files/case.csv', typeof file === 'string' ? utf8(file) : file))
  return api.post('/v1/procedures', {
    type: 'import.text',
    params: { dataFileUrl: 'file:///case.csv', outputDataset: 't', ...parameters },
  })
}

test.each(CASES)('%j', async (parameters, file, rows, numLineErrors = 0) => {
  const { status } = bodyOf<EntityStatus>(await importFile(parameters, file))
  const { firstRun } = status as { firstRun: RunStatus }
  expect(firstRun.status).toEqual({ rowCount: Object.keys(rows).length, numLineErrors })
  const found = (await api.query('SELECT * FROM t')) as { _rowName: string }[]
  expect(Object.fromEntries(found.map(({ _rowName, ...cells }) => [_rowName, cells]))).toEqual(rows)
})

test('the time of rows', async () => {
  bodyOf(await importFile({ timestamp: "TIMESTAMP '2020-02-03'" }, 'a\n1\n'))
  const day = { ts: '2020-02-03T00:00:00Z' }
  expect(bodyOf(await api.get('/v1/datasets/t/timestampRange'))).toEqual([day, day])
})

test('no parameter is without a case', () => {
  const { params } = procedureTypes.find(({ type }) => type === 'import.text')!
  const tried = new Set(CASES.flatMap(([parameters]) => Object.keys(parameters)))
  const elsewhere = ['dataFileUrl', 'text', 'outputDataset', 'rowNameColumn', 'rowNamePrefix']
  expect(Object.keys(params).filter((name) => !tried.has(name) && !elsewhere.includes(name))).toEqual([])
})

const REFUSED: [parameters: object, file: string, message: string][] = [
  [{ select: 'a, a' }, 'a,b\n1,2\n', 'Duplicate column name in select expression'],
  [{ named: "'x'" }, 'a\n1\n2\n', 'Duplicate row name(s)'],
  [{ rowNamePrefix: 'x' }, 'a\n1\n', 'rowNamePrefix was removed: use named'],
  [{ rowNameColumn: 'a' }, 'a\n1\n', 'rowNameColumn was removed: use named'],
  [{ encoding: 'x' }, 'a\n1\n', "Unknown encoding 'x'for import.text parser"],
  [{ nonsense: 1 }, 'a\n1\n', "Unknown field 'nonsense' parsing import.text configuration"],
  [{ delimiter: ',,' }, 'a\n1\n', 'Separator string must have one character'],
  [{ quoteChar: '""' }, 'a\n1\n', 'Quoter string must have one character'],
  [{ delimiter: '' }, 'a\n1\n', 'Separator string must not be empty if we have a quoter string'],
  [
    { delimiter: '', quoteChar: '', headers: ['a', 'b'] },
    'a\n',
    'Custom CSV header must have exactly one element',
  ],
  [
    { autoGenerateHeaders: true, headers: ['a'] },
    'a\n',
    'autoGenerateHeaders cannot be true if headers is defined.',
  ],
  [{ skipLineRegex: '(' }, 'a\n1\n', 'skipLineRegex is no regular expression'],
  [{ replaceInvalidCharactersWith: '??' }, 'a\n1\n', 'replaceInvalidCharactersWith must be one character'],
  [{ types: { a: 'colour' } }, 'a\n1\n', 'types.a must be one of'],
  [{ limit: -2 }, 'a\n1\n', 'limit must be at least -1'],
  [{}, 'a,a\n1,2\n', 'Duplicate column name in CSV file'],
  [{}, 'a,b\n1,2,3\n', 'Error parsing CSV row: too many columns in row'],
  [{}, 'a,b\n\n', 'Error parsing CSV row: empty line'],
  [{}, 'a,b\n1,"2"x\n', 'Error parsing CSV row: Garbage after closing quote'],
]

test.each(REFUSED)('%j of %j is refused: %s', async (parameters, file, message) => {
  const { status, body } = await importFile({ ...parameters, outputDataset: 'refused' }, file)
  expect(status).toBe(400)
  expect((body as ErrorBody).error).toContain(message)
  expect((await api.get('/v1/datasets/refused')).status).toBe(404)
})
