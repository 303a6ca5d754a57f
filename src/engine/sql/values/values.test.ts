import { describe, expect, test } from 'vitest'
import type { Interval, Value } from '../../../contract/values.ts'
import { castValue } from './cast-value.ts'
import { civilFromDays, daysFromCivil } from './civil-date.ts'
import { compareValues, equalValues } from './compare-values.ts'
import { flattenValue } from './flatten-value.ts'
import { formatInterval } from './format-interval.ts'
import { formatTimestamp } from './format-timestamp.ts'
import { parseInterval } from './parse-interval.ts'
import { parseTimestamp } from './parse-timestamp.ts'
import { stringifyJson } from './stringify-json.ts'
import { truth } from './truth.ts'
import { typeName } from './type-name.ts'
import { valueToJson, valueToTableJson } from './value-to-json.ts'
import { numberToText, valueToText } from './value-to-text.ts'

const INF = Number.POSITIVE_INFINITY
const ts = (ms: number): Value => ({ kind: 'timestamp', ms })
const path = (...elements: string[]): Value => ({ kind: 'path', path: elements })
const interval = (months: number, days: number, seconds: number): Interval => ({
  kind: 'interval',
  months,
  days,
  seconds,
})
const row = (columns: Record<string, Value>): Value => ({
  kind: 'row',
  columns: Object.entries(columns).map(([name, value]) => [[name], value]),
})
const vector = (...numbers: number[]): Value => ({
  kind: 'embedding',
  shape: [numbers.length],
  data: Float64Array.from(numbers),
})

describe('order', () => {
  /** Ascending. */
  const ORDERED: Value[] = [
    null,
    Number.NaN,
    -INF,
    -(2n ** 63n),
    -1.5,
    0,
    1,
    9007199254740992,
    9007199254740993n,
    INF,
    '',
    'B',
    'a',
    'aa',
    '\uffff',
    '😀',
    ts(-INF),
    ts(0),
    ts(INF),
    interval(0, 0, 5),
    interval(0, 1, 0),
    interval(1, 0, 0),
    new Uint8Array([]),
    new Uint8Array([1]),
    new Uint8Array([1, 0]),
    path('a'),
    path('a', 'b'),
    path('b'),
    row({}),
    row({ a: 1 }),
    row({ a: 1, b: 0 }),
    row({ b: 0, a: 2 }),
    vector(),
    vector(1),
    vector(1, 2),
    vector(2),
  ]
  test('is total and as the reference says', () => {
    for (const [i, a] of ORDERED.entries())
      for (const [j, b] of ORDERED.entries())
        expect(Math.sign(compareValues(a, b)), `${i} with ${j}`).toBe(Math.sign(i - j))
  })
  test('equality is strict about type, not about how a number is written', () => {
    expect(equalValues(1, 1n)).toBe(true)
    expect(equalValues(1, '1')).toBe(false)
    expect(equalValues('a', path('a'))).toBe(false)
    expect(equalValues(0, -0)).toBe(true)
    expect(equalValues(row({ a: 1, b: 2 }), row({ b: 2, a: 1 }))).toBe(true)
  })
})

describe('timestamps', () => {
  test.each([
    ['1969-07-20T01:02:03Z', '1969-07-20T01:02:03Z'],
    ['2020-01-02', '2020-01-02T00:00:00Z'],
    ['2020-02', '2020-02-01T00:00:00Z'],
    ['20200102', '2020-01-02T00:00:00Z'],
    ['20200102T030405Z', '2020-01-02T03:04:05Z'],
    ['2020-01-02 03:04', '2020-01-02T03:04:00Z'],
    ['2020-01-02T03:04:05.5Z', '2020-01-02T03:04:05.5Z'],
    ['2020-01-02T03:04:05.123456Z', '2020-01-02T03:04:05.123456Z'],
    ['2020-01-02T03:04:05+05:30', '2020-01-01T21:34:05Z'],
    ['2020-01-02T03:04:05-0100', '2020-01-02T04:04:05Z'],
    ['2020-060', '2020-02-29T00:00:00Z'],
    ['2020-W01-1', '2019-12-30T00:00:00Z'],
    ['2020-12-31T24:00:00Z', '2021-01-01T00:00:00Z'],
    ['0000-03-01', '0000-03-01T00:00:00Z'],
    ['+012345-06-07', '+012345-06-07T00:00:00Z'],
    ['-Inf', '-Inf'],
    ['inf', 'Inf'],
    ['NaD', 'NaD'],
  ])('%s is %s', (text, expected) => expect(formatTimestamp(parseTimestamp(text)!)).toBe(expected))

  test.each([
    '',
    'x',
    '2020-13-01',
    '2020-02-30',
    '2021-366',
    '2020-01-02T25:00',
    '2020-01-02T03:61',
    '12',
    '2020-01-02T',
    '2020-1-2',
  ])('%j is none', (text) => expect(parseTimestamp(text)).toBeUndefined())

  test('dates agree with JavaScript over 400,000 years', () => {
    for (let day = -73_000_000; day < 73_000_000; day += 9_973) {
      const date = new Date(day * 86_400_000)
      const civil = civilFromDays(day)
      expect([civil.year, civil.month, civil.day]).toEqual([
        date.getUTCFullYear(),
        date.getUTCMonth() + 1,
        date.getUTCDate(),
      ])
      expect(daysFromCivil(civil.year, civil.month, civil.day)).toBe(day)
    }
  })
})

describe('intervals', () => {
  test.each([
    ['3 month 2 day 1h 5s', interval(3, 2, 3605), '3 MONTH 2D 1H 5S'],
    ['3 MONTH 14D 1S', interval(3, 14, 1), '3 MONTH 14D 1S'],
    ['-1 day 2h', interval(0, -1, -7200), '-1D 2H'],
    ['1.5 d', interval(0, 1, 43200), '1D 12H'],
    ['0.5 month', interval(0, 15, 0), '15D'],
    ['2 weeks', interval(0, 14, 0), '14D'],
    ['14 month', interval(14, 0, 0), '1 YEAR 2 MONTH'],
    ['1y 1m', interval(12, 0, 60), '1 YEAR 1M'],
    ['0s', interval(0, 0, 0), '0S'],
    ['1.25s', interval(0, 0, 1.25), '1.25S'],
    ['1 day -2h', interval(0, 1, -7200), '1D -2H'],
  ])('%s', (text, value, printed) => {
    expect(parseInterval(text)).toEqual(value)
    expect(formatInterval(value)).toBe(printed)
    expect(parseInterval(printed)).toEqual(value)
  })
  test.each(['', '-', '3', 'day', '3 lightyears', '3 day x', '1ss'])('%j is none', (text) =>
    expect(parseInterval(text)).toBeUndefined(),
  )
})

describe('text and JSON', () => {
  test.each<[Value, string, unknown, unknown]>([
    [1.0, '1', 1, 1],
    [-0.1, '-0.1', -0.1, -0.1],
    [1e21, '1e+21', 1e21, 1e21],
    [2n ** 64n - 1n, '18446744073709551615', 2n ** 64n - 1n, 2n ** 64n - 1n],
    [5n, '5', 5, 5],
    [Number.NaN, 'NaN', { num: 'NaN' }, 'NaN'],
    [-INF, '-Inf', { num: '-Inf' }, '-Inf'],
    ['é', 'é', 'é', 'é'],
    [ts(0), '1970-01-01T00:00:00Z', { ts: '1970-01-01T00:00:00Z' }, '1970-01-01T00:00:00Z'],
    [interval(3, 14, 1), '3 MONTH 14D 1S', { interval: '3 MONTH 14D 1S' }, '3 MONTH 14D 1S'],
    [path('a', 'b.c'), 'a."b.c"', { path: ['a', 'b.c'] }, 'a."b.c"'],
    [new TextEncoder().encode('text'), 'text', { blob: ['text'] }, { blob: ['text'] }],
  ])('%#', (value, text, json, table) => {
    expect(valueToText(value)).toBe(text)
    expect(valueToJson(value)).toEqual(json)
    expect(valueToTableJson(value)).toEqual(table)
  })

  test('structures become objects and nested arrays', () => {
    const tensor: Value = { kind: 'embedding', shape: [1, 2, 2], data: Float32Array.of(1, 2, 3, Number.NaN) }
    expect(valueToJson(tensor)).toEqual([
      [
        [1, 2],
        [3, { num: 'NaN' }],
      ],
    ])
    const nested: Value = {
      kind: 'row',
      columns: [
        [['a', 'b'], 1],
        [['a', 'c'], null],
        [['t'], ts(0)],
        [['__proto__'], 1],
      ],
    }
    expect(stringifyJson(valueToJson(nested))).toBe(
      '{"a":{"b":1,"c":null},"t":{"ts":"1970-01-01T00:00:00Z"},"__proto__":1}',
    )
    expect(valueToJson(new Uint8Array([0x74, 0x78, 0, 255]))).toEqual({ blob: ['tx', 0, 255] })
    expect(stringifyJson([1n, 2n ** 60n, 'x'])).toBe('[1,1152921504606846976,"x"]')
  })

  test('flattening gives paths with indexes', () => {
    const value = row({
      x: 1,
      y: row({ z: null }),
      e: { kind: 'embedding', shape: [1, 2], data: Int32Array.of(7, 8) },
    })
    expect(flattenValue(value, ['r'])).toEqual([
      [['r', 'x'], 1],
      [['r', 'y', 'z'], null],
      [['r', 'e', '0', '0'], 7],
      [['r', 'e', '0', '1'], 8],
    ])
    expect(flattenValue(5)).toEqual([[[], 5]])
  })

  test('what is no atom has no text', () => {
    expect(() => valueToText(row({}))).toThrow('Cannot convert value of type row to string')
    expect(() => valueToText(null)).toThrow("of type 'EMPTY'")
    expect(() => valueToText(new Uint8Array([255]))).toThrow("of type 'BLOB'")
    expect(numberToText(-0)).toBe('0')
    expect(typeName(1.5)).toBe('FLOAT')
    expect(typeName(interval(1, 0, 0))).toBe('TIMEINTERVAL')
  })
})

describe('CAST', () => {
  test.each<[Value, string, unknown]>([
    ['12', 'integer', 12],
    ['12.9', 'INTEGER', 12],
    ['-0.5', 'integer', 0],
    ['x', 'integer', null],
    [Number.NaN, 'integer', null],
    [INF, 'integer', null],
    ['9223372036854775807', 'integer', 9223372036854775807n],
    [' 1e3 ', 'number', 1000],
    ['0x10', 'number', null],
    ['-inf', 'number', -INF],
    ['', 'number', null],
    [ts(1500), 'number', 1.5],
    ['true', 'boolean', 1],
    ['FALSE', 'boolean', 0],
    [0.5, 'boolean', 1],
    ['yes', 'boolean', null],
    [5, 'string', '5'],
    [path('a', 'b'), 'string', 'a.b'],
    [new Uint8Array([255]), 'string', null],
    ['a.b', 'path', path('a', 'b')],
    ['2020-01-02', 'timestamp', ts(1577923200000)],
    [60, 'timestamp', ts(60_000)],
    ['nonsense', 'timestamp', null],
    ['1 day', 'interval', interval(0, 1, 0)],
    ['a', 'blob', new Uint8Array([97])],
    [null, 'string', null],
  ])('case %#', (value, type, expected) => expect(castValue(value, type)).toEqual(expected))

  test('an unknown type and a structure are errors', () => {
    expect(() => castValue(1, 'varchar')).toThrow("Unknown type 'varchar' for CAST")
    expect(() => castValue(1, 'constructor')).toThrow('Unknown type')
    expect(() => castValue(vector(1), 'string')).toThrow('Cannot convert value of type embedding to string')
  })
})

test('truth', () => {
  const of = (...values: Value[]) => values.map(truth)
  expect(of(1, -0.5, 'a', ts(0), 1n, path(''), new Uint8Array())).toEqual(Array(7).fill(true))
  expect(of(0, Number.NaN, '', 0n)).toEqual(Array(4).fill(false))
  expect(truth(null)).toBe(null)
})
