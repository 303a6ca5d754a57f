import type { Expr, Frame, FrameBound, OrderTerm, Window } from '../ast.ts'
import { errorAt } from '../span.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './expression.ts'

/** `[alias.]name([DISTINCT] args [ORDER BY …]) [FILTER (WHERE e)] [OVER …]` */
export function parseCall(c: Cursor): Expr {
  const { start } = c.peek()
  let name = c.expectName('a function', true)
  let qualifier: string | undefined
  if (c.acceptSign('.')) {
    qualifier = name
    name = c.expectName('a function', true)
  }
  c.expectSign('(')
  const distinct = c.acceptWord('DISTINCT')
  const star = c.isSign('*') && c.isSign(')', 1) && c.acceptSign('*')
  const args = star || c.isSign(')') ? [] : c.list(() => parseExpression(c))
  const orderBy = c.acceptWord('ORDER', 'BY') ? parseOrderTerms(c) : []
  c.expectSign(')')
  const filter = parseFilter(c)
  const over = c.acceptWord('OVER') ? parseOver(c) : undefined
  return {
    kind: 'call',
    name,
    args,
    star,
    distinct,
    orderBy,
    ...(qualifier !== undefined && { qualifier }),
    ...(filter && { filter }),
    ...(over !== undefined && { over }),
    ...c.from(start),
  }
}

function parseFilter(c: Cursor): Expr | undefined {
  if (!c.isWord('FILTER') || !c.isSign('(', 1)) return undefined
  c.next()
  c.expectSign('(')
  c.expectWord('WHERE')
  const filter = parseExpression(c)
  c.expectSign(')')
  return filter
}

function parseOver(c: Cursor): Window | string {
  return c.isSign('(') ? parseWindow(c) : c.expectName('a window')
}

/** `([base] [PARTITION BY …] [ORDER BY …] [frame])` */
export function parseWindow(c: Cursor): Window {
  const { start } = c.peek()
  c.expectSign('(')
  const isClause = ['PARTITION', 'ROWS', 'RANGE', 'GROUPS'].some((word) => c.isWord(word))
  const base = c.isName() && !isClause ? c.guessName('a window') : undefined
  const partitionBy = c.acceptWord('PARTITION', 'BY') ? c.list(() => parseExpression(c)) : []
  const orderBy = c.acceptWord('ORDER', 'BY') ? parseOrderTerms(c) : []
  const frame = parseFrame(c)
  c.expectSign(')')
  return {
    ...(base !== undefined && { base }),
    partitionBy,
    orderBy,
    ...(frame && { frame }),
    ...c.from(start),
  }
}

function parseFrame(c: Cursor): Frame | undefined {
  const { start: at } = c.peek()
  const unit = (['ROWS', 'RANGE', 'GROUPS'] as const).find((word) => c.acceptWord(word))
  if (!unit) return undefined
  const between = c.acceptWord('BETWEEN')
  const start = parseBound(c)
  let end: FrameBound | undefined
  if (between) {
    c.expectWord('AND')
    end = parseBound(c)
  }
  const [from, to] = [start, end ?? { kind: 'CURRENT ROW' as const }].map(({ kind }) => BOUNDS.indexOf(kind))
  if (from! > to! || from === BOUNDS.length - 1 || to === 0)
    throw errorAt('syntax', 'a frame must not end before it starts', c.text, c.from(at))
  const exclude = c.acceptWord('EXCLUDE') ? parseExclude(c) : undefined
  return { unit, start, ...(end && { end }), ...(exclude && { exclude }) }
}

/** From the first row on. */
const BOUNDS: readonly FrameBound['kind'][] = [
  'UNBOUNDED PRECEDING',
  'PRECEDING',
  'CURRENT ROW',
  'FOLLOWING',
  'UNBOUNDED FOLLOWING',
]

function parseBound(c: Cursor): FrameBound {
  if (c.acceptWord('UNBOUNDED', 'PRECEDING')) return { kind: 'UNBOUNDED PRECEDING' }
  if (c.acceptWord('UNBOUNDED', 'FOLLOWING')) return { kind: 'UNBOUNDED FOLLOWING' }
  if (c.acceptWord('CURRENT', 'ROW')) return { kind: 'CURRENT ROW' }
  const offset = parseExpression(c)
  if (c.acceptWord('PRECEDING')) return { kind: 'PRECEDING', offset }
  if (c.acceptWord('FOLLOWING')) return { kind: 'FOLLOWING', offset }
  return c.fail('PRECEDING or FOLLOWING')
}

function parseExclude(c: Cursor): Frame['exclude'] {
  if (c.acceptWord('NO', 'OTHERS')) return 'NO OTHERS'
  if (c.acceptWord('CURRENT', 'ROW')) return 'CURRENT ROW'
  if (c.acceptWord('GROUP')) return 'GROUP'
  if (c.acceptWord('TIES')) return 'TIES'
  return c.fail('NO OTHERS, CURRENT ROW, GROUP or TIES')
}

/** `e [ASC|DESC] [NULLS FIRST|LAST], …` */
export function parseOrderTerms(c: Cursor): OrderTerm[] {
  return c.list(() => {
    const { start } = c.peek()
    const expr = parseExpression(c)
    const descending = c.acceptWord('DESC')
    if (!descending) c.acceptWord('ASC')
    const nulls = c.acceptWord('NULLS', 'FIRST')
      ? 'FIRST'
      : c.acceptWord('NULLS', 'LAST')
        ? 'LAST'
        : undefined
    return { expr, descending, ...(nulls && { nulls }), ...c.from(start) }
  })
}
