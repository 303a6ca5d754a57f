import { expect, test } from 'vitest'
import type { Value } from '../../contract/values.ts'
import { type Chunk, decodeChunk } from './chunk.ts'
import { encodeChunk } from './encode-chunk.ts'

const vector = (...numbers: number[]): Value => ({
  kind: 'embedding',
  shape: [1, numbers.length],
  data: new Float32Array(numbers),
})

const COLUMNS: Record<string, (Value | undefined)[]> = {
  integers: [1, -2, 2_147_483_647],
  wide: [1, 2 ** 40, -0],
  doubles: [0.1, Number.NaN, Number.NEGATIVE_INFINITY],
  holes: [1, null, undefined],
  nulls: [null, null, undefined],
  text: ['', '\ufeffü\u0000', '🐟 "quoted"\r\n'],
  'text with holes': [undefined, 'b', null],
  'large integers': [2n ** 63n - 1n, -(2n ** 63n), 2n ** 64n - 1n],
  mixed: [1, 'one', { kind: 'timestamp', ms: 1.5 }],
  structures: [
    { kind: 'interval', months: 1, days: 2, seconds: 3.5 },
    { kind: 'path', path: ['a', 'b.c'] },
    { kind: 'row', columns: [[['x'], vector(1, 2)]] },
  ],
  blobs: [new Uint8Array([1, 2]), new Uint8Array(), null],
  vectors: [vector(1, 2), vector(3, 4), vector(5, 6)],
  'vectors with a failed one': [vector(1, 2), null, vector(5, 6)],
  'vectors of two lengths': [vector(1, 2), vector(1), null],
}

const chunk = (cells: (Value | undefined)[][], rest?: Chunk['rest']): Chunk => ({
  names: ['2', 'a."b.c"', ''],
  hashes: new Uint32Array([1, 2, 3, 4, 5, 0xffffffff]),
  times: new Float64Array([0, Number.NEGATIVE_INFINITY, 1.5]),
  indexes: cells.map((_, i) => i * 2),
  cells,
  ...(rest ? { rest } : {}),
})

test.each(Object.entries(COLUMNS))('%s come back as they were', (_name, values) => {
  const back = decodeChunk(encodeChunk(chunk([values])))
  expect(back.cells[0]).toEqual(values)
  expect(back.cells[0]!.map((value) => Object.is(value, -0))).toEqual(
    values.map((value) => Object.is(value, -0)),
  )
})

test('all columns together, with the rest, at an odd offset', () => {
  const original = chunk(Object.values(COLUMNS), [{ kind: 'row', columns: [[['z'], null]] }, null, null])
  const bytes = encodeChunk(original)
  const shifted = new Uint8Array(bytes.length + 3)
  shifted.set(bytes, 3)
  expect(decodeChunk(shifted.subarray(3))).toEqual(original)
})

test('bytes of something else are refused', () => {
  expect(() => decodeChunk(new TextEncoder().encode('<html> not a chunk'))).toThrow(/damaged/)
})
