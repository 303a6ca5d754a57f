import type { Path } from '../../../contract/values.ts'
import type { ColumnExpr, Pattern, Renaming, SelectItem } from '../ast.ts'
import { parseOrderTerms } from './call.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './expression.ts'

/** A select list: the items of SELECT, of `{…}` and of a function made of expressions. */
export function parseItems(c: Cursor): SelectItem[] {
  return c.list(() => parseItem(c))
}

function parseItem(c: Cursor): SelectItem {
  const { start } = c.peek()
  if (c.isWord('COLUMN') && c.isWord('EXPR', 1)) return parseColumnExpr(c)
  const star = parseStar(c)
  if (star) return star
  const label = parseLabel(c)
  const expr = parseExpression(c)
  if (label) return { kind: 'expr', expr, name: label, ...c.from(start) }
  const { end } = c
  if (c.acceptWord('AS')) {
    if (c.acceptSign('*')) return { kind: 'unpack', expr, ...c.from(start) }
    const name = parsePathName(c)
    if (c.isSign('*')) c.fail('a name; AS prefix* renames a wildcard, not an expression')
    return { kind: 'expr', expr, name, ...c.from(start) }
  }
  if (c.isName() && isAlias(c)) return { kind: 'expr', expr, name: [c.guessName('a name')], start, end }
  return { kind: 'expr', expr, start, end }
}

/** SQLite's `SELECT a b FROM …`: a bare word after an expression is its name unless it starts a clause. */
function isAlias(c: Cursor): boolean {
  return !['WINDOW', 'ASC', 'DESC', 'FILTER', 'OVER'].some((word) => c.isWord(word))
}

/** `n: e` */
function parseLabel(c: Cursor): Path | undefined {
  let ahead = 0
  if (!c.isName(0, true)) return undefined
  while (c.isSign('.', ahead + 1) && c.isName(ahead + 2, true)) ahead += 2
  if (!c.isSign(':', ahead + 1)) return undefined
  const name = parsePathName(c)
  c.expectSign(':')
  return name
}

/** `x`, `x.y."z w"` */
export function parsePathName(c: Cursor): Path {
  const path = [c.expectName('a name', true)]
  while (c.isSign('.') && c.isName(1, true)) {
    c.next()
    path.push(c.expectName('a name', true))
  }
  return path
}

/** `*`, `t.*`, `a*`, `a.b*`, each with EXCLUDING and AS; undefined where the star means multiplication. */
function parseStar(c: Cursor): SelectItem | undefined {
  const { start } = c.peek()
  const position = c.position
  const pattern = parsePattern(c)
  const isProduct = pattern !== undefined && !pattern.dot && !endsItem(c)
  if (!pattern?.star || isProduct) {
    c.rewind(position)
    return undefined
  }
  const excluding = parseExcluding(c)
  const as = c.acceptWord('AS') ? parseRenaming(c) : undefined
  return {
    kind: 'star',
    prefix: pattern.path,
    dot: pattern.dot,
    excluding,
    ...(as && { as }),
    ...c.from(start),
  }
}

/** What may follow `a*`. Anything else makes the star a multiplication. */
function endsItem(c: Cursor): boolean {
  const token = c.peek()
  if (token.kind === 'end') return true
  if (token.kind === 'sign') return [',', '}', ')', ']', ';'].includes(token.text)
  if (token.kind !== 'word') return false
  return ENDS.has(token.upper)
}

const ENDS = new Set(
  'FROM AS EXCLUDING NAMED WHEN WHERE GROUP HAVING ORDER LIMIT OFFSET UNION INTERSECT EXCEPT WINDOW'.split(
    ' ',
  ),
)

function parsePattern(c: Cursor): Pattern | undefined {
  const { start } = c.peek()
  const path: string[] = []
  let dot = true
  if (c.isName()) {
    path.push(c.expectName('a name'))
    dot = false
    while (c.isSign('.')) {
      c.next()
      if (c.isSign('*')) {
        dot = true
        break
      }
      if (!c.isName(0, true)) return undefined
      path.push(c.expectName('a name', true))
    }
  }
  const star = c.acceptSign('*')
  if (!star && path.length === 0) return undefined
  return { path, star, dot, ...c.from(start) }
}

function parseExcluding(c: Cursor): Pattern[] {
  if (!c.acceptWord('EXCLUDING')) return []
  const one = (): Pattern => parsePattern(c) ?? c.fail('the name of a column to exclude')
  if (!c.acceptSign('(')) return [one()]
  const patterns = c.list(one)
  c.expectSign(')')
  return patterns
}

function parseRenaming(c: Cursor): Renaming {
  const pattern = parsePattern(c)
  if (!pattern?.star) return c.fail('a name that ends with *; a wildcard keeps many columns apart')
  return { prefix: pattern.path, dot: pattern.dot }
}

/** `COLUMN EXPR [STRUCTURED] ([SELECT e] [AS name] [WHERE e] [ORDER BY e] [OFFSET n] [LIMIT n])` */
function parseColumnExpr(c: Cursor): SelectItem {
  const { start } = c.next()
  c.next()
  const structured = c.acceptWord('STRUCTURED')
  c.expectSign('(')
  const columns: ColumnExpr = { structured, orderBy: [] }
  if (c.acceptWord('SELECT')) columns.select = parseExpression(c)
  if (c.acceptWord('AS')) columns.as = parseExpression(c)
  if (c.acceptWord('WHERE')) columns.where = parseExpression(c)
  if (c.acceptWord('ORDER', 'BY')) columns.orderBy = parseOrderTerms(c)
  if (c.acceptWord('OFFSET')) columns.offset = parseExpression(c)
  if (c.acceptWord('LIMIT')) columns.limit = parseExpression(c)
  if (c.acceptWord('OFFSET')) columns.offset = parseExpression(c)
  c.expectSign(')')
  return { kind: 'columnExpr', columns, ...c.from(start) }
}
