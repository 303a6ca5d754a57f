import { expect, test } from 'vitest'
import { readObjectLiteral } from './read-object-literal.ts'

test('reads what a minifier writes', () => {
  const text = `!function(){x.exports={a:-.5,"b c":[1e-3,2.,!0,!1,null,void 0],d:{e:'it\\'s "x"',f:"a\\nb"},}}()`
  expect(readObjectLiteral(text, '.exports=')).toEqual({
    a: -0.5,
    'b c': [0.001, 2, true, false, null, null],
    d: { e: 'it\'s "x"', f: 'a\nb' },
  })
})

test.each([
  ['code', 'x.exports={a:alert(1)}'],
  ['a call', 'x.exports={a:[f()]}'],
  ['an open end', 'x.exports={a:1'],
  ['no literal', 'x.exports=f()'],
])('refuses %s', (_, text) => {
  expect(() => readObjectLiteral(text, '.exports=')).toThrow(/no (data|key|object)/)
})

test('a key named __proto__ is data like any other', () => {
  const read = readObjectLiteral('x.exports={__proto__:{polluted:!0}}', '.exports=') as object
  expect(Object.keys(read)).toEqual(['__proto__'])
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})
