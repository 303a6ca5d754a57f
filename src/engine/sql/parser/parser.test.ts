import { expect, test } from 'vitest'
import { EngineError } from '../../../contract/errors.ts'
import { parseExpressionText, parseSelectList, parseStatement } from './statement.ts'

/** The tree in brackets, to see what binds to what. */
function shape(text: string): string {
  const show = (e: ReturnType<typeof parseExpressionText>): string => {
    if (e.kind === 'binary') return `(${show(e.left)} ${e.op} ${show(e.right)})`
    if (e.kind === 'unary') return `(${e.op} ${show(e.operand)})`
    if (e.kind === 'is') return `(${show(e.operand)} is ${e.negated ? 'not ' : ''}${e.test})`
    if (e.kind === 'between') return `(${show(e.operand)} between ${show(e.low)} and ${show(e.high)})`
    if (e.kind === 'name') return e.path.join('.')
    if (e.kind === 'literal') return String(e.value)
    if (e.kind === 'extract') return `${show(e.from)}[${show(e.key)}]`
    return e.kind
  }
  return show(parseExpressionText(text))
}

test.each([
  ['a + b * c', '(a + (b * c))'],
  ['a - b - c', '((a - b) - c)'],
  ['-a * b', '(- (a * b))'],
  ['a * -b', '(a * (- b))'],
  ['NOT a = b', '(not (a = b))'],
  ['a OR b AND c', '(a or (b and c))'],
  ['a + 5 IS NOT NULL', '(a + (5 is not NULL))'],
  ['a = b OR c < d', '((a = b) or (c < d))'],
  ['a BETWEEN 1 AND 2 AND b', '((a between 1 and 2) and b)'],
  ['a & b | c ^ d', '(((a & b) | c) ^ d)'],
  ['x.y.z', 'x.y.z'],
  ['pool_3.0.0.0.5', 'pool_3.0.0.0.5'],
  ['t."a b".c', 't.a b.c'],
  ['x[y]', 'x[y]'],
  ['x[0][1]', 'x[0][1]'],
  ['a IS b', '(a is b)'],
  ['a IS NOT DISTINCT FROM b', '(a is b)'],
  ['1.5e3', '1500'],
  ['.5', '0.5'],
  ['0x10', '16'],
])('%s is %s', (text, expected) => {
  expect(shape(text)).toBe(expected)
})

test('a star is a wildcard where an item ends after it, else multiplication', () => {
  expect(parseSelectList('a*, b * c, t.*, d* AS e*').map(({ kind }) => kind)).toEqual([
    'star',
    'expr',
    'star',
    'star',
  ])
})

test('a label names an item', () => {
  expect(parseSelectList('a.b: 1')[0]).toMatchObject({ kind: 'expr', name: ['a', 'b'] })
})

test.each([
  '',
  'SELECT',
  'SELECT (',
  `SELECT ${'('.repeat(10_000)}`,
  `SELECT ${'-'.repeat(9_999)}1`,
  `SELECT ${'NOT '.repeat(9_999)}1`,
  `SELECT ${'[{x:'.repeat(3_000)}`,
  'SELECT /* open',
  'SELECT \u0000',
  'SELECT "',
  `SELECT ${'a.'.repeat(5_000)}`,
  `SELECT ${'case '.repeat(5_000)}`,
])('case %#: only a syntax error comes out', (text) => {
  expect(() => parseStatement(text)).toThrow(EngineError)
  expect(() => parseStatement(text)).toThrow(expect.objectContaining({ code: 'syntax' }))
})

test('a long list of terms is no nesting', () => {
  const statement = parseStatement(`SELECT ${Array(5_000).fill('a').join(' + ')}`)
  expect(statement.query.body.kind).toBe('select')
})

test('random tokens give a tree or a syntax error, nothing else', () => {
  const words =
    'SELECT FROM WHERE a b "c d" 1 2.5 \'x\' ( ) { } [ ] , . * + - AS : AND NOT IN IS NULL CASE WHEN THEN END JOIN ON GROUP BY ORDER LIMIT $p EXCLUDING COLUMN EXPR OVER VALUES WITH'.split(
      ' ',
    )
  let seed = 7
  const random = (n: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
    return (seed >>> 8) % n
  }
  for (let i = 0; i < 20_000; i++) {
    const text = `SELECT ${Array.from({ length: 1 + random(20) }, () => words[random(words.length)]).join(' ')}`
    try {
      parseStatement(text)
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'syntax') throw new Error(`${text}: ${error}`)
    }
  }
})
