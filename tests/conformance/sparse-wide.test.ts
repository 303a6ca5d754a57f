import { expect, test } from 'vitest'
import { createMemoryStorage } from '../../src/engine/storage/memory.ts'
import { bodyOf, openTestEngine } from './open-test-engine.ts'

const ROWS = 2000
const WORDS = 5000

test('a bag of words: 5,000 sparse columns, most of them beyond the table', async () => {
  const storage = createMemoryStorage()
  const api = await openTestEngine({ storage })
  bodyOf(await api.put('/v1/datasets/texts', { type: 'tabular' }))
  const textOf = (r: number) => Array.from({ length: 20 }, (_, i) => `w${(r * 20 + i * 7) % WORDS}`).join(' ')
  const rows = Array.from({ length: ROWS }, (_, r) => [`t${r}`, [['text', textOf(r), 0]]])
  bodyOf(await api.post('/v1/datasets/texts/multirows', rows))
  bodyOf(await api.post('/v1/datasets/texts/commit', {}))
  const inputData = "SELECT tokenize(text, {splitChars: ' '}) AS * FROM texts"
  bodyOf(await api.post('/v1/procedures', { type: 'transform', params: { inputData, outputDataset: 'bag' } }))
  for (const engine of [api, await openTestEngine({ storage })]) {
    expect(bodyOf(await engine.get('/v1/datasets/bag'))).toMatchObject({
      type: 'sparse.mutable',
      status: { rowCount: ROWS, columnCount: WORDS, valueCount: ROWS * 20 },
    })
    const columns = bodyOf<string[]>(await engine.get('/v1/datasets/bag/columns', { offset: 4998 }))
    expect(columns).toEqual(['w998', 'w999'])
    // Row 250 is the first to have w5000 = w0 again.
    const w = (r: number) => Array.from({ length: 20 }, (_, i) => (r * 20 + i * 7) % WORDS)
    const having = (word: number) =>
      Array.from({ length: ROWS }, (_, r) => r).filter((r) => w(r).includes(word)).length
    for (const word of [0, 7, 4321, 4999]) {
      expect(await engine.query(`SELECT count(*) AS n FROM bag WHERE w${word} = 1`, 'atom')).toBe(
        having(word),
      )
    }
    const [row] = (await engine.query("SELECT * FROM bag WHERE rowName() = 't216'")) as Record<
      string,
      unknown
    >[]
    expect(Object.keys(row!).sort()).toEqual(['_rowName', ...w(216).map((n) => `w${n}`)].sort())
    const [some] = (await engine.query("SELECT w43* FROM bag WHERE rowName() = 't216'")) as Record<
      string,
      unknown
    >[]
    expect(Object.keys(some!).sort()).toEqual(
      [
        '_rowName',
        ...w(216)
          .map((n) => `w${n}`)
          .filter((name) => name.startsWith('w43')),
      ].sort(),
    )
  }
}, 60_000)
