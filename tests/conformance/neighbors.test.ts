import { beforeAll, expect, test } from 'vitest'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

let api: TestEngine
beforeAll(async () => {
  api = await openTestEngine()
  bodyOf(await api.put('/v1/datasets/map', { type: 'sparse.mutable' }))
  await record([
    ['o', [0, 0]],
    ['p', [1, 1]],
    ['q', [3, 4]],
  ])
  bodyOf(
    await api.put('/v1/functions/near', {
      type: 'embedding.neighbors',
      params: { dataset: 'map', defaultNumNeighbors: 2 },
    }),
  )
})

async function record(rows: [string, [number, number]][]): Promise<void> {
  const cells = rows.map(([name, [x, y]]) => [
    name,
    [
      ['x', x, 0],
      ['y', y, 0],
    ],
  ])
  bodyOf(await api.post('/v1/datasets/map/multirows', cells))
  bodyOf(await api.post('/v1/datasets/map/commit', {}))
}

test('of a row by its name and of a vector, as columns and as rows', async () => {
  expect(await api.query("SELECT near({coords: 'o'})[neighbors] AS *")).toEqual([
    { _rowName: 'result', '0': 'o', '1': 'p' },
  ])
  expect(await api.query("SELECT near({coords: 'o', numNeighbors: 9})[distances] AS *")).toEqual([
    { _rowName: 'result', o: 0, p: 1.4142135381698608, q: 5 },
  ])
  expect(await api.query('SELECT near({coords: [3, 3], maxDistance: 1})[distances] AS *')).toEqual([
    { _rowName: 'result', q: 1 },
  ])
  expect(
    await api.query("SELECT value FROM atom_dataset(near({coords: 'q'})[distances]) ORDER BY value"),
  ).toMatchObject([{ value: 0 }, { value: Math.fround(Math.sqrt(13)) }])
})

test('for every row of a query, and after rows were recorded', async () => {
  await record([['r', [3.5, 4]]])
  const rows = await api.query('SELECT near({coords: rowName()})[neighbors] AS * FROM map ORDER BY rowName()')
  expect((rows as Record<string, string>[]).map((row) => row['1'])).toEqual(['p', 'o', 'r', 'q'])
})

test('what is no vector is refused with its name', async () => {
  const failed = async (q: string) => ((await api.get('/v1/query', { q })).body as { error: string }).error
  expect(await failed("SELECT near({coords: 'nobody'})")).toContain("no row 'nobody'")
  expect(await failed('SELECT near({coords: [1, 2, 3]})')).toContain('3 numbers')
  bodyOf(await api.put('/v1/datasets/words', { type: 'sparse.mutable' }))
  bodyOf(await api.post('/v1/datasets/words/rows', { rowName: 'w', columns: [['t', 'text', 0]] }))
  bodyOf(await api.post('/v1/datasets/words/commit', {}))
  bodyOf(await api.put('/v1/functions/n2', { type: 'embedding.neighbors', params: { dataset: 'words' } }))
  expect(await failed("SELECT n2({coords: 'w'})")).toContain("column 't' holds no finite number")
})

test('of a column of vectors beside others, and over a view', async () => {
  const inputData = 'SELECT [x, y] AS pool_3, rowName() AS label FROM map'
  bodyOf(
    await api.post('/v1/procedures', { type: 'transform', params: { inputData, outputDataset: 'training' } }),
  )
  bodyOf(await api.put('/v1/datasets/over', { type: 'merged', params: { datasets: [{ id: 'training' }] } }))
  for (const dataset of ['training', 'over']) {
    const params = { dataset, columnName: 'pool_3', metric: 'euclidean' }
    bodyOf(await api.put('/v1/functions/similar', { type: 'embedding.neighbors', params }))
    expect(await api.query("SELECT similar({coords: 'p', numNeighbors: 2})[neighbors] AS *")).toEqual([
      { _rowName: 'result', '0': 'p', '1': 'o' },
    ])
  }
})
