import { expect, test } from 'vitest'
import type { Value } from '../../../../contract/values.ts'
import { valueToJson } from '../../values/value-to-json.ts'
import { builtins } from '../index.ts'
import { callScalar } from '../shared/call-builtin.ts'

const call = (name: string, ...args: Value[]): unknown => valueToJson(callScalar(builtins, name, ...args))
const path = (...elements: string[]): Value => ({ kind: 'path', path: elements })
const row = (columns: Record<string, Value>): Value => ({
  kind: 'row',
  columns: Object.entries(columns).map(([name, value]) => [[name], value]),
})
const vector: Value = { kind: 'embedding', shape: [3], data: Float64Array.of(4, Number.NaN, 1) }
const MIXED = row({ a: 2, b: null, c: 'x', d: row({ e: 5 }) })

test.each<[string, Value[], unknown]>([
  ['stringify_path', [path('a', 'b.c', '')], 'a."b.c".""'],
  ['stringify_path', ['a.b'], '"a.b"'],
  ['parse_path', ['a."b.c"'], { path: ['a', 'b.c'] }],
  ['parse_path', [5], { path: ['5'] }],
  ['path_element', [path('a', 'b'), -1], 'b'],
  ['path_element', [path('a', 'b'), 2], null],
  ['path_length', [path('a', 'b')], 2],
  ['path_length', ['a.b'], 1],
  ['flatten_path', [path('a', 'b')], { path: ['a.b'] }],
  ['unflatten_path', [path('a.b')], { path: ['a', 'b'] }],
  ['cardinality', [MIXED], 4],
  ['cardinality', [vector], 3],
  ['jaccard_index', [row({ a: 1 }), row({ b: 1 })], 0],
  ['jaccard_index', [row({}), row({})], 1],
  ['jaccard_index', [row({ a: 1, b: 2 }), row({ a: 'other', b: null })], 1],
  ['horizontal_count', [MIXED], 3],
  ['horizontal_count', [row({})], 0],
  ['horizontal_sum', [row({})], 0],
  ['horizontal_sum', [row({ a: 1, b: null, c: 2.5 })], 3.5],
  ['horizontal_avg', [row({ a: null })], null],
  ['horizontal_min', [MIXED], 2],
  ['horizontal_max', [MIXED], 'x'],
  ['horizontal_min', [vector], { num: 'NaN' }],
  ['horizontal_max', [vector], 4],
  ['horizontal_min', [row({})], null],
  ['horizontal_earliest', [MIXED], 2],
  ['horizontal_latest', [MIXED], 5],
  ['horizontal_string_agg', [MIXED, '-'], '2-x-5'],
  ['horizontal_string_agg', [row({}), '-'], null],
  ['horizontal_sum', [7], 7],
])('%s, case %#', (name, args, expected) => expect(call(name, ...args)).toEqual(expected))

test('a path needs text, and flattened ones one element', () => {
  expect(() => call('stringify_path', vector)).toThrow('Cannot convert value of type embedding to path')
  expect(() => call('unflatten_path', path('a', 'b'))).toThrow('a path of one element')
  expect(() => call('cardinality', 5)).toThrow("Can't convert value '5'")
  expect(() => call('horizontal_sum', MIXED)).toThrow("Can't convert value 'x'")
})

// Great-circle distances by the haversine formula in Python with the mean radius of 6371008.8 m.
test('distances on the earth', () => {
  expect(call('geo_distance', 48.8566, 2.3522, 51.5074, -0.1278)).toBeCloseTo(343_556.5, -1)
  expect(call('geo_distance', 0, 0, 0, 180)).toBeCloseTo(Math.PI * 6_371_008.8, 3)
  expect(call('geo_distance', 10, 20, 10, 20)).toBe(0)
})

test('a point in a polygon with a hole', () => {
  const square = (from: number, to: number): Value => ({
    kind: 'embedding',
    shape: [5, 2],
    data: Float64Array.of(from, from, to, from, to, to, from, to, from, from),
  })
  const polygon = row({ type: 'Polygon', coordinates: row({ 0: square(0, 10), 1: square(4, 6) }) })
  expect(call('st_contains_point', polygon, 1, 1)).toBe(1)
  expect(call('st_contains_point', polygon, 5, 5)).toBe(0)
  expect(call('st_contains_point', polygon, 11, 5)).toBe(0)
  const feature = row({
    type: 'Feature',
    geometry: row({ type: 'MultiPolygon', coordinates: row({ 0: row({ 0: square(0, 2) }) }) }),
  })
  expect(call('st_contains_point', feature, 1, 1)).toBe(1)
  expect(() => call('st_contains_point', row({ type: 'Point' }), 1, 1)).toThrow('Polygon or MultiPolygon')
})
