import { expect, test } from 'vitest'
import type { Value } from '../../../../contract/values.ts'
import { parseTimestamp } from '../../values/parse-timestamp.ts'
import { valueToTableJson } from '../../values/value-to-json.ts'
import { builtins } from '../index.ts'
import { callScalar } from '../shared/call-builtin.ts'

const call = (name: string, ...args: Value[]): unknown =>
  valueToTableJson(callScalar(builtins, name, ...args))

// Checked with Python's datetime: isocalendar() and %U.
test.each<[string, string, number]>([
  ['microsecond', '2020-05-06T07:08:09.123456Z', 123456],
  ['millisecond', '2020-05-06T07:08:09.123456Z', 123],
  ['second', '2020-05-06T07:08:09.9Z', 9],
  ['minute', '2020-05-06T07:08:09Z', 8],
  ['hour', '2020-05-06T07:08:09Z', 7],
  ['day', '2020-05-06', 6],
  ['month', '2020-05-06', 5],
  ['quarter', '2020-05-06', 2],
  ['year', '1969-12-31T23:59:59Z', 1969],
  ['dow', '2020-01-05', 0],
  ['isodow', '2020-01-05', 7],
  ['doy', '2016-02-29', 59],
  ['doy', '2020-01-01', 0],
  ['isodoy', '2018-12-31', 1],
  ['week', '2020-01-01', 0],
  ['week', '2021-01-03', 1],
  ['week', '2000-12-31', 53],
  ['isoweek', '2021-01-03', 53],
  ['isoweek', '2018-12-31', 1],
  ['isoyear', '2018-12-31', 2019],
  ['isoyear', '2021-01-03', 2020],
  ['HOURS', '2020-05-06T07:08:09Z', 7],
])('%s of %s is %d', (unit, text, expected) => {
  expect(call('date_part', unit, text)).toBe(expected)
  expect(call('date_part', unit, parseTimestamp(text)!)).toBe(expected)
})

test.each([
  ['second', '2020-05-06T07:08:09.5Z', '2020-05-06T07:08:09Z'],
  ['millisecond', '2020-05-06T07:08:09.123456Z', '2020-05-06T07:08:09.123Z'],
  ['hour', '1969-12-31T23:30:00Z', '1969-12-31T23:00:00Z'],
  ['day', '2020-05-06T07:08:09Z', '2020-05-06T00:00:00Z'],
  ['doy', '2020-05-06T07:08:09Z', '2020-05-06T00:00:00Z'],
  ['week', '2020-05-06T07:08:09Z', '2020-05-03T00:00:00Z'],
  ['isoweek', '2020-05-06T07:08:09Z', '2020-05-04T00:00:00Z'],
  ['month', '2020-05-06T07:08:09Z', '2020-05-01T00:00:00Z'],
  ['quarter', '2020-05-06T07:08:09Z', '2020-04-01T00:00:00Z'],
  ['year', '2020-05-06T07:08:09Z', '2020-01-01T00:00:00Z'],
  ['isoyear', '2018-12-31', '2018-12-31T00:00:00Z'],
])('the %s of %s begins at %s', (unit, text, expected) =>
  expect(call('date_trunc', unit, text)).toBe(expected),
)

test('a time-zone offset moves the clock, not the instant', () => {
  expect(call('date_part', 'hour', '2020-05-06T23:30:00Z', '+01:00')).toBe(0)
  expect(call('date_part', 'day', '2020-05-06T23:30:00Z', 60)).toBe(7)
  expect(call('date_part', 'hour', '2020-05-06T23:30:00Z', '-0530')).toBe(18)
  expect(call('date_trunc', 'day', '2020-05-06T23:30:00Z', '+01:00')).toBe('2020-05-06T23:00:00Z')
})

test('times of values', () => {
  const time: Value = { kind: 'timestamp', ms: 86_400_000 }
  expect(call('latest_timestamp', 5)).toBe('-Inf')
  expect(call('latest_timestamp', null, ...([] as Value[]))).toBe('-Inf')
  const timed = builtins.find(({ name }) => name === 'latest_timestamp')!
  expect(timed.kind === 'scalar' && timed.apply([5, time])).toEqual(time)
})

test('timestamps from numbers and text', () => {
  expect(call('to_timestamp', 86400)).toBe('1970-01-02T00:00:00Z')
  expect(call('to_timestamp', '2020-01-02 03:04:05.5+02:00')).toBe('2020-01-02T01:04:05.5Z')
  expect(call('to_timestamp', '-Inf')).toBe('-Inf')
  expect(() => call('to_timestamp', 'yesterday')).toThrow("'yesterday' is no ISO 8601 date or time")
  expect(() => call('date_part', 'fortnight', '2020-01-01')).toThrow("'fortnight' is no unit of time")
  expect(() => call('date_part', 'hour', '2020-01-01', 'Mars')).toThrow("'Mars' is no time-zone offset")
})

test('over the one value of a cell, temporal aggregates are that value', () => {
  const row: Value = {
    kind: 'row',
    columns: [
      [['a'], 2],
      [['b'], null],
    ],
  }
  expect(call('temporal_count', row)).toEqual({ a: 1, b: 0 })
  expect(call('temporal_sum', row)).toEqual({ a: 2, b: null })
  expect(call('temporal_latest', 'x')).toBe('x')
})
