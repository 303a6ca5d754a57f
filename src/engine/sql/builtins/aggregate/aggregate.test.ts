import { expect, test, vi } from 'vitest'
import { collectRows } from '../../../../../tests/sql/collect-rows.ts'
import { createWorld } from '../../../../../tests/sql/world.ts'
import type { Value } from '../../../../contract/values.ts'
import { valueToJson } from '../../values/value-to-json.ts'
import { builtins } from '../index.ts'
import { callAggregate } from '../shared/call-builtin.ts'

const NAN = Number.NaN
const run = (name: string, rows: Value[][]): unknown => valueToJson(callAggregate(builtins, name, rows))
const over = (name: string, ...values: Value[]): unknown =>
  run(
    name,
    values.map((value) => [value]),
  )
const row = (columns: Record<string, Value>): Value => ({
  kind: 'row',
  columns: Object.entries(columns).map(([name, value]) => [[name], value]),
})
const vector = (...numbers: number[]): Value => ({
  kind: 'embedding',
  shape: [numbers.length],
  data: Float64Array.from(numbers),
})
const time = (ms: number): Value => ({ kind: 'timestamp', ms })

// variance and stddev by numpy with ddof=1.
test.each<[string, Value[], unknown]>([
  ['count', [1, null, 'a'], 2],
  ['count', [], 0],
  ['count_distinct', [1, 1.0, '1', null, 1n, NAN, NAN], 3],
  ['sum', [1, 2.5, null], 3.5],
  ['sum', [], 0],
  ['sum', [1e100, 1, -1e100], 1],
  ['sum', [Number.POSITIVE_INFINITY, 1], { num: 'Inf' }],
  ['avg', [1, 2, null], 1.5],
  ['avg', [], { num: 'NaN' }],
  ['avg', [null], { num: 'NaN' }],
  ['min', ['a', 3, null, 2], 2],
  ['max', ['a', 3, null, 2], 'a'],
  ['min', [], null],
  ['min', [1, NAN], { num: 'NaN' }],
  ['max', [9007199254740993n, 9007199254740992], 9007199254740993n],
  ['variance', [1, 2, 4, 8], 9.583333333333334],
  ['stddev', [1, 2, 4, 8, null], 3.095695936834452],
  ['variance', [1e9 + 1, 1e9 + 2, 1e9 + 3], 1],
  ['variance', [5], { num: 'NaN' }],
  ['earliest', [null, 'a', 'b'], 'a'],
  ['latest', ['a', 'b', null], 'b'],
  ['latest', [], null],
])('%s, case %#', (name, values, expected) => {
  const result = over(name, ...values)
  if (typeof expected === 'number') expect(result).toBeCloseTo(expected, 10)
  else expect(result).toEqual(expected)
  expect(over(`vertical_${name}`, ...values)).toEqual(result)
})

test('given rows, an aggregate works per column', () => {
  const rows = [row({ a: 1, b: null }), row({ a: 2, c: 5 }), null]
  expect(over('sum', ...rows)).toEqual({ a: 3, b: 0, c: 5 })
  expect(over('count', ...rows)).toEqual({ a: 2, b: 0, c: 1 })
  expect(over('max', ...rows)).toEqual({ a: 2, b: null, c: 5 })
  expect(over('avg', row({ x: row({ y: 1 }) }), row({ x: row({ y: 2 }) }))).toEqual({ x: { y: 1.5 } })
})

test('given embeddings, an aggregate works per number', () => {
  expect(over('avg', vector(1, 2), vector(3, 6))).toEqual([2, 4])
  expect(over('min', vector(1, 6), vector(3, 2))).toEqual([1, 2])
  expect(over('sum', row({ e: vector(1, 2) }), row({ e: vector(1, 2) }))).toEqual({ e: [2, 4] })
  expect(() => over('sum', vector(1), vector(1, 2))).toThrow('different lengths, 1 and 2')
  expect(() => over('sum', vector(1), 1)).toThrow('cannot take a value of type embedding in one row and atom')
  expect(() => over('sum', 'a')).toThrow("Can't convert value 'a' of type 'ASCII_STRING' to double")
})

test('earliest and latest go by time where it is known', () => {
  const rows = [
    ['b', time(2)],
    ['a', time(1)],
    ['c', time(3)],
    ['d', time(2)],
    [null, time(9)],
  ] as Value[][]
  expect(run('earliest', rows)).toBe('a')
  expect(run('latest', rows)).toBe('c')
})

test('joined text is ordered by key, then by text', () => {
  expect(
    run('string_agg', [
      ['b', '-'],
      ['a', '-'],
      [null, '-'],
      [3, '-'],
    ]),
  ).toBe('3-a-b')
  expect(
    run('string_agg', [
      ['b', ', ', 1],
      ['a', ', ', 2],
      ['c', ', ', 1],
    ]),
  ).toBe('b, c, a')
  expect(
    run('string_agg', [
      ['b', null],
      ['a', null],
    ]),
  ).toBe('ab')
  expect(run('string_agg', [])).toBe(null)
})

test('pivot makes a row of names and values', () => {
  expect(
    run('pivot', [
      ['a', 1],
      ['b.c', null],
      ['a', 2],
    ]),
  ).toEqual({ a: 2, 'b.c': null })
  expect(
    run('pivot', [
      [{ kind: 'path', path: ['a', 'b'] }, 1],
      [5, 2],
    ]),
  ).toEqual({ a: { b: 1 }, 5: 2 })
  expect(run('pivot', [])).toEqual({})
  expect(() => run('pivot', [[null, 1]])).toThrow('Cannot have a NULL column name')
})

// G² of the table [[10, 20], [30, 40]] by hand: 2 Σ n ln(n N / (row · column)).
test('likelihood ratio of a table of counts', () => {
  const table: [string, string, number][] = [
    ['a', 'x', 10],
    ['a', 'y', 20],
    ['b', 'x', 30],
    ['b', 'y', 40],
  ]
  const rows = table.flatMap(([x, y, n]) => Array.from({ length: n }, () => [x, y]))
  expect(run('likelihood_ratio', rows)).toBeCloseTo(0.8043, 3)
  expect(
    run('likelihood_ratio', [
      ['a', 1],
      ['b', 2],
      [null, 2],
    ]),
  ).toBeCloseTo(4 * Math.log(2), 10)
})

test.each<[string, Value[]]>([
  ['an infinity', [1, Number.POSITIVE_INFINITY, null]],
  ['opposite infinities', [Number.NEGATIVE_INFINITY, 2, Number.POSITIVE_INFINITY]],
  ['a NaN', [Number.NaN, 1, null]],
  ['a NaN and an infinity', [Number.NEGATIVE_INFINITY, Number.NaN]],
  ['numbers whose sum has no room', [1e308, 1e308, Number.POSITIVE_INFINITY]],
  ['small beside large', [1e16, 1, -1e16, 1, Number.NEGATIVE_INFINITY]],
  ['no infinity, though there could be', [0.1, 0.2, 0.3]],
  ['nulls', [null, null]],
  ['nothing', []],
])('sum and avg are the same in SQLite as in JavaScript: %s', async (_, values) => {
  const world = await createWorld()
  const all = [...values, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  world.add('t', Object.fromEntries(all.map((x, i) => [`r${i}`, { i, x }])))
  const prepare = vi.spyOn(world.database, 'prepare')
  const statement = `SELECT sum(x) AS s, avg(x) AS a FROM t WHERE i < ${values.length}`
  expect(await collectRows(await world.sql.query(statement))).toEqual([
    ['sum', 'avg'].map((name) =>
      callAggregate(
        builtins,
        name,
        values.map((value) => [value]),
      ),
    ),
  ])
  expect(String(prepare.mock.calls)).toMatch(/total\(.*avg\(/)
})
