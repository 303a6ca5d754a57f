// What a file is, is told by its content; and what the preview says to import gives the rows that it shows.
import { zipSync } from 'fflate'
import { beforeAll, expect, test } from 'vitest'
import type { ErrorBody, ImportPreview } from '../../src/contract/rest.ts'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

let api: TestEngine
const text = (content: string) => new TextEncoder().encode(content)
const utf16 = (content: string) =>
  new Uint8Array(new Uint16Array([...`\ufeff${content}`].map((c) => c.charCodeAt(0))).buffer)
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])

beforeAll(async () => {
  api = await openTestEngine({ storage: createMemoryStorage() })
  bodyOf(
    await api.post('/v1/procedures', {
      type: 'import.text',
      params: { text: 'a,b\n1,x\n2,y\n', outputDataset: 'made' },
    }),
  )
  for (const [type, dataFileUrl, params] of [
    ['export.parquet', 'file:///made.parquet', { exportData: 'SELECT * FROM made' }],
    ['export.json', 'file:///made.jsonl', { exportData: 'SELECT * FROM made' }],
    ['export.sqlite', 'file:///made.db', {}],
    ['export.bundle', 'file:///made.bundle', {}],
  ] as const) {
    bodyOf(await api.post('/v1/procedures', { type, params: { dataFileUrl, ...params } }))
  }
})

const sheet = (cells: string) =>
  text(
    `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${cells}</sheetData></worksheet>`,
  )
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const workbook = (cells: string) =>
  zipSync({
    '[Content_Types].xml': text(
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    ),
    'xl/workbook.xml': text(
      `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${RELATION}"><sheets><sheet name="First" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': text(
      `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    'xl/worksheets/sheet1.xml': sheet(cells),
  })
const inline = (at: string, content: string) => `<c r="${at}" t="inlineStr"><is><t>${content}</t></is></c>`

const FILES: [string, Uint8Array | undefined, string, unknown[][]][] = [
  [
    'commas',
    text('a,b\n1,x\n2,y\n'),
    'csv',
    [
      [1, 'x'],
      [2, 'y'],
    ],
  ],
  ['semicolons', text('a;b\n1;"x;y\nz"\n'), 'csv', [[1, 'x;y\nz']]],
  [
    'tabs, no header',
    text('1\tx\n2\ty\n'),
    'csv',
    [
      [1, 'x'],
      [2, 'y'],
    ],
  ],
  ['UTF-16', utf16('a,b\nü,x\n'), 'csv', [['ü', 'x']]],
  ['Latin 1', new Uint8Array([97, 44, 98, 10, 0xe9, 44, 49, 10]), 'csv', [['é', 1]]],
  ['codes', text('zip,n\n00501,12345678901234567890\n'), 'csv', [['00501', 12345678901234567890n]]],
  [
    'ragged',
    text('a,b\n1,2\n3\n4,5\n'),
    'csv',
    [
      [1, 2],
      [4, 5],
    ],
  ],
  [
    'JSON lines',
    text('{"a":1,"b":{"c":"x"}}\n{"a":2,"b":{"c":"y"}}\n'),
    'json',
    [
      [1, 'x'],
      [2, 'y'],
    ],
  ],
  [
    'a JSON list',
    text('[ {"a":1}, {"a":[2]} ]'),
    'json',
    [
      [1, null],
      [null, 2],
    ],
  ],
  ['pretty JSON', text('{\n "a": 1\n}\n{\n "a": 2\n}\n'), 'json', [[1], [2]]],
  [
    'exported JSON',
    undefined,
    'json',
    [
      [1, 'x'],
      [2, 'y'],
    ],
  ],
  [
    'exported Parquet',
    undefined,
    'parquet',
    [
      [1, 'x'],
      [2, 'y'],
    ],
  ],
  [
    'exported SQLite',
    undefined,
    'sqlite',
    [
      [1, 'x'],
      [2, 'y'],
    ],
  ],
  [
    'a workbook',
    workbook(
      `<row r="1">${inline('A1', 'n')}${inline('B1', 't')}</row><row r="2"><c r="A2"><v>5</v></c>${inline('B2', '007')}</row>`,
    ),
    'xlsx',
    [[5, '007']],
  ],
  ['a zip of CSV', zipSync({ 'in/a.csv': text('a,b\n1,x\n') }), 'archive', [[1, 'x']]],
]
const PATHS: Record<string, string> = {
  'exported JSON': 'made.jsonl',
  'exported Parquet': 'made.parquet',
  'exported SQLite': 'made.db',
}

test.each(FILES)('%s: what is shown is what is imported', async (name, bytes, format, rows) => {
  // The name says nothing, or the wrong thing.
  const path = PATHS[name] ?? 'some.png'
  if (bytes) bodyOf(await api.put(`/v1/files/${path}`, bytes))
  const preview = bodyOf<ImportPreview>(await api.get('/v1/preview', { dataFileUrl: `file:///${path}` }))
  expect(preview.format).toBe(format)
  const [table] = preview.tables
  const shown = rows.map((row) => row.map((cell) => (typeof cell === 'bigint' ? String(cell) : cell)))
  expect(table!.rows).toEqual(shown)
  const { type, params } = table!
  bodyOf(await api.post('/v1/procedures', { type, params: { ...params, outputDataset: 'in' } }))
  const [, ...imported] = (await api.query('SELECT * FROM "in"', 'table', { rowNames: false })) as unknown[][]
  expect(imported).toEqual(rows)
})

test('pictures of a zip: labels by folder, each kept once, what is none named', async () => {
  const zip = zipSync({
    'pets/cat/1.jpg': JPEG,
    'pets/cat/copy.JPG': JPEG,
    'pets/dog/2.png': text('<html>'),
    'pets/notes.txt': text('x'),
    '__MACOSX/pets/cat/._1.jpg': JPEG,
  })
  bodyOf(await api.put('/v1/files/pets.bin', zip))
  const preview = bodyOf<ImportPreview>(await api.get('/v1/preview', { dataFileUrl: 'file:///pets.bin' }))
  expect(preview).toMatchObject({ format: 'images', tables: [{ type: 'import.images', rowCount: 3 }] })
  const { type, params } = preview.tables[0]!
  const answer = bodyOf(
    await api.post('/v1/procedures', { type, params: { ...params, outputDataset: 'pets' } }),
  )
  expect(answer).toMatchObject({
    status: { firstRun: { status: { rowCount: 2, imageCount: 1, skippedCount: 2 } } },
  })
  const rows = (await api.query('SELECT * FROM pets')) as { label: string; url: string }[]
  expect(rows.map(({ label }) => label)).toEqual(['cat', 'cat'])
  expect(rows[0]!.url).toMatch(/^file:\/\/\/images\/[0-9a-f]{64}\.jpg$/)
  expect(rows[1]!.url).toBe(rows[0]!.url)
  expect(bodyOf<Uint8Array>(await api.get(`/v1/files/${rows[0]!.url.slice(8)}`))).toEqual(JPEG)
})

test('a bundle and a file of no kind are told, and nothing is stored', async () => {
  const bundle = bodyOf<ImportPreview>(await api.get('/v1/preview', { dataFileUrl: 'file:///made.bundle' }))
  expect(bundle).toMatchObject({ format: 'bundle', tables: [{ type: 'import.bundle' }] })
  const before = bodyOf(await api.get('/v1/datasets'))
  bodyOf(
    await api.put(
      '/v1/files/x.csv',
      Uint8Array.from({ length: 999 }, (_, i) => (i * 7) & 255),
    ),
  )
  expect(bodyOf(await api.get('/v1/preview', { dataFileUrl: 'file:///x.csv' }))).toMatchObject({
    format: 'unknown',
    tables: [],
    note: expect.stringContaining('no file that can be imported'),
  })
  expect(bodyOf(await api.get('/v1/datasets'))).toEqual(before)
})

/** A zip whose one member claims to be of some size. */
function bomb(): Uint8Array {
  return zipSync(
    {
      'xl/workbook.xml': new Uint8Array(300_000_000),
      'xl/worksheets/sheet1.xml': new Uint8Array(300_000_000),
    },
    { level: 9 },
  )
}
const sqlite = (change: (bytes: Uint8Array) => void) => async () => {
  const bytes = bodyOf<Uint8Array>(await api.get('/v1/files/made.db')).slice()
  change(bytes)
  return bytes
}
const parquet = (change: (bytes: Uint8Array) => Uint8Array) => async () =>
  change(bodyOf<Uint8Array>(await api.get('/v1/files/made.parquet')).slice())

const HOSTILE: [string, string, () => Uint8Array | Promise<Uint8Array>, string][] = [
  [
    'import.json',
    'nested a million deep',
    () => text(`{"a":${'['.repeat(1e6)}${']'.repeat(1e6)}}\n`),
    'nested deeper than 256',
  ],
  ['import.json', 'a list that does not end', () => text('[{"a":1},{"a":2}'), 'does not end'],
  ['import.json', 'something after the list', () => text('[{"a":1}] x'), 'extra characters'],
  ['import.json', 'a bad line after good ones', () => text('{"a":1}\n{"a":\n'), 'Error parsing JSON row'],
  ['import.json', 'rows that are no objects', () => text('1\n2\n'), 'a row must be an object (line 1)'],
  ['import.xlsx', 'a bomb of 600 MB', bomb, 'the limit is 512 MB'],
  [
    'import.xlsx',
    'one cell at the far corner',
    () => workbook('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    'cells; the limit is',
  ],
  [
    'import.xlsx',
    'no workbook',
    () => zipSync({ 'xl/workbook.xml': text('<no') }),
    'the workbook cannot be read',
  ],
  ['import.xlsx', 'no zip', () => text('a,b\n'), 'zip archive is damaged'],
  [
    'import.parquet',
    'a footer cut off',
    parquet((bytes) => bytes.slice(0, -20)),
    'the Parquet file cannot be read',
  ],
  [
    'import.parquet',
    'a footer of noise',
    parquet((bytes) => bytes.fill(0x55, bytes.length - 200, bytes.length - 8)),
    'the Parquet file cannot be read',
  ],
  [
    'import.parquet',
    'pages of noise',
    parquet((bytes) => bytes.fill(0xff, 4, 60)),
    'the Parquet file cannot be read',
  ],
  ['import.parquet', 'no Parquet', () => text('PAR1'), 'the Parquet file cannot be read'],
  [
    'import.sqlite',
    'pages of noise',
    sqlite((bytes) => bytes.fill(0x5a, 200, bytes.length)),
    'the SQLite file cannot be read',
  ],
  [
    'import.sqlite',
    'a file cut off',
    async () => (await sqlite(() => undefined)()).slice(0, 5000),
    'the SQLite file cannot be read',
  ],
  ['import.sqlite', 'no SQLite', () => text('x'.repeat(4096)), 'the SQLite file cannot be read'],
  ['import.images', 'a zip without pictures', () => zipSync({ 'a.txt': text('x') }), 'holds no pictures'],
]

test.each(HOSTILE)('%s, %s: a typed error, and nothing is left', async (type, what, make, message) => {
  bodyOf(await api.put('/v1/files/hostile', await make()))
  const before = bodyOf(await api.get('/v1/datasets'))
  const started = performance.now()
  const params = {
    dataFileUrl: 'file:///hostile',
    ...(type === 'import.sqlite' ? { replace: true } : { outputDataset: 'made' }),
  }
  const answer = await api.post('/v1/procedures', { type, params })
  expect(answer.status, what).toBe(400)
  const body = answer.body as ErrorBody
  expect(body.error).toContain(message)
  expect(['bad-file', 'syntax']).toContain(body.code)
  expect(performance.now() - started).toBeLessThan(20_000)
  expect(bodyOf(await api.get('/v1/datasets'))).toEqual(before)
  // What the file would have replaced is as it was.
  expect(await api.query('SELECT count(*) FROM made', 'atom', { rowNames: false })).toBe(2)
})
