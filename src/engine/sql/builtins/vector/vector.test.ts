import { expect, test } from 'vitest'
import type { Embedding, Value } from '../../../../contract/values.ts'
import { builtins } from '../index.ts'
import { callScalar } from '../shared/call-builtin.ts'

const vector = (...numbers: number[]): Embedding => ({
  kind: 'embedding',
  shape: [numbers.length],
  data: Float64Array.from(numbers),
})
const matrix = (shape: number[], ...numbers: number[]): Embedding => ({ ...vector(...numbers), shape })
const row: Value = {
  kind: 'row',
  columns: [
    [['a'], 3],
    [['b'], 4],
  ],
}
const INF = Number.POSITIVE_INFINITY

const call = (name: string, ...args: Value[]): Value => callScalar(builtins, name, ...args)
/** Shape and numbers, for comparison. */
const parts = (value: Value): [number[], number[]] => {
  const { shape, data } = value as Embedding
  return [[...shape], [...data]]
}

// norm 3 of (1, 2, 3) by numpy.linalg.norm.
test.each<[string, Value[], number]>([
  ['norm', [vector(3, 4)], 5],
  ['norm', [vector(3, 4), 1], 7],
  ['norm', [vector(3, 0, 4), 0], 2],
  ['norm', [vector(3, -4), INF], 4],
  ['norm', [vector(1, 2, 3), 3], 3.3019272488946263],
  ['norm', [vector(3e200, 4e200), 2], 5e200],
  ['norm', [vector(3e-200, 4e-200), 2], 5e-200],
  ['norm', [vector(), 2], 0],
  ['norm', [row, 2], 5],
  ['dot', [vector(1, 2), vector(3, 4)], 11],
  ['euclidean_distance', [vector(1, 1), vector(4, 5)], 5],
  ['cosine_similarity', [vector(1, 1), vector(1, 0)], Math.SQRT1_2],
  ['cosine_distance', [vector(1, 2), vector(2, 4)], 0],
])('%s, case %#', (name, args, expected) => {
  const value = call(name, ...args) as number
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(
    1e-12 * Math.max(Math.abs(expected), 1e-200, expected === 0 ? 1 : 0),
  )
})

test.each<[string, Value[], [number[], number[]]]>([
  ['vector_sum', [vector(1, 2), vector(3, 4)], [[2], [4, 6]]],
  ['vector_diff', [vector(1, 2), row], [[2], [-2, -2]]],
  [
    'vector_product',
    [matrix([1, 2], 1, 2), vector(3, 4)],
    [
      [1, 2],
      [3, 8],
    ],
  ],
  ['vector_quotient', [vector(1, 0), vector(0, 0)], [[2], [INF, Number.NaN]]],
  ['normalize', [vector(0, 5)], [[2], [0, 1]]],
  ['normalize', [vector(1, 3), 1], [[2], [0.25, 0.75]]],
  ['normalize', [vector(0, 0), 2], [[2], [0, 0]]],
  ['concat', [vector(1), vector(2, 3), vector()], [[3], [1, 2, 3]]],
  [
    'concat',
    [matrix([2, 1], 1, 2), matrix([2, 2], 3, 4, 5, 6)],
    [
      [2, 3],
      [1, 3, 4, 2, 5, 6],
    ],
  ],
  ['flatten', [matrix([2, 2], 1, 2, 3, 4)], [[4], [1, 2, 3, 4]]],
  ['flatten', [row], [[2], [3, 4]]],
  [
    'reshape',
    [vector(1, 2, 3, 4), vector(2, 2)],
    [
      [2, 2],
      [1, 2, 3, 4],
    ],
  ],
  [
    'reshape',
    [vector(1, 2, 3), vector(2, 2), 9],
    [
      [2, 2],
      [1, 2, 3, 9],
    ],
  ],
  ['shape', [matrix([1, 1, 1, 3], 1, 2, 3)], [[4], [1, 1, 1, 3]]],
  ['slice', [matrix([2, 2], 1, 2, 3, 4), 0], [[2], [1, 3]]],
  ['impulse', [3], [[3], [1, 0, 0]]],
  ['shifted_impulse', [3, 2], [[3], [0, 0, 1]]],
  ['real', [matrix([2, 2], 1, 2, 3, 4)], [[2], [1, 3]]],
  ['imag', [matrix([2, 2], 1, 2, 3, 4)], [[2], [2, 4]]],
  ['amplitude', [matrix([1, 2], 3, 4)], [[1], [5]]],
])('%s of vectors, case %#', (name, args, expected) => expect(parts(call(name, ...args))).toEqual(expected))

const expectClose = (value: Value, shape: number[], numbers: number[]) => {
  const [actualShape, actual] = parts(value)
  expect(actualShape).toEqual(shape)
  for (const [i, x] of actual.entries()) expect(x).toBeCloseTo(numbers[i]!, 9)
}

// By numpy.fft.rfft and numpy.fft.fft.
test('the Fourier transform of lengths that are no power of two', () => {
  expectClose(
    call('fft', vector(1, 2, 3, 4, 5)),
    [3, 2],
    [15, 0, -2.5, 3.4409548011779334, -2.5, 0.8122992405822659],
  )
  expectClose(
    call('fft', matrix([3, 2], 1, 1, 2, 0, 3, -1), 'forward', 'complex'),
    [3, 2],
    [6, 0, -0.6339745962155614, 2.3660254037844384, -2.3660254037844384, 0.6339745962155614],
  )
})

test('backward undoes forward', () => {
  const signal = vector(...Array.from({ length: 64 }, (_, i) => Math.sin(i * i)))
  expectClose(call('fft', call('fft', signal), 'backward'), [64], [...signal.data])
  const pairs = matrix([6, 2], ...Array.from({ length: 12 }, (_, i) => Math.cos(i * 7)))
  const back = call('fft', call('fft', pairs, 'forward', 'complex'), 'backward', 'complex')
  expectClose(back, [6, 2], [...pairs.data])
})

test('an index outside gives null', () => {
  expect(call('slice', vector(1, 2), 2)).toBe(null)
  expect(call('slice', vector(1, 2), 1)).toBe(2)
  expect(call('norm', null, 2)).toBe(null)
})

test('what does not fit is refused', () => {
  expect(() => call('vector_sum', vector(1), vector(1, 2))).toThrow('same length, not 1 and 2')
  expect(() => call('concat', vector(1), matrix([1, 1], 1))).toThrow('agree in all dimensions but the last')
  expect(() => call('reshape', vector(1, 2, 3), vector(2))).toThrow('do not fit the shape 2')
  expect(() => call('reshape', vector(1), vector(1e6, 1e6), 0)).toThrow('must be a whole number')
  expect(() => call('norm', vector(1), -1)).toThrow('must not be negative')
  expect(() => call('norm', 'a', 2)).toThrow("Can't convert value 'a' of type 'ASCII_STRING' to embedding")
  expect(() => call('fft', vector(1), 'sideways')).toThrow("'forward' or 'backward'")
  expect(() => call('impulse', 1_000_001)).toThrow(
    'the length of an impulse must be a whole number from 0 to 1000000',
  )
})
