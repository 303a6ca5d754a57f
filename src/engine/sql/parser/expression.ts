import type { BinaryOp, Expr, IsTest } from '../ast.ts'
import type { Cursor } from './cursor.ts'
import { parsePrimary } from './primary.ts'
import { parseQuery } from './statement.ts'

const COMPARISONS: Record<string, BinaryOp> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}
const ADDITIVE = new Set(['+', '-', '&', '|', '^', '<<', '>>'])
const MULTIPLICATIVE = new Set(['*', '/', '%', '@'])
const TIGHT = new Set(['||', '->', '->>'])
const TESTS = new Set<string>([
  'NULL',
  'TRUE',
  'FALSE',
  'STRING',
  'NUMBER',
  'INTEGER',
  'TIMESTAMP',
  'INTERVAL',
])

/** Parses an expression, by precedence from loosest to tightest: OR, AND, NOT, comparisons, `+ - & | ^`, `* / % @`,
 *  `|| -> ->>`, then IS-tests and extraction, which bind to the single operand before them. */
export function parseExpression(c: Cursor): Expr {
  return c.nested(() => parseOr(c))
}

function parseOr(c: Cursor): Expr {
  let left = parseAnd(c)
  while (c.acceptWord('OR')) left = binary('or', left, parseAnd(c))
  return left
}

function parseAnd(c: Cursor): Expr {
  let left = parseNot(c)
  while (c.acceptWord('AND')) left = binary('and', left, parseNot(c))
  return left
}

function parseNot(c: Cursor): Expr {
  const { start } = c.peek()
  if (!c.acceptWord('NOT')) return parseComparison(c)
  const operand = c.nested(() => parseNot(c))
  return { kind: 'unary', op: 'not', operand, ...c.from(start) }
}

function parseComparison(c: Cursor): Expr {
  let left = parseAdditive(c)
  for (;;) {
    const token = c.peek()
    if (token.kind === 'sign' && (token.text === '!<' || token.text === '!>'))
      c.fail('a comparison such as <, <=, =, !=')
    if (token.kind === 'sign' && COMPARISONS[token.text]) {
      c.next()
      left = binary(COMPARISONS[token.text]!, left, parseAdditive(c))
    } else {
      const next = parseWordComparison(c, left)
      if (!next) return left
      left = next
    }
  }
}

/** `IS e`, `[NOT] IN`, `[NOT] BETWEEN`, `[NOT] LIKE`, `[NOT] GLOB`, `ISNULL`, `NOTNULL`, `NOT NULL`. */
function parseWordComparison(c: Cursor, left: Expr): Expr | undefined {
  const { start } = left
  if (c.acceptWord('IS')) {
    const not = c.acceptWord('NOT')
    const distinct = c.acceptWord('DISTINCT', 'FROM')
    return binary(not !== distinct ? 'is not' : 'is', left, parseAdditive(c))
  }
  if (c.acceptWord('ISNULL'))
    return { kind: 'is', operand: left, test: 'NULL', negated: false, ...c.from(start) }
  if (c.acceptWord('NOTNULL') || c.acceptWord('NOT', 'NULL')) {
    return { kind: 'is', operand: left, test: 'NULL', negated: true, ...c.from(start) }
  }
  const negated = c.isWord('NOT') && ['IN', 'BETWEEN', 'LIKE', 'GLOB'].some((word) => c.isWord(word, 1))
  if (negated) c.next()
  if (c.acceptWord('BETWEEN')) {
    const low = parseAdditive(c)
    c.expectWord('AND')
    const high = parseAdditive(c)
    return { kind: 'between', operand: left, low, high, negated, ...c.from(start) }
  }
  if (c.acceptWord('IN')) return parseIn(c, left, negated)
  for (const op of ['like', 'glob'] as const) {
    if (!c.acceptWord(op.toUpperCase())) continue
    const pattern = parseAdditive(c)
    const escaping = c.acceptWord('ESCAPE') ? parseAdditive(c) : undefined
    return {
      kind: 'like',
      op,
      operand: left,
      pattern,
      ...(escaping && { escape: escaping }),
      negated,
      ...c.from(start),
    }
  }
  return undefined
}

function parseIn(c: Cursor, operand: Expr, negated: boolean): Expr {
  c.expectSign('(')
  const inSet = (): Extract<Expr, { kind: 'in' }>['set'] => {
    if (c.isWord('SELECT') || c.isWord('WITH') || (c.isWord('VALUES') && !c.isWord('OF', 1))) {
      return { kind: 'query', query: parseQuery(c) }
    }
    if (c.acceptWord('KEYS', 'OF')) return { kind: 'keys', of: parseExpression(c) }
    if (c.acceptWord('VALUES', 'OF')) return { kind: 'values', of: parseExpression(c) }
    return { kind: 'list', items: c.isSign(')') ? [] : c.list(() => parseExpression(c)) }
  }
  const set = inSet()
  c.expectSign(')')
  return { kind: 'in', operand, negated, set, ...c.from(operand.start) }
}

function parseAdditive(c: Cursor): Expr {
  let left = parseSigned(c)
  for (;;) {
    const token = c.peek()
    if (token.kind !== 'sign' || !ADDITIVE.has(token.text)) return left
    c.next()
    left = binary(token.text as BinaryOp, left, parseMultiplicative(c))
  }
}

/** Unary minus and plus stand at the level of the binary ones: `-a * b` is `-(a * b)`. */
function parseSigned(c: Cursor): Expr {
  const { start } = c.peek()
  const op = (['-', '+'] as const).find((sign) => c.isSign(sign))
  if (!op || isNegativeNumber(c)) return parseMultiplicative(c)
  c.next()
  const operand = c.nested(() => parseSigned(c))
  return { kind: 'unary', op, operand, ...c.from(start) }
}

const isNegativeNumber = (c: Cursor): boolean => c.isSign('-') && c.peek(1).kind === 'number'

/** `-3` is a literal, so that `-9223372036854775808` is an integer, `-3 IS NULL` is about -3, and `-3` prints as it is
 *  written. */
function negate(operand: Expr, start: number): Expr {
  if (operand.kind === 'literal' && typeof operand.value === 'number') {
    return { ...operand, value: -operand.value || 0, start }
  }
  if (operand.kind === 'literal' && typeof operand.value === 'bigint') {
    return { ...operand, value: -operand.value, start }
  }
  return { kind: 'unary', op: '-', operand, start, end: operand.end }
}

function parseMultiplicative(c: Cursor): Expr {
  let left = parseTight(c)
  for (;;) {
    const token = c.peek()
    if (token.kind !== 'sign' || !MULTIPLICATIVE.has(token.text)) return left
    c.next()
    left = binary(token.text as BinaryOp, left, parseTight(c))
  }
}

function parseTight(c: Cursor): Expr {
  let left = parsePostfix(c)
  for (;;) {
    const token = c.peek()
    if (token.kind !== 'sign' || !TIGHT.has(token.text)) return left
    c.next()
    left = binary(token.text as BinaryOp, left, parsePostfix(c))
  }
}

/** An operand with what binds to it alone: `~`, `-` after an operator, `[…]`, `.name`, IS-tests, COLLATE. */
export function parsePostfix(c: Cursor): Expr {
  const { start } = c.peek()
  const isNegative = isNegativeNumber(c)
  for (const op of ['~', '-', '+'] as const) {
    if (isNegative || !c.acceptSign(op)) continue
    const operand = c.nested(() => parsePostfix(c))
    return op === '-' ? negate(operand, start) : { kind: 'unary', op, operand, ...c.from(start) }
  }
  if (isNegative) c.next()
  let expr = isNegative ? negate(parsePrimary(c), start) : parsePrimary(c)
  for (;;) {
    if (c.acceptSign('[')) {
      const key = parseExpression(c)
      c.expectSign(']')
      expr = { kind: 'extract', from: expr, key, ...c.from(start) }
    } else if (c.isSign('.') && c.isName(1, true)) {
      c.next()
      const name = c.expectName('a name', true)
      if (expr.kind === 'member') expr = { ...expr, path: [...expr.path, name], end: c.end }
      else expr = { kind: 'member', from: expr, path: [name], ...c.from(start) }
    } else if (c.acceptWord('COLLATE')) {
      expr = { kind: 'collate', operand: expr, collation: c.expectName('a collation'), ...c.from(start) }
    } else {
      const test = parseIsTest(c, expr)
      if (!test) return expr
      expr = test
    }
  }
}

function parseIsTest(c: Cursor, operand: Expr): Expr | undefined {
  if (!c.isWord('IS')) return undefined
  const negated = c.isWord('NOT', 1)
  const token = c.peek(negated ? 2 : 1)
  if (token.kind !== 'word' || !TESTS.has(token.upper)) return undefined
  const after = c.peek(negated ? 3 : 2)
  // `a IS timestamp '…'` and `a IS string(x)` compare with a value; they are no tests.
  if (after.kind === 'string' || (after.kind === 'sign' && after.text === '(')) return undefined
  c.next()
  if (negated) c.next()
  c.next()
  return { kind: 'is', operand, test: token.upper as IsTest, negated, ...c.from(operand.start) }
}

const binary = (op: BinaryOp, left: Expr, right: Expr): Expr => ({
  kind: 'binary',
  op,
  left,
  right,
  start: left.start,
  end: right.end,
})
