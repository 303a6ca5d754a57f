import type { From, JoinType, TableArgument } from '../ast.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './expression.ts'
import { parseQuery } from './statement.ts'
import { parseTableArgument } from './table-argument.ts'

/** What follows FROM: datasets, sub-selects and table functions, joined. In the arguments of a table function a comma
 *  joins nothing (`inArguments`). */
export function parseFrom(c: Cursor, inArguments = false): From {
  let left = c.nested(() => parseTable(c))
  for (;;) {
    const join = inArguments && c.isSign(',') ? undefined : parseJoinType(c)
    if (!join) return left
    const right = parseTable(c)
    const on = c.acceptWord('ON') ? parseExpression(c) : undefined
    const using = !on && c.acceptWord('USING') ? parseNames(c) : undefined
    left = {
      kind: 'join',
      type: join.type,
      natural: join.natural,
      left,
      right,
      ...(on && { on }),
      ...(using && { using }),
      ...c.from(left.start),
    }
  }
}

function parseJoinType(c: Cursor): { type: JoinType; natural: boolean } | undefined {
  if (c.acceptSign(',')) return { type: 'cross', natural: false }
  const position = c.position
  const natural = c.acceptWord('NATURAL')
  let type: JoinType = 'inner'
  if (c.acceptWord('CROSS')) type = 'cross'
  else if (c.acceptWord('INNER')) type = 'inner'
  else if (c.acceptWord('LEFT')) type = 'left'
  else if (c.acceptWord('RIGHT')) type = 'right'
  else if (c.acceptWord('FULL') || c.isWord('OUTER')) type = 'full'
  c.acceptWord('OUTER')
  if (c.acceptWord('JOIN')) return { type, natural }
  if (c.position !== position) c.fail('JOIN')
  return undefined
}

function parseNames(c: Cursor): string[] {
  c.expectSign('(')
  const names = c.list(() => c.expectName('a column'))
  c.expectSign(')')
  return names
}

function parseTable(c: Cursor): From {
  const { start } = c.peek()
  if (c.acceptSign('(')) {
    if (c.isWord('SELECT') || c.isWord('WITH') || c.isWord('VALUES')) {
      const query = parseQuery(c)
      c.expectSign(')')
      const alias = parseAlias(c)
      const columns = alias !== undefined && c.isSign('(') ? parseNames(c) : undefined
      return {
        kind: 'select',
        query,
        ...(alias !== undefined && { alias }),
        ...(columns && { columns }),
        ...c.from(start),
      }
    }
    const inner = parseFrom(c)
    c.expectSign(')')
    return inner
  }
  // UNION is a word of the language, but here it can only be the dataset function.
  const name = c.expectName('a dataset', c.isWord('UNION') && c.isSign('(', 1))
  if (c.isSign('(')) return parseTableFunction(c, name, start)
  let full = name
  while (c.acceptSign('.')) full += `.${c.expectName('a name', true)}`
  const alias = parseAlias(c)
  return { kind: 'dataset', name: full, ...(alias !== undefined && { alias }), ...c.from(start) }
}

function parseTableFunction(c: Cursor, name: string, start: number): From {
  c.expectSign('(')
  const args: TableArgument[] = c.isSign(')') ? [] : c.list(() => parseTableArgument(c))
  c.expectSign(')')
  const alias = parseAlias(c)
  return {
    kind: 'tableFunction',
    name: name.toLowerCase(),
    args,
    ...(alias !== undefined && { alias }),
    ...c.from(start),
  }
}

function parseAlias(c: Cursor): string | undefined {
  if (c.acceptWord('AS')) return c.expectName('an alias', true)
  return c.isName() && !c.isWord('WINDOW') ? c.guessName('an alias') : undefined
}
