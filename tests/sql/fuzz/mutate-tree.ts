import { ROW_FUNCTION_NAMES } from '../../../src/engine/sql/binder/row-functions.ts'
import {
  SQLITE_AGGREGATES,
  SQLITE_FUNCTIONS,
  SQLITE_WINDOW_FUNCTIONS,
} from '../../../src/engine/sql/binder/sqlite-functions.ts'
import { builtins } from '../../../src/engine/sql/builtins/index.ts'
import { parseStatement } from '../../../src/engine/sql/parser/statement.ts'

type Random = (n: number) => number
/** What may stand in the place of one another. */
type Sort = 'expr' | 'from' | 'query' | 'item'
type Piece = { sort: Sort; start: number; end: number }

const SORTS: Record<string, Sort> = {
  query: 'query',
  ...Object.fromEntries(['dataset', 'join', 'tableFunction'].map((kind) => [kind, 'from'])),
  ...Object.fromEntries(['unpack', 'star', 'columnExpr'].map((kind) => [kind, 'item'])),
  ...Object.fromEntries(
    'literal name parameter unary binary between in like is case cast call row embedding extract member subquery exists tuple collate'
      .split(' ')
      .map((kind) => [kind, 'expr']),
  ),
}

const FUNCTIONS = [
  ...builtins.flatMap(({ name, aliases = [] }) => [name, ...aliases]),
  ...ROW_FUNCTION_NAMES,
  ...SQLITE_FUNCTIONS.keys(),
  ...SQLITE_AGGREGATES.keys(),
  ...[...SQLITE_WINDOW_FUNCTIONS.keys()].map((name) => `OVER ${name}`),
  ...['score', 'double', 'plus', 'square', 'loops', 'try'],
]

const OPERATORS = '+ - * / % || & | ^ << >> = != < <= > >= AND OR IS @ LIKE GLOB -> ->>'.split(' ')
const TYPES = 'string integer number boolean timestamp interval path blob'.split(' ')
const ATOMS = [
  ...[
    'null',
    '0',
    '-1',
    '1e308',
    '9223372036854775808',
    '1e18',
    'inf',
    'nan',
    "''",
    "'a'",
    "'2020-02-30'",
    "X'00ff'",
  ],
  ...[
    '[1, 2]',
    '[]',
    '{}',
    '{1 AS x}',
    '{*}',
    "TIMESTAMP '2020-01-02'",
    "INTERVAL '1 month'",
    'rowPath()',
    '(1, 2)',
  ],
  ...[
    'people',
    'age',
    'name',
    'v',
    'e',
    'size',
    'x',
    'z',
    'y',
    'nothing',
    'value()',
    'count(*)',
    '1000000000',
  ],
]

/** Pieces of many statements, to be put into the place of pieces of others: what comes out still parses. */
export class Pieces {
  private readonly texts: Record<Sort, string[]> = { expr: [...ATOMS], from: [], query: [], item: ['*'] }

  constructor(corpus: readonly string[]) {
    for (const statement of corpus) {
      for (const { sort, start, end } of piecesOf(statement))
        this.texts[sort].push(statement.slice(start, end))
    }
  }

  /** The statement with one piece exchanged or built upon; itself where it has none. */
  mutate(statement: string, random: Random): string {
    const pieces = piecesOf(statement)
    const piece = pieces[random(pieces.length)]
    if (!piece) return statement
    const old = statement.slice(piece.start, piece.end)
    return (
      statement.slice(0, piece.start) + this.replacement(piece.sort, old, random) + statement.slice(piece.end)
    )
  }

  private replacement(sort: Sort, old: string, random: Random): string {
    const other = pick(this.texts[sort], random) ?? old
    if (sort === 'from') return this.joined(old, other, random)
    if (sort === 'query') return pick([other, `${old} UNION ${other}`, `WITH w AS (${other}) ${old}`], random)
    if (sort === 'item')
      return pick(
        [other, `${other}, ${old}`, `${this.expr(old, random)} AS ${pick(['*', 'a', 'a.b'], random)}`],
        random,
      )
    return random(2) === 0 ? other : this.expr(old, random)
  }

  private joined(old: string, other: string, random: Random): string {
    const join = pick(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN'], random)
    return pick(
      [
        other,
        `${old} ${join} ${other} ON ${pick(this.texts.expr, random)}`,
        `transpose(${old})`,
        `merge(${old}, ${other})`,
        `sample(${old}, {rows: ${pick(ATOMS, random)}})`,
        `(SELECT * FROM ${old})`,
        `atom_dataset(${pick(this.texts.expr, random)})`,
      ],
      random,
    )
  }

  /** A larger expression around one. */
  private expr(old: string, random: Random): string {
    const other = (): string => pick(this.texts.expr, random)
    switch (random(8)) {
      case 0:
      case 1:
      case 2:
        return call(pick(FUNCTIONS, random), [old, other(), other(), other()].slice(0, random(5)))
      case 3:
        return `${old} ${pick(OPERATORS, random)} ${other()}`
      case 4:
        return `CAST (${old} AS ${pick(TYPES, random)})`
      case 5:
        return pick(
          [`{${old} AS x, *}`, `[${old}, ${other()}]`, `(${old})[${other()}]`, `{${old}}.x`],
          random,
        )
      case 6:
        return pick(
          [
            `(SELECT ${old})`,
            `(SELECT ${old} FROM ${pick(this.texts.from, random)})`,
            `EXISTS (${pick(this.texts.query, random)})`,
            `${old} IN (${pick(this.texts.query, random)})`,
          ],
          random,
        )
      default:
        return pick(
          [
            `CASE ${old} WHEN ${other()} THEN ${other()} ELSE ${old} END`,
            `${old} BETWEEN ${other()} AND ${other()}`,
            `${old} IN (${other()}, ${other()})`,
            `try(${old}, ${other()})`,
          ],
          random,
        )
    }
  }
}

function call(name: string, args: readonly string[]): string {
  return name.startsWith('OVER ')
    ? `${name.slice(5)}(${args.join(', ')}) OVER (ORDER BY ${args[0] ?? '1'})`
    : `${name}(${args.join(', ')})`
}

/** Where the pieces of a statement lie; none if it does not parse. */
function piecesOf(statement: string): Piece[] {
  const pieces: Piece[] = []
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if ('start' in node && 'end' in node && 'kind' in node) {
      const sort = SORTS[node.kind as string]
      if (sort) pieces.push({ sort, start: node.start as number, end: node.end as number })
    }
    Object.values(node).forEach(visit)
  }
  try {
    visit(parseStatement(statement))
  } catch {
    return []
  }
  return pieces
}

const pick = <T>(items: readonly T[], random: Random): T => items[random(items.length)]!
