import type { Body, Compound, Expr, OrderTerm, Query, Select, SelectItem, StatementNode } from '../ast.ts'
import { errorAt } from '../span.ts'
import { parseOrderTerms, parseWindow } from './call.ts'
import { Cursor } from './cursor.ts'
import { parseExpression } from './expression.ts'
import { parseFrom } from './from.ts'
import { parseItems } from './select-item.ts'

/** Parses a statement.
 *  @throws EngineError `syntax`, and nothing else */
export function parseStatement(text: string): StatementNode {
  return whole(text, (c) => {
    const { start } = c.peek()
    const explain = c.acceptWord('EXPLAIN')
    refuseWriting(c)
    return { explain, query: parseQuery(c), ...c.from(start) }
  })
}

const WRITING = 'INSERT UPDATE DELETE REPLACE CREATE DROP ALTER PRAGMA ATTACH VACUUM BEGIN COMMIT'.split(' ')

function refuseWriting(c: Cursor): void {
  const word = WRITING.find((one) => c.isWord(one))
  if (word === undefined || c.isSign('(', 1)) return
  const message = `${word} is no statement here: SQL only reads. Datasets are written by procedures such as transform and over REST; with dialect=sqlite there are scratch tables`
  throw errorAt('syntax', message, c.text, c.peek())
}

/** Parses a select list without the keyword.
 *  @throws EngineError `syntax` */
export const parseSelectList = (text: string): SelectItem[] => whole(text, parseItems)

/** Parses one expression.
 *  @throws EngineError `syntax` */
export const parseExpressionText = (text: string): Expr => whole(text, parseExpression)

/** Parses a list of expressions, as after GROUP BY. */
export const parseExpressionsText = (text: string): Expr[] =>
  whole(text, (c) => c.list(() => parseExpression(c)))

/** Parses what follows ORDER BY. */
export const parseOrderText = (text: string): OrderTerm[] => whole(text, parseOrderTerms)

/** Parses what follows FROM. */
export const parseFromText = (text: string): ReturnType<typeof parseFrom> => whole(text, (c) => parseFrom(c))

function whole<T>(text: string, parse: (c: Cursor) => T): T {
  const c = new Cursor(text)
  const result = parse(c)
  if (c.acceptSign(';') && c.peek().kind !== 'end') c.fail('the end: one statement is run at a time', [])
  if (c.peek().kind !== 'end') fail(c)
  return result
}

/** As they follow one another. */
const CLAUSES = 'SELECT NAMED FROM WHEN WHERE GROUP HAVING WINDOW ORDER LIMIT OFFSET'.split(' ')

function fail(c: Cursor): never {
  const word = CLAUSES.find((one) => c.isWord(one))
  if ((word === 'GROUP' || word === 'ORDER') && !c.isWord('BY', 1)) {
    c.next()
    c.fail('BY', [])
  }
  if (word !== undefined && word !== 'SELECT' && !c.followsMisspelling()) {
    const order = CLAUSES.join(', ').replace('GROUP', 'GROUP BY').replace('ORDER', 'ORDER BY')
    const message = `${word} stands twice or too late; clauses come in the order ${order}`
    throw errorAt('syntax', message, c.text, c.peek())
  }
  return c.fail('a clause such as WHERE, GROUP BY or LIMIT, or the end of the statement')
}

/** `[WITH …] body [ORDER BY …] [LIMIT n [OFFSET m]]` */
export function parseQuery(c: Cursor): Query {
  return c.nested(() => {
    const { start } = c.peek()
    const common = c.acceptWord('WITH') ? parseWith(c) : undefined
    const body = parseBody(c)
    const orderBy = c.acceptWord('ORDER', 'BY') ? parseOrderTerms(c) : []
    const cut = parseLimit(c)
    return { kind: 'query', ...(common && { with: common }), body, orderBy, ...cut, ...c.from(start) }
  })
}

function parseLimit(c: Cursor): Pick<Query, 'limit' | 'offset'> {
  const cut: Pick<Query, 'limit' | 'offset'> = {}
  for (;;) {
    if (!cut.limit && c.acceptWord('LIMIT')) {
      cut.limit = parseExpression(c)
      // SQLite's `LIMIT offset, count`.
      if (c.acceptSign(',')) {
        cut.offset = cut.limit
        cut.limit = parseExpression(c)
      }
    } else if (!cut.offset && c.acceptWord('OFFSET')) cut.offset = parseExpression(c)
    else return cut
  }
}

function parseWith(c: Cursor): NonNullable<Query['with']> {
  const recursive = c.acceptWord('RECURSIVE')
  const tables = c.list(() => {
    const { start } = c.peek()
    const name = c.expectName('the name of a table')
    let columns: string[] | undefined
    if (c.acceptSign('(')) {
      columns = c.list(() => c.expectName('a column'))
      c.expectSign(')')
    }
    c.expectWord('AS')
    if (!c.acceptWord('MATERIALIZED')) c.acceptWord('NOT', 'MATERIALIZED')
    c.expectSign('(')
    const query = parseQuery(c)
    c.expectSign(')')
    return { name, ...(columns && { columns }), query, ...c.from(start) }
  })
  return { recursive, tables }
}

function parseBody(c: Cursor): Body {
  let left = parseSimple(c)
  for (;;) {
    const op = parseCompoundOp(c)
    if (!op) return left
    const right = parseSimple(c)
    left = { kind: 'compound', op, left, right, ...c.from(left.start) }
  }
}

function parseCompoundOp(c: Cursor): Compound['op'] | undefined {
  if (c.acceptWord('UNION')) return c.acceptWord('ALL') ? 'UNION ALL' : 'UNION'
  if (c.acceptWord('INTERSECT')) return 'INTERSECT'
  if (c.acceptWord('EXCEPT')) return 'EXCEPT'
  return undefined
}

function parseSimple(c: Cursor): Body {
  const { start } = c.peek()
  if (c.acceptWord('VALUES')) {
    const rows = c.list(() => {
      c.expectSign('(')
      const row = c.list(() => parseExpression(c))
      c.expectSign(')')
      return row
    })
    return { kind: 'values', rows, ...c.from(start) }
  }
  if (!c.acceptWord('SELECT')) c.fail('SELECT', ['SELECT', 'WITH', 'VALUES', 'EXPLAIN'])
  return parseSelect(c, start)
}

function parseSelect(c: Cursor, start: number): Select {
  let distinctOn: Expr[] | undefined
  let distinct = c.acceptWord('DISTINCT')
  if (distinct && c.acceptWord('ON')) {
    distinct = false
    c.expectSign('(')
    distinctOn = c.list(() => parseExpression(c))
    c.expectSign(')')
  }
  c.acceptWord('ALL')
  const items = parseItems(c)
  const select: Select = { kind: 'select', distinct, items, windows: [], start, end: start }
  if (distinctOn) select.distinctOn = distinctOn
  if (c.acceptWord('NAMED')) select.named = parseExpression(c)
  if (c.acceptWord('FROM')) select.from = parseFrom(c)
  if (c.acceptWord('WHEN')) select.when = parseExpression(c)
  if (c.acceptWord('WHERE')) select.where = parseExpression(c)
  if (c.acceptWord('GROUP', 'BY')) select.groupBy = c.list(() => parseExpression(c))
  if (c.acceptWord('HAVING')) select.having = parseExpression(c)
  if (c.acceptWord('WINDOW')) {
    select.windows = c.list(() => {
      const name = c.expectName('the name of a window')
      c.expectWord('AS')
      return { name, window: parseWindow(c) }
    })
  }
  return { ...select, ...c.from(start) }
}
