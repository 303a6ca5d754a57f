import { expect, test } from 'vitest'
import { compileRegex } from './compile-regex.ts'
import { runProgram } from './matcher.ts'
import { toNativeSource } from './native-regex.ts'
import { parseRegex } from './parse-regex.ts'
import { toProgram } from './regex-program.ts'
import { replaceMatches } from './replace-matches.ts'

const replace = (text: string, pattern: string, by: string) => replaceMatches(text, compileRegex(pattern), by)

test.each<[string, string, boolean, boolean]>([
  // pattern, text, matches all, matches a part
  ['a', 'a', true, true],
  ['a', 'ba', false, true],
  ['[[:digit:]]+', '2024', true, true],
  ['[[:alpha:][:digit:]_-]+', 'aé_1-', true, true],
  ['[^[:space:]]+', 'a b', false, true],
  ['[[:^digit:]]', '5', false, false],
  ['[[:upper:]][[:lower:]]*', 'Élan', true, true],
  ['[[:punct:]]', '+', true, true],
  ['\\d{3}-\\d{4}', '555-1234', true, true],
  ['colou?r', 'color', true, true],
  ['(?i)MLDB', 'mldb', true, true],
  ['a(?i)b', 'aB', true, true],
  ['a(?i)b', 'AB', false, false],
  ['(?i:a)b', 'Ab', true, true],
  ['.', '\n', false, false],
  ['(?s).', '\n', true, true],
  ['a$', 'a\n', false, true],
  ['a\\z', 'a\n', false, false],
  ['^b', 'a\nb', false, false],
  ['(?m)^b$', 'a\nb\nc', false, true],
  ['(?x) a b # c\n c', 'abc', true, true],
  ['\\Qa.b\\E', 'a.b', true, true],
  ['\\Qa.b\\E', 'axb', false, false],
  ['\\bcat\\b', 'a cat.', false, true],
  ['\\bcat\\b', 'concat', false, false],
  ['(?<year>\\d{4})', '2024', true, true],
  ['(a)\\1', 'aa', true, true],
  ['(?<x>a)\\k<x>', 'ab', false, false],
  ['foo(?=bar)', 'foobar', false, true],
  ['(?<!x)y', 'xy', false, false],
  ['a{2,3}', 'aaaa', false, true],
  ['a{,2}', 'aa', true, true],
  ['a{x}', 'a{x}', true, true],
  ['[]a]+', ']a', true, true],
  ['[a-]+', 'a-', true, true],
  ['[\\w.]+', 'a.b', true, true],
  ['\\x41\\x{1F600}', 'A😀', true, true],
  ['\\p{Greek}+', 'x', false, false],
  ['\\p{L}+', 'éa', true, true],
  ['a|ab', 'ab', true, true],
  ['(a|ab)(c|bcd)(d*)', 'abcd', true, true],
  ['', '', true, true],
  ['(a*)*', 'b', false, true],
  ['😀+', '😀😀', true, true],
  ['\\R', '\r\n', true, true],
  ['(?#comment)a', 'a', true, true],
])('%s on %j', (pattern, text, whole, part) => {
  const regex = () => compileRegex(pattern)
  if (pattern.includes('Greek')) {
    expect(regex).toThrow('property')
    return
  }
  expect(regex().test(text, true)).toBe(whole)
  expect(regex().test(text, false)).toBe(part)
})

test.each([
  ['Smith, Ann', '(\\w+), (\\w+)', '$2 $1', 'Ann Smith'],
  ['abc', 'x*', '-', '-a-b-c-'],
  ['abc', '\\w*', '-', '--'],
  ['a1b22', '\\d+', '[$&]', 'a[1]b[22]'],
  ['aaa', 'a', '\\\\', '\\\\\\'],
  ['a b', ' ', '\\n', 'a\nb'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Perl writes a group so
  ['x', '(?<n>x)', '${n}${1}\\1$$', 'xxx$'],
  ['ab', '(a)|(b)', '<$1$2>', '<a><b>'],
  ['😀', '', '.', '.😀.'],
  ['aXbX', 'X$', '', 'aXb'],
  ['foo', '(f)', '$12', 'f2oo'],
])('%s, replace %s by %s', (text, pattern, by, expected) => expect(replace(text, pattern, by)).toBe(expected))

test.each([
  ['(', 'a ( without its )'],
  [')', 'a ) without its ('],
  ['[a', 'without its closing ]'],
  ['*', 'a quantifier with nothing before it'],
  ['a**', 'a quantifier after a quantifier'],
  ['[z-a]', 'end is before its beginning'],
  ['a{3,2}', 'end is before its beginning'],
  ['[[:foo:]]', 'the class [:foo:], which is not known'],
  ['\\1', 'a reference to a group that does not exist'],
  ['\\', 'an unexpected end'],
  ['\\y', 'the escape \\y'],
  ['a++', 'possessive'],
  ['(?>a)', 'of a kind that is not supported'],
  ['(?:a{1000}){1000}', 'repeats too much'],
  ['('.repeat(500), 'nested deeper'],
])('%s is refused', (pattern, message) =>
  expect(() => compileRegex(pattern).test('a'.repeat(5000), false)).toThrow(message),
)

test('a replacement cannot name a group that is not there', () =>
  expect(() => replace('a', 'a', '$1')).toThrow("the group '$1'"))

test.each([
  ['(a+)+b', 'a'.repeat(20_000)],
  ['(a|aa)+$', `${'a'.repeat(20_000)}b`],
  ['(.*)*x', 'a'.repeat(20_000)],
  ['.*.*.*.*.*x', 'a'.repeat(20_000)],
  [`${'a?'.repeat(60)}${'a'.repeat(60)}`, 'a'.repeat(59)],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(20_000)],
])('%s takes no time on what it does not match', (pattern, text) => {
  const start = performance.now()
  expect(compileRegex(pattern).test(text, false)).toBe(false)
  expect(performance.now() - start).toBeLessThan(1000)
})

test('what cannot be run safely is refused rather than run', () => {
  expect(() => compileRegex('(?=(a+)+b)a').test('a'.repeat(100), false)).toThrow('could take forever')
  expect(() => compileRegex('(a+)+b').test('a'.repeat(5_000_000), false)).toThrow('too long')
})

test('both engines find the same matches and groups, for random patterns', () => {
  let seed = 7
  const random = (n: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
    return (seed >>> 8) % n
  }
  const atoms = ['a', 'b', '[ab]', '.', '(a)', '(b|a)', '\\w', '(?:ab|a)', '^', '$', '\\b', '(a|ab)']
  const suffixes = ['', '', '', '*', '+', '?', '*?', '{1,2}', '??', '{2}']
  for (let i = 0; i < 3000; i++) {
    let pattern = ''
    for (let n = 1 + random(4); n > 0; n--) {
      const atom = atoms[random(atoms.length)]!
      // Groups in repetitions and repeated assertions are where JavaScript differs from Perl.
      const plain = !atom.startsWith('(') && !/[$^]|\\b/.test(atom)
      pattern += atom + (plain ? suffixes[random(suffixes.length)] : '')
    }
    if (random(4) === 0) pattern = `${pattern}|b`
    const text = Array.from({ length: random(8) }, () => 'ab \n'[random(4)]).join('')
    const { node, groups } = parseRegex(pattern)
    const native = new RegExp(toNativeSource(node), 'ud').exec(text)
    const expected = native?.indices?.flatMap((place) => place ?? [-1, -1])
    const found = runProgram(toProgram(node), 2 * (groups + 1), text, 0, false)
    expect([pattern, text, found && [...found]]).toEqual([pattern, text, expected ?? null])
  }
})
