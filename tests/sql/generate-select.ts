import { createRandom } from './random-tables.ts'

/** One statement in both dialects. The texts differ only where a difference of differences.ts has a name in SQLite. */
export interface Pair {
  here: string
  sqlite: string
}

/** A random statement, and whether its rows come in a certain order. */
export interface RandomSelect extends Pair {
  ordered: boolean
}

/** What may be read: an alias and its columns by sort. */
interface Source {
  numbers: string[]
  texts: string[]
  /** Columns of any sort, for comparisons and nulls. */
  mixed: string[]
  /** A column without duplicates, if there is one. */
  key: string | undefined
}

const same = (text: string): Pair => ({ here: text, sqlite: text })

/** Joins texts and pairs into a pair. */
function both(strings: TemplateStringsArray, ...parts: (Pair | string)[]): Pair {
  const join = (dialect: keyof Pair): string =>
    strings.reduce((text, s, i) => {
      const part = parts[i - 1]!
      return text + (typeof part === 'string' ? part : part[dialect]) + s
    })
  return { here: join('here'), sqlite: join('sqlite') }
}

const joined = (pairs: readonly Pair[], separator: string): Pair => ({
  here: pairs.map((p) => p.here).join(separator),
  sqlite: pairs.map((p) => p.sqlite).join(separator),
})

/** Makes random SELECTs over the tables of random-tables.ts that mean the same in both dialects: joins, groups,
 *  windows, common table expressions, subqueries, compound selects, nulls, mixed types. The same seed gives the same
 *  statement. */
export function generateSelect(seed: number): RandomSelect {
  return new Generator(seed).statement()
}

class Generator {
  private readonly random: (n: number) => number
  private aliases = 0

  constructor(seed: number) {
    this.random = createRandom(seed)
  }

  statement(): RandomSelect {
    const kind = this.random(12)
    if (kind === 0) return this.compound()
    if (kind <= 3) return this.grouped()
    if (kind === 4) return this.window()
    if (kind === 5) return this.random(4) === 0 ? this.recursive() : this.common()
    return this.plain()
  }

  private pick<T>(items: readonly T[]): T {
    return items[this.random(items.length)]!
  }

  private table(): { from: Pair; source: Source } {
    const alias = `x${this.aliases++}`
    const of = (...names: string[]): string[] => names.map((name) => `${alias}.${name}`)
    const source = {
      numbers: of('id', 'a', 'b'),
      texts: of('c'),
      mixed: of('a', 'b', 'c', 'd'),
      key: `${alias}.id`,
    }
    return { from: same(`${this.pick(['t', 'u'])} AS ${alias}`), source }
  }

  /** A table, a subquery or a join of two. */
  private from(depth = 0): { from: Pair; source: Source } {
    const kind = this.random(6)
    if (kind === 0 && depth < 2) return this.subquery(depth)
    if (kind > 2 || depth > 1) return this.table()
    const left = this.from(depth + 1)
    const right = this.table()
    const both2 = { ...merge(left.source, right.source), key: undefined }
    const how = this.pick(['JOIN', 'LEFT JOIN', 'INNER JOIN', 'FULL JOIN', 'RIGHT JOIN'])
    const on = both`${this.pick(left.source.numbers)} = ${this.pick(right.source.numbers)}`
    const more = this.random(3) === 0 ? both` AND ${this.predicate(both2, 1)}` : same('')
    return { from: both`${left.from} ${how} ${right.from} ON ${on}${more}`, source: both2 }
  }

  private subquery(depth: number): { from: Pair; source: Source } {
    const inner = this.from(depth + 1)
    const alias = `x${this.aliases++}`
    const select = both`SELECT ${this.number(inner.source)} AS n, ${this.text(inner.source)} AS s FROM ${inner.from} WHERE ${this.predicate(inner.source)}`
    const source = {
      numbers: [`${alias}.n`],
      texts: [`${alias}.s`],
      mixed: [`${alias}.n`, `${alias}.s`],
      key: undefined,
    }
    return { from: both`(${select}) AS ${alias}`, source }
  }

  private number(source: Source, depth = 0): Pair {
    const inner = () => this.number(source, depth + 1)
    switch (depth > 2 ? this.random(3) : this.random(20)) {
      case 0:
        return same(this.pick(['0', '1', '-2', '3', '0.5', '7', '100']))
      case 3:
        return both`(${inner()} + ${inner()})`
      case 4:
        return both`(${inner()} - ${inner()})`
      case 5:
        return both`(${inner()} * ${inner()})`
      case 6:
        return both`abs(${inner()})`
      case 7:
        return both`CASE WHEN ${this.predicate(source, depth + 1)} THEN ${inner()} ELSE ${inner()} END`
      case 8:
        return both`coalesce(${inner()}, ${inner()})`
      case 9:
        return both`length(${this.text(source, depth + 1)})`
      case 10:
        return both`CASE ${inner()} WHEN ${inner()} THEN ${inner()} END`
      case 11:
        return both`(- ${inner()})`
      case 12:
        return both`nullif(${inner()}, ${inner()})`
      case 13:
        return both`(SELECT ${this.pick(['max', 'min', 'count'])}(${this.pick(['a', 'b'])}) FROM ${this.pick(['t', 'u'])})`
      case 14:
        return this.quotient(inner())
      case 15:
        return both`instr(${this.text(source, depth + 1)}, 'a')`
      case 16:
        return both`(${this.wholeNumber(source)} % ${this.pick(['2', '3', '-4'])})`
      case 17:
        return this.correlated(source)
      case 18:
        return this.whole(inner())
      case 19:
        return both`iif(${this.predicate(source, depth + 1)}, ${inner()}, ${inner()})`
      default:
        return same(this.pick(source.numbers))
    }
  }

  /** SQLite's `/` cuts the quotient of integers. */
  private quotient(number: Pair): Pair {
    return { here: `(${number.here} / 4)`, sqlite: `(${number.sqlite} / 4.0)` }
  }

  /** In SQLite a CAST makes later comparisons convert; `+` before it keeps them from it. */
  private whole(number: Pair): Pair {
    return { here: `CAST(${number.here} AS integer)`, sqlite: `(+CAST(${number.sqlite} AS INTEGER))` }
  }

  /** An integer or null. */
  private wholeNumber(source: Source): Pair {
    return this.whole(this.number(source, 2))
  }

  /** An aggregate over the rows of another table that belong to the row at hand. */
  private correlated(source: Source): Pair {
    const { from, source: inner } = this.table()
    const outer = this.pick(source.numbers)
    const aggregate = this.pick([`count(*)`, `max(${inner.numbers[2]})`, `count(${inner.texts[0]})`])
    return both`(SELECT ${aggregate} FROM ${from} WHERE ${this.pick(inner.numbers)} ${this.pick(['=', '<', '>='])} ${outer})`
  }

  private text(source: Source, depth = 0): Pair {
    const inner = () => this.text(source, depth + 1)
    switch (depth > 2 ? this.random(3) : this.random(13)) {
      case 0:
        return same(this.pick(["''", "'a'", "'ab'", "'zz'", "'it''s'"]))
      case 3:
        return both`upper(${inner()})`
      case 4:
        return both`(${inner()} || ${inner()})`
      case 5:
        return both`substr(${inner()}, ${this.pick(['1', '2'])}, 2)`
      case 6:
        return both`replace(${inner()}, 'a', 'q')`
      case 7:
        return both`coalesce(${inner()}, 'none')`
      case 8:
        return both`trim(${inner()})`
      case 9:
        return both`CASE WHEN ${this.predicate(source, depth + 1)} THEN ${inner()} ELSE ${inner()} END`
      case 10:
        return both`hex(${inner()})`
      case 11:
        return both`typeof(${this.pick(source.texts)})`
      case 12:
        return castText(this.wholeNumber(source))
      default:
        return same(this.pick(source.texts))
    }
  }

  private predicate(source: Source, depth = 0): Pair {
    const inner = () => this.predicate(source, depth + 1)
    const comparison = this.pick(['=', '!=', '<', '<=', '>', '>='])
    const number = () => this.number(source, depth + 1)
    switch (depth > 2 ? this.random(3) : this.random(17)) {
      case 3:
        return both`(${inner()} AND ${inner()})`
      case 4:
        return both`(${inner()} OR ${inner()})`
      case 5:
        return both`(NOT ${inner()})`
      case 6:
        return same(`(${this.pick(source.mixed)} IS ${this.pick(['', 'NOT '])}NULL)`)
      case 7:
        return both`(${number()} ${this.pick(['', 'NOT '])}BETWEEN ${number()} AND ${number()})`
      case 8:
        return both`(${number()} ${this.pick(['', 'NOT '])}IN (${number()}, ${number()}, 1))`
      case 9:
        return both`(${this.text(source, 1)} ${this.pick(['', 'NOT '])}LIKE ${this.pick(["'a%'", "'%b%'", "'_b'", "'%'", "''"])})`
      case 10:
        return same(`(${this.pick(source.mixed)} ${comparison} ${this.pick(source.mixed)})`)
      case 11:
        return same(
          `(${this.pick(source.mixed)} IN (SELECT ${this.pick(['a', 'b', 'c', 'd'])} FROM ${this.pick(['t', 'u'])}))`,
        )
      case 12:
        return same(`(${this.pick(source.mixed)} ${comparison} ${this.pick(["'a'", '1', '0.5', "'2'"])})`)
      case 13:
        return both`(${this.text(source, 1)} ${comparison} ${this.text(source, 1)})`
      case 14: {
        const { from, source: other } = this.table()
        return both`(${this.pick(['', 'NOT '])}EXISTS (SELECT 1 FROM ${from} WHERE ${this.pick(other.mixed)} = ${this.pick(source.mixed)}))`
      }
      case 15:
        return both`coalesce(${inner()}, 0)`
      case 16:
        return both`((${number()}, ${this.text(source, 1)}) = (${number()}, ${this.text(source, 1)}))`
      default:
        return both`(${number()} ${comparison} ${number()})`
    }
  }

  private item(source: Source): Pair {
    const kind = this.random(5)
    if (kind === 0) return same(this.pick(source.mixed))
    if (kind === 1) return this.text(source)
    if (kind === 2) return this.predicate(source, 1)
    return this.number(source)
  }

  private items(make: () => Pair, count = 1 + this.random(4)): Pair {
    return joined(
      Array.from({ length: count }, (_, i) => both`${make()} AS r${String(i)}`),
      ', ',
    )
  }

  private where(source: Source): Pair {
    return this.random(3) === 0 ? same('') : both` WHERE ${this.predicate(source)}`
  }

  private plain(): RandomSelect {
    const { from, source } = this.from()
    const body = both`${this.items(() => this.item(source))} FROM ${from}${this.where(source)}`
    if (this.random(6) === 0) return { ...both`SELECT DISTINCT ${body}`, ordered: false }
    if (source.key === undefined || this.random(3) > 0) return { ...both`SELECT ${body}`, ordered: false }
    // A constant here would be the number of a column to SQLite.
    const first = both`(${this.pick(source.numbers)} + ${this.number(source, 1)})${this.pick(['', ' ASC', ' DESC', ' DESC NULLS FIRST', ' NULLS LAST'])}`
    const limit = this.pick(['', ' LIMIT 5', ' LIMIT 3 OFFSET 2', ' LIMIT 0'])
    return { ...both`SELECT ${body} ORDER BY ${first}, ${source.key}${limit}`, ordered: true }
  }

  private aggregate(source: Source): Pair {
    const number = this.number(source, 1)
    switch (this.random(10)) {
      case 0:
        return same('count(*)')
      case 7:
        return both`count(*) FILTER (WHERE ${this.predicate(source, 1)})`
      case 8:
        return both`max(${number}) FILTER (WHERE ${this.predicate(source, 1)})`
      case 1:
        return both`count(${this.item(source)})`
      case 2:
        return { here: `sum(${number.here})`, sqlite: `total(${number.sqlite})` }
      case 3:
        return { here: `avg(${number.here})`, sqlite: `coalesce(avg(${number.sqlite}), 'NaN')` }
      case 4:
        return countDistinct(this.pick(source.mixed))
      case 5:
        return same(`max(${this.pick(source.mixed)})`)
      case 6:
        return same(`count(DISTINCT ${this.pick(source.mixed)})`)
      default:
        return both`min(${number})`
    }
  }

  private grouped(): RandomSelect {
    const { from, source } = this.from()
    const where = this.where(source)
    if (this.random(3) === 0) {
      const select = this.items(() => this.aggregate(source))
      return { ...both`SELECT ${select} FROM ${from}${where}`, ordered: false }
    }
    // A constant as a key would be the number of a column to SQLite.
    const keys = Array.from({ length: 1 + this.random(2) }, () =>
      this.random(2) === 0
        ? same(this.pick(source.mixed))
        : both`(${this.pick(source.numbers)} + ${this.number(source, 2)})`,
    )
    const select = this.items(() => (this.random(3) === 0 ? this.pick(keys) : this.aggregate(source)))
    const having =
      this.random(3) === 0
        ? both` HAVING ${this.pick([same('count(*)'), countDistinct(this.pick(source.mixed)), both`max(${this.number(source, 2)})`])} ${this.pick(['>', '<=', '='])} ${this.pick(['0', '1', '2'])}`
        : same('')
    return {
      ...both`SELECT ${select} FROM ${from}${where} GROUP BY ${joined(keys, ', ')}${having}`,
      ordered: false,
    }
  }

  private window(): RandomSelect {
    const { from, source } = this.table()
    const partition = this.random(2) === 0 ? `PARTITION BY ${this.pick(source.mixed)} ` : ''
    const frame = this.pick([
      '',
      '',
      ' ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING',
      ' ROWS UNBOUNDED PRECEDING',
    ])
    const over = ` OVER (${partition}ORDER BY ${source.key}${frame})`
    const value = this.pick(source.numbers)
    const window = this.pick<() => Pair>([
      () => same(`row_number()${over}`),
      () => same(`rank()${over}`),
      () => same(`lag(${value})${over}`),
      () => same(`count(${value})${over}`),
      () => same(`max(${value})${over}`),
      () => ({ here: `sum(${value})${over}`, sqlite: `total(${value})${over}` }),
    ])
    const items = joined([both`${this.item(source)} AS r0`, both`${window()} AS r1`], ', ')
    return { ...both`SELECT ${items} FROM ${from}${this.where(source)}`, ordered: false }
  }

  private common(): RandomSelect {
    const inner = this.from(1)
    const query = both`SELECT ${this.number(inner.source)} AS n, ${this.text(inner.source)} AS s FROM ${inner.from}${this.where(inner.source)}`
    const outer = { numbers: ['q.n'], texts: ['q.s'], mixed: ['q.n', 'q.s'], key: undefined }
    const select = both`SELECT ${this.items(() => this.item(outer))} FROM q${this.where(outer)}`
    return { ...both`WITH q AS (${query}) ${select}`, ordered: false }
  }

  private recursive(): RandomSelect {
    const { from, source } = this.table()
    const last = String(2 + this.random(6))
    const numbers = both`WITH RECURSIVE r(n) AS (SELECT ${this.pick(['0', '1'])} UNION ALL SELECT n + 1 FROM r WHERE n < ${last})`
    const outer = { ...source, numbers: [...source.numbers, 'r.n'] }
    const join = both`r ${this.pick(['JOIN', 'LEFT JOIN'])} ${from} ON r.n = ${this.pick(source.numbers)}`
    return { ...both`${numbers} SELECT ${this.items(() => this.item(outer))} FROM ${join}`, ordered: false }
  }

  private compound(): RandomSelect {
    const side = (): Pair => {
      const { from, source } = this.table()
      return both`SELECT ${this.number(source)} AS r0, ${this.text(source)} AS r1 FROM ${from}${this.where(source)}`
    }
    return {
      ...both`${side()} ${this.pick(['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT'])} ${side()}`,
      ordered: false,
    }
  }
}

const countDistinct = (column: string): Pair => ({
  here: `count_distinct(${column})`,
  sqlite: `count(DISTINCT ${column})`,
})

const castText = (value: Pair): Pair => ({
  here: `CAST(${value.here} AS string)`,
  sqlite: `(+CAST(${value.sqlite} AS TEXT))`,
})

const merge = (a: Source, b: Source): Source => ({
  numbers: [...a.numbers, ...b.numbers],
  texts: [...a.texts, ...b.texts],
  mixed: [...a.mixed, ...b.mixed],
  key: undefined,
})
