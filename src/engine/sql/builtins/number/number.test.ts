import { expect, test } from 'vitest'
import type { Value } from '../../../../contract/values.ts'
import { builtins } from '../index.ts'
import { callScalar } from '../shared/call-builtin.ts'

const INF = Number.POSITIVE_INFINITY
const NAN = Number.NaN
const vector = (...numbers: number[]): Value => ({
  kind: 'embedding',
  shape: [numbers.length],
  data: Float64Array.from(numbers),
})
const row = (columns: Record<string, Value>): Value => ({
  kind: 'row',
  columns: Object.entries(columns).map(([name, value]) => [[name], value]),
})

// Values that are not evident were computed with Python's math and numpy.
const CASES: [string, Value[], Value][] = [
  ['abs', [-3], 3],
  ['abs', [-INF], INF],
  ['ceil', [1.2], 2],
  ['ceil', [-1.2], -1],
  ['ceiling', [7], 7],
  ['floor', [-1.2], -2],
  ['floor', [INF], INF],
  ['round', [2.5], 3],
  ['round', [-2.5], -3],
  ['round', [0.49999999999999994], 0],
  ['round', [1125899906842624.5], 1125899906842625],
  ['round', [1e300], 1e300],
  ['round', [1.005, 2], 1.01],
  ['round', [1234.5, -2], 1200],
  ['round', [NAN], NAN],
  ['sqrt', [2], Math.SQRT2],
  ['sqrt', [-1], NAN],
  ['exp', [1], Math.E],
  ['exp', [1000], INF],
  ['ln', [0], -INF],
  ['ln', [-1], NAN],
  ['log', [1000], 3],
  ['log', [0], -INF],
  ['log', [3, 243], 5],
  ['log', [2, 8], 3],
  ['pow', [2, 0.5], Math.SQRT2],
  ['power', [2, -1], 0.5],
  ['pow', [1, NAN], 1],
  ['pow', [-8, 1 / 3], NAN],
  ['mod', [7, 3], 1],
  ['mod', [-7, 3], -1],
  ['mod', [7, -3], 1],
  ['mod', [5.5, 2], 1.5],
  ['mod', [5.5, 0], NAN],
  ['mod', [18446744073709551615n, 10], 5],
  ['sign', [-0.5], -1],
  ['sign', [0], 0],
  ['sign', ['text'], NAN],
  ['sign', [NAN], NAN],
  ['isnan', [NAN], 1],
  ['isnan', [INF], 0],
  ['isinf', [-INF], 1],
  ['isinf', [1], 0],
  ['isfinite', [NAN], 0],
  ['isfinite', [1e308], 1],
  ['sin', [1], 0.8414709848078965],
  ['cos', [1], 0.5403023058681398],
  ['tan', [1], 1.5574077246549023],
  ['asin', [2], NAN],
  ['acos', [-1], Math.PI],
  ['atan', [INF], Math.PI / 2],
  ['sinh', [1], 1.1752011936438014],
  ['cosh', [1], 1.543080634815244],
  ['tanh', [INF], 1],
  ['asinh', [1], 0.881373587019543],
  ['acosh', [0.5], NAN],
  ['atanh', [1], INF],
  ['atan2', [1, -1], (3 * Math.PI) / 4],
  ['quantize', [0.123456, 0.001], 0.123],
  ['quantize', [-12.5, 1], -13],
  ['quantize', [1234, 100], 1200],
  ['clamp', [5, 0, 10], 5],
  ['clamp', [-5, 0, 10], 0],
  ['clamp', [15, 0, 10], 10],
  ['clamp', [15, 0, null], 15],
  ['clamp', [NAN, 2, 10], 2],
  ['clamp', [null, 0, 1], null],
  ['replace_nan', [NAN, 3], 3],
  ['replace_nan', [4, 3], 4],
  ['replace_nan', [null, 3], null],
  ['replace_inf', [-INF, 3], 3],
  ['replace_inf', [NAN, 3], NAN],
  ['replace_not_finite', [NAN, null], null],
  ['replace_null', [null, 'x'], 'x'],
  ['replace_null', ['y', 'x'], 'y'],
  ['binomial_lb_80', [10, 5], 0.31220444488],
  ['binomial_ub_80', [10, 5], 0.68779555512],
  ['binomial_lb_80', [100, 0], 0],
  ['pi', [], Math.PI],
  ['e', [], Math.E],
]

test.each(CASES)('%s, case %#', (name, args, expected) => {
  const value = callScalar(builtins, name, ...args)
  if (typeof expected === 'number' && Number.isFinite(expected)) expect(value).toBeCloseTo(expected, 5)
  else expect(value).toEqual(expected)
})

test('functions of numbers take each number of an embedding or row, and leave nulls', () => {
  expect(callScalar(builtins, 'abs', vector(-1, 2))).toEqual(vector(1, 2))
  expect(callScalar(builtins, 'exp', row({ a: 0, b: null }))).toEqual(row({ a: 1, b: null }))
  expect(callScalar(builtins, 'pow', vector(2, 3), 2)).toEqual(vector(4, 9))
  expect(callScalar(builtins, 'pow', row({ a: 2, b: 3 }), row({ b: 2, c: 1 }))).toEqual(
    row({ a: null, b: 9, c: null }),
  )
  expect(callScalar(builtins, 'replace_null', row({ a: null, b: 'x' }), 0)).toEqual(row({ a: 0, b: 'x' }))
  expect(callScalar(builtins, 'clamp', vector(-1, NAN, 5), 0, 2)).toEqual(vector(0, 0, 2))
})

test('null gives null', () => {
  for (const name of ['abs', 'sqrt', 'round', 'isnan', 'sign'])
    expect(callScalar(builtins, name, null)).toBe(null)
})

test('text is no number', () => {
  expect(() => callScalar(builtins, 'exp', 'a')).toThrow(
    "Can't convert value 'a' of type 'ASCII_STRING' to double",
  )
  expect(() => callScalar(builtins, 'exp', 'é')).toThrow("of type 'UTF8_STRING'")
  expect(() => callScalar(builtins, 'pow', 2, '3')).toThrow("Can't convert value '3'")
})

test('errors of arithmetic', () => {
  expect(() => callScalar(builtins, 'mod', 1, 0)).toThrow('Integer Modulus by a zero dividend')
  expect(() => callScalar(builtins, 'pow', vector(1, 2), vector(1, 2, 3))).toThrow('same length, not 2 and 3')
})
