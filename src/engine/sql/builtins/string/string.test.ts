import { expect, test } from 'vitest'
import type { Value } from '../../../../contract/values.ts'
import { valueToJson } from '../../values/value-to-json.ts'
import { builtins } from '../index.ts'
import { callScalar } from '../shared/call-builtin.ts'

const options = (columns: Record<string, Value>): Value => ({
  kind: 'row',
  columns: Object.entries(columns).map(([name, value]) => [[name], value]),
})
const call = (name: string, ...args: Value[]): unknown => valueToJson(callScalar(builtins, name, ...args))

test.each<[string, Value[], unknown]>([
  ['lower', ['ÀÉÎ Straße'], 'àéî straße'],
  ['upper', ['straße'], 'STRASSE'],
  ['lower', [5.5], '5.5'],
  ['length', [''], 0],
  ['length', ['où 😀'], 4],
  ['length', ['a\0b'], 3],
  ['length', ['\ud83d'], 1],
  ['length', [1234], 4],
  ['remove_prefix', ['aab', 'a'], 'ab'],
  ['remove_prefix', ['aab', 'b'], 'aab'],
  ['remove_suffix', ['baa', 'a'], 'ba'],
  ['remove_suffix', ['a', 'aa'], 'a'],
  ['remove_suffix', ['abc', ''], 'abc'],
  ['levenshtein_distance', ['', 'abc'], 3],
  ['levenshtein_distance', ['saturday', 'sunday'], 3],
  ['levenshtein_distance', ['😀', '😁'], 1],
  ['implicit_cast', [''], null],
  ['implicit_cast', ['-1.5e3'], -1500],
  ['implicit_cast', ['0x10'], '0x10'],
  ['implicit_cast', ['1 2'], '1 2'],
  ['implicit_cast', [' 1'], ' 1'],
  ['implicit_cast', ['nan'], 'nan'],
  ['implicit_cast', [7], 7],
  ['implicit_cast', ['18446744073709551615'], 18446744073709551615n],
  ['hash', ['row1'], 0x86065feec3521accn],
  ['hash', ['x'], 0x4fc82888d13de398n],
  ['extract_domain', ['https://www.mldb.ai:8080/a?b#c'], 'www.mldb.ai'],
  ['extract_domain', ['mldb.ai/doc'], 'mldb.ai'],
  ['extract_domain', ['HTTP://A.Example.COM?q'], 'a.example.com'],
  ['extract_domain', ['http://a.example.com@b.org/'], 'b.org'],
  ['extract_domain', ['http://1.2.3/'], '1.2.0.3'],
  ['extract_domain', ['http://a.b.1e/'], 'a.b.1e'],
  ['extract_domain', ['http://.co.uk/', options({ removeSubdomain: 1 })], '.co.uk'],
  ['extract_domain', ['http://x.uk./', options({ removeSubdomain: 1 })], 'uk.'],
  ['extract_domain', ['localhost:8080/x'], 'localhost'],
  ['extract_domain', ['http://user:pw@a.b.example.co.uk/', options({ removeSubdomain: 1 })], 'example.co.uk'],
  ['extract_domain', ['http://10.0.0.1/', options({ removeSubdomain: 1 })], '10.0.0.1'],
  ['extract_domain', ['http://mldb.ai', options({ removeSubdomain: 1 })], 'mldb.ai'],
])('%s, case %#', (name, args, expected) => expect(call(name, ...args)).toEqual(expected))

test('a hash depends on all of a structure', () => {
  const hashes = [options({ a: 1 }), options({ a: 2 }), options({ b: 1 }), 1, 1.5].map((v) => call('hash', v))
  expect(new Set(hashes).size).toBe(5)
  expect(call('hash', null)).toBe(null)
})

test('JSON is printed as REST prints it, and read back', () => {
  const text = '{"a":{"b":[1,2.5,"x",null]},"t":{"num":"NaN"}}'
  const value = options({
    a: options({ b: options({ 0: 1, 1: 2.5, 2: 'x', 3: null }) }),
    t: Number.NaN,
  })
  expect(call('print_json', value)).toBe('{"a":{"b":{"0":1,"1":2.5,"2":"x","3":null}},"t":{"num":"NaN"}}')
  expect(call('parse_json', text)).toEqual({ a: { b: { 0: 1, 1: 2.5, 2: 'x', 3: null } }, t: { num: 'NaN' } })
  expect(call('print_json', 18446744073709551615n)).toBe('18446744073709551615')
  expect(call('print_json', 'a"b')).toBe('"a\\"b"')
})

test('arrays in JSON are indexes, or a set', () => {
  const text = '{"a":["x","y",true],"b":[{"c":1}]}'
  expect(call('parse_json', text, options({ arrays: 'encode' }))).toEqual({
    a: { x: 1, y: 1, 1: 1 },
    b: { 0: '{"c":1}' },
  })
  expect(call('parse_json', '[[1],[2,3]]')).toEqual({ 0: { 0: 1 }, 1: { 0: 2, 1: 3 } })
  expect(call('parse_json', '{"__proto__":1}')).toEqual(JSON.parse('{"__proto__":1}'))
})

test('malformed JSON is an error, or null where errors are ignored', () => {
  expect(() => call('parse_json', '{')).toThrow('the text is no JSON')
  expect(call('parse_json', '{', options({ ignoreErrors: 1 }))).toBe(null)
  expect(() => call('parse_json', '['.repeat(1000) + ']'.repeat(1000))).toThrow('nested deeper than 256')
  expect(() => call('parse_json', '1', options({ arays: 'parse' }))).toThrow("did you mean 'arrays'")
  expect(() => call('parse_json', '1', options({ arrays: 'x' }))).toThrow("must be 'parse' or 'encode'")
})

test('what is no string is refused where only a string will do', () => {
  expect(() => call('remove_prefix', 5, 'a')).toThrow("Can't convert value '5' of type 'INTEGER' to string")
  expect(() => call('lower', options({ a: 1 }))).toThrow('Cannot convert value of type row to string')
  expect(() => call('extract_domain', '')).toThrow('is no address with a host')
  expect(() => call('levenshtein_distance', 'a'.repeat(20_000), 'b'.repeat(20_000))).toThrow('too long')
})
