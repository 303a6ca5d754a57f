import { expect, test } from 'vitest'
import type { Value } from '../../../../contract/values.ts'
import { valueToJson } from '../../values/value-to-json.ts'
import { builtins } from '../index.ts'
import { callScalar } from '../shared/call-builtin.ts'

const options = (columns: Record<string, Value>): Value => ({
  kind: 'row',
  columns: Object.entries(columns).map(([name, value]) => [[name], value]),
})
const range = (least: number, most: number): Value => ({
  kind: 'embedding',
  shape: [2],
  data: Float64Array.of(least, most),
})
const call = (name: string, ...args: Value[]): unknown => valueToJson(callScalar(builtins, name, ...args))

test.each<[string, Record<string, Value>, unknown]>([
  ['a,b,a', {}, { a: 2, b: 1 }],
  ['a,,b', {}, { a: 1, b: 1 }],
  ['a,,b', { minTokenLength: 0 }, { a: 1, '': 1, b: 1 }],
  ['', {}, {}],
  ['a b,c', { splitChars: ' ,' }, { a: 1, b: 1, c: 1 }],
  ['a b c d', { splitChars: ' ', offset: 1, limit: 2 }, { b: 1, c: 1 }],
  ['a b', { splitChars: ' ', offset: 5 }, {}],
  ['a b', { splitChars: ' ', value: 'x' }, { a: 'x', b: 'x' }],
  ['a bb ccc', { splitChars: ' ', minTokenLength: 2 }, { bb: 1, ccc: 1 }],
  ["'a,b',c", { quoteChar: "'" }, { 'a,b': 1, c: 1 }],
  ["'it''s',c", { quoteChar: "'" }, { "it's": 1, c: 1 }],
  ['a b c', { splitChars: ' ', ngramRange: range(2, 3) }, { a_b: 1, a_b_c: 1, b_c: 1 }],
  ['a b', { splitChars: ' ', ngramRange: range(1, 2) }, { a: 1, a_b: 1, b: 1 }],
  ['a.b', { splitChars: ' ' }, { 'a.b': 1 }],
  ['a😀b', { splitChars: '😀' }, { a: 1, b: 1 }],
  ['a b', { splitchars: ' ', min_token_length: 1 }, { a: 1, b: 1 }],
])('tokenize(%j), case %#', (text, given, expected) =>
  expect(call('tokenize', text, options(given))).toEqual(expected),
)

test('the n-th token', () => {
  const blank = options({ splitChars: ' ' })
  expect(call('token_extract', 'a b c', 0, blank)).toBe('a')
  expect(call('token_extract', 'a b c', -1, blank)).toBe('c')
  expect(call('token_extract', 'a b c', 3, blank)).toBe(null)
  expect(call('token_extract', 'a b c', -4, blank)).toBe(null)
  expect(call('token_extract', 'a,b', 1)).toBe('b')
  expect(call('token_extract', null, 1)).toBe(null)
})

test('parts between any of some characters', () => {
  expect(call('split_part', 'a,b;c', ',;')).toEqual({ 0: 'a', 1: 'b', 2: 'c' })
  expect(call('split_part', ',a', ',')).toEqual({ 0: '', 1: 'a' })
  expect(call('split_part', 'abc', '')).toEqual({ 0: 'abc' })
})

test('options are checked', () => {
  const bad = (given: Record<string, Value>) => () => call('tokenize', 'a', options(given))
  expect(bad({ splitChar: ',' })).toThrow("unknown option 'splitChar'")
  expect(bad({ ngramRange: range(2, 1) })).toThrow('[least, most]')
  expect(bad({ quoteChar: 'ab' })).toThrow('one character')
  expect(bad({ quoteChar: ',' })).toThrow("must not be one of 'splitChars'")
  expect(bad({ limit: 'x' })).toThrow("Can't convert value 'x'")
})
