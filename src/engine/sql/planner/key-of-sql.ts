/** A term of ORDER BY or GROUP BY as SQLite may read it; undefined for a constant. SQLite takes a whole number for the
 *  position of a column, in parentheses, with a sign, a collation or a hint about its likelihood too. An expression may
 *  become one only in SQL: `at(5, '2020-01-01')` is `5`, and SQLite makes 0 of `x AND 0` before it looks. */
export function keyOfSql(sql: string): string | undefined {
  if (/^[-+()\s\d]*\d[-+()\s\d]*$/.test(sql.replace(AROUND, ''))) return undefined
  if (!sql.includes(' AND ')) return sql
  const collation = /(?: COLLATE \w+)*$/.exec(sql)![0]
  return `ifnull(${sql.slice(0, sql.length - collation.length)}, NULL)${collation}`
}

const AROUND = /\b(?:un)?likely(?=\()|\blikelihood(?=\()|, [\d.]+(?=\))|(?<=[\d)]) COLLATE \w+/g
