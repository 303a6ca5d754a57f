import { lex } from '../../../src/engine/sql/lexer.ts'

type Random = (n: number) => number

const NASTY = [
  "'",
  '"',
  '`',
  '\\',
  ';',
  '--',
  '/*',
  '*/',
  '\0',
  '\u{1f4a9}',
  '\ud800',
  'ı',
  'ﬀ',
  '\u202e',
  'é',
  '\n',
  '\t',
  '\u00a0',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  '.',
  '..',
  ':',
  '*',
  '%',
  '$',
  '$x',
  '?',
  '?1',
  '@',
  '#',
  '!',
  '=',
  '<>',
  '~',
  '|',
  '^',
]
const NUMBERS = [
  '0',
  '-0',
  '-1',
  '1e308',
  '1e309',
  '1e-400',
  '9223372036854775807',
  '9223372036854775808',
  '18446744073709551615',
  '18446744073709551616',
  '99999999999999999999999999',
  '0x7fffffffffffffff',
  '1000000000',
  '2147483648',
  '4294967296',
  '-9223372036854775808',
  '0.1',
  'nan',
  'inf',
  '.5',
  '5.',
  '1e',
  '0x',
  '1_000',
  '00',
  '150',
  '1e9',
]
const WORDS = (
  'SELECT FROM WHERE GROUP BY HAVING ORDER LIMIT OFFSET WITH RECURSIVE AS AND OR NOT NULL IS IN LIKE BETWEEN CASE WHEN THEN ' +
  'ELSE END JOIN LEFT RIGHT FULL ON USING NATURAL UNION ALL INTERSECT EXCEPT VALUES DISTINCT NAMED WHEN EXCLUDING COLUMN ' +
  'EXPR STRUCTURED OVER PARTITION ROWS RANGE PRECEDING FOLLOWING CURRENT ROW FILTER COLLATE CAST TIMESTAMP INTERVAL EXISTS ' +
  'EXPLAIN people cities mixed shapes sparse timed name age city height v e size x rowName() count(*) sum(age) score({x:age}) ' +
  'double({x:age}) plus({x:1,y:2}) square(age) loops({x:1}) [1,2,3] {x:1} {*} [] {} (SELECT 1) true null value() columnName()'
).split(' ')

/** Damages a statement in one to four places: the same random numbers give the same text. */
export function mutate(statement: string, corpus: readonly string[], random: Random): string {
  let text = statement
  for (let n = 1 + random(4); n > 0; n--)
    text = random(3) === 0 ? mutateText(text, random) : mutateTokens(text, corpus, random)
  return text.slice(0, 20_000)
}

function mutateText(text: string, random: Random): string {
  const at = random(text.length + 1)
  const to = Math.min(text.length, at + 1 + random(6))
  switch (random(7)) {
    case 0:
      return text.slice(0, at) + text.slice(to)
    case 1:
      return text.slice(0, at) + text.slice(at, to).repeat(2 + random(3)) + text.slice(to)
    case 2:
      return text.slice(0, at) + pick(NASTY, random) + text.slice(at)
    case 3:
      return text.slice(0, at)
    case 4:
      return text.slice(at)
    case 5:
      return (
        text.slice(0, at) + String.fromCharCode(random(random(2) === 0 ? 128 : 65536)) + text.slice(at + 1)
      )
    default:
      return nest(text, at, to, random)
  }
}

/** Brackets around a part, seldom hundreds deep. */
function nest(text: string, from: number, to: number, random: Random): string {
  const depth = random(40) === 0 ? 100 + random(3000) : 1 + random(3)
  const [open, close] = pick(
    [
      ['(', ')'],
      ['[', ']'],
      ['{', '}'],
      ['NOT ', ''],
      ['-', ''],
      ['(SELECT ', ')'],
      ['CASE WHEN ', ' END'],
    ],
    random,
  )
  return (
    text.slice(0, from) + open!.repeat(depth) + text.slice(from, to) + close!.repeat(depth) + text.slice(to)
  )
}

function mutateTokens(text: string, corpus: readonly string[], random: Random): string {
  const parts = cut(text)
  if (parts.length < 2) return mutateText(text, random)
  const at = random(parts.length)
  switch (random(9)) {
    case 0:
      parts.splice(at, 1 + random(3))
      break
    case 1:
      parts.splice(at, 0, ...parts.slice(at, at + 1 + random(8)))
      break
    case 2: {
      const other = random(parts.length)
      const kept = parts[at]!
      parts[at] = parts[other]!
      parts[other] = kept
      break
    }
    case 3:
      parts[at] = pick(NUMBERS, random)
      break
    case 4:
      parts[at] = pick(WORDS, random)
      break
    case 5:
      parts.splice(at, 0, pick(WORDS, random))
      break
    case 6:
      parts[at] = pick(parts, random)
      break
    case 7: {
      // Part of another statement in the place of part of this one.
      const other = cut(pick(corpus, random))
      const from = random(other.length)
      parts.splice(at, random(6), ...other.slice(from, from + 1 + random(12)))
      break
    }
    default:
      parts[at] = pick(['"', "'"], random) + parts[at]
  }
  return parts.join(random(20) === 0 ? '' : ' ')
}

/** The texts of the tokens; pieces between spaces where there are none. */
function cut(text: string): string[] {
  try {
    return lex(text)
      .slice(0, -1)
      .map(({ start, end }) => text.slice(start, end))
  } catch {
    return text.split(/\s+/)
  }
}

const pick = <T>(items: readonly T[], random: Random): T => items[random(items.length)]!
