import type { Atom } from '../../../contract/values.ts'
import type { Expr } from '../ast.ts'
import { errorAt } from '../span.ts'
import { parseInterval } from '../values/parse-interval.ts'
import { parseTimestamp } from '../values/parse-timestamp.ts'
import { parseCall } from './call.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './expression.ts'
import { parseItems } from './select-item.ts'
import { parseQuery } from './statement.ts'

const CONSTANTS: Record<string, Atom> = {
  NULL: null,
  TRUE: 1,
  FALSE: 0,
  INF: Number.POSITIVE_INFINITY,
  NAN: Number.NaN,
}

/** An operand without operators: a literal, name, call, row, embedding, CASE, CAST, sub-select or parenthesis. */
export function parsePrimary(c: Cursor): Expr {
  const token = c.peek()
  const { start } = token
  switch (token.kind) {
    case 'number':
      c.next()
      return { kind: 'literal', value: token.value, ...c.from(start) }
    case 'string':
      c.next()
      return { kind: 'literal', value: token.text, ...c.from(start) }
    case 'blob':
      c.next()
      return { kind: 'literal', value: token.bytes, ...c.from(start) }
    case 'parameter':
      c.next()
      return { kind: 'parameter', name: token.name, ...c.from(start) }
    case 'quoted':
      return c.isSign('(', 1) ? parseCall(c) : parseName(c)
    case 'word':
      return parseWord(c, token.upper)
    case 'sign':
      return parseBracketed(c, token.text)
    default:
      return c.fail('an expression')
  }
}

function parseWord(c: Cursor, upper: string): Expr {
  const { start } = c.peek()
  const isCall = c.isSign('(', 1)
  if (upper in CONSTANTS && !isCall && !c.isSign('.', 1)) {
    c.next()
    return { kind: 'literal', value: CONSTANTS[upper]!, ...c.from(start) }
  }
  switch (upper) {
    case 'CASE':
      return parseCase(c)
    case 'CAST':
      return parseCast(c)
    case 'EXISTS': {
      c.next()
      c.expectSign('(')
      const query = parseQuery(c)
      c.expectSign(')')
      return { kind: 'exists', query, ...c.from(start) }
    }
    case 'TIMESTAMP':
      if (c.peek(1).kind === 'string' || c.peek(1).kind === 'number') return parseTimestampLiteral(c)
      break
    case 'INTERVAL':
      if (c.peek(1).kind === 'string') return parseIntervalLiteral(c)
      break
    case 'LEFT':
    case 'RIGHT':
    case 'LIKE':
      if (isCall) return parseCall(c)
      break
  }
  return isCall && c.isName() ? parseCall(c) : parseName(c)
}

/** A dotted name; `a.f(` is a call qualified by a dataset's alias. */
function parseName(c: Cursor): Expr {
  const { start } = c.peek()
  if (c.isSign('.', 1) && c.isName(2, true) && c.isSign('(', 3)) return parseCall(c)
  const path = [c.expectName('an expression')]
  while (c.isSign('.') && c.isName(1, true)) {
    c.next()
    path.push(c.expectName('a name', true))
  }
  return { kind: 'name', path, ...c.from(start) }
}

function parseBracketed(c: Cursor, sign: string): Expr {
  const { start } = c.peek()
  switch (sign) {
    case '(': {
      c.next()
      if (c.isWord('SELECT') || c.isWord('WITH') || c.isWord('VALUES')) {
        const query = parseQuery(c)
        c.expectSign(')')
        return { kind: 'subquery', query, ...c.from(start) }
      }
      const items = c.list(() => parseExpression(c))
      c.expectSign(')')
      if (items.length === 1) return { ...items[0]!, ...c.from(start) }
      return { kind: 'tuple', items, ...c.from(start) }
    }
    case '{': {
      c.next()
      const items = c.isSign('}') ? [] : parseItems(c)
      c.expectSign('}')
      return { kind: 'row', items, ...c.from(start) }
    }
    case '[': {
      c.next()
      const items = c.isSign(']') ? [] : c.list(() => parseExpression(c))
      c.expectSign(']')
      return { kind: 'embedding', items, ...c.from(start) }
    }
    default:
      return c.fail('an expression')
  }
}

function parseCase(c: Cursor): Expr {
  const { start } = c.next()
  const operand = c.isWord('WHEN') ? undefined : parseExpression(c)
  const branches: { when: Expr; result: Expr }[] = []
  while (c.acceptWord('WHEN')) {
    const when = parseExpression(c)
    c.expectWord('THEN')
    branches.push({ when, result: parseExpression(c) })
  }
  if (branches.length === 0) c.fail('WHEN')
  const otherwise = c.acceptWord('ELSE') ? parseExpression(c) : undefined
  c.expectWord('END')
  return {
    kind: 'case',
    ...(operand && { operand }),
    branches,
    ...(otherwise && { otherwise }),
    ...c.from(start),
  }
}

function parseCast(c: Cursor): Expr {
  const { start } = c.next()
  c.expectSign('(')
  const operand = parseExpression(c)
  c.expectWord('AS')
  const type = c.expectName('a type', true)
  c.expectSign(')')
  return { kind: 'cast', operand, type, ...c.from(start) }
}

function parseTimestampLiteral(c: Cursor): Expr {
  const { start } = c.next()
  const token = c.next()
  const value: Atom | undefined =
    token.kind === 'number'
      ? { kind: 'timestamp', ms: Number(token.value) * 1000 }
      : parseTimestamp((token as { text: string }).text)
  if (value === undefined) {
    throw errorAt(
      'syntax',
      'a timestamp is written as ISO 8601, for example 2020-01-02T03:04:05Z',
      c.text,
      token,
    )
  }
  return { kind: 'literal', value, ...c.from(start) }
}

function parseIntervalLiteral(c: Cursor): Expr {
  const { start } = c.next()
  const token = c.next()
  const value = parseInterval((token as { text: string }).text)
  if (!value) {
    throw errorAt(
      'syntax',
      "an interval is written as numbers with units, for example '3 month 2 day 1h'",
      c.text,
      token,
    )
  }
  return { kind: 'literal', value, ...c.from(start) }
}
