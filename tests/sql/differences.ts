// What a statement means here and in SQLite where the two differ on purpose. Read by differences.test.ts, which runs
// each entry in both; by generate-select.ts, whose statements keep clear of them; and by scripts/make-sql-docs.ts.

/** One difference. `sql` is a statement of one value. */
export interface Difference {
  title: string
  /** An expression without FROM. */
  sql: string
  /** The value here, as `format=atom` prints it, or part of the error's message. */
  here: unknown | { error: string }
  /** The value in SQLite, or part of the error's message. */
  sqlite: unknown | { error: string }
}

/** The documented differences. */
export const differences: readonly Difference[] = [
  { title: '`/` is never integer division', sql: '1 / 2', here: 0.5, sqlite: 0 },
  { title: 'dividing by zero gives infinity', sql: '1 / 0', here: { num: 'Inf' }, sqlite: null },
  { title: '0 / 0 is NaN', sql: '0 / 0', here: { num: 'NaN' }, sqlite: null },
  { title: 'the remainder of doubles is not cut to integers', sql: '5.5 % 2', here: 1.5, sqlite: 1 },
  {
    title: 'the remainder by an integer zero is an error',
    sql: '1 % 0',
    here: { error: 'Integer Modulus by a zero dividend' },
    sqlite: null,
  },
  { title: '`+` joins strings', sql: "'a' + 'b'", here: 'ab', sqlite: 0 },
  { title: '`+` joins as soon as one side is a string', sql: "'5' + 1", here: '51', sqlite: 6 },
  {
    title: 'text is no number in arithmetic',
    sql: "'5' * 2",
    here: { error: "Can't convert value '5' of type 'ASCII_STRING' to double" },
    sqlite: 10,
  },
  { title: 'a CAST does not make comparisons convert', sql: "CAST(1 AS integer) = '1'", here: 0, sqlite: 1 },
  { title: '`LIKE` tells capital letters', sql: "'A' LIKE 'a'", here: 0, sqlite: 1 },
  { title: 'double quotes never make a string', sql: '"abc" IS NULL', here: 1, sqlite: 0 },
  {
    title: 'a column that does not exist reads as null',
    sql: 'nowhere',
    here: null,
    sqlite: { error: 'no such column' },
  },
  { title: 'text that is not empty is true', sql: "CASE WHEN 'a' THEN 1 ELSE 0 END", here: 1, sqlite: 0 },
  { title: '`IS NULL` binds to the operand before it', sql: '1 + 5 IS NOT NULL', here: 2, sqlite: 1 },
  { title: '`&` and `|` bind as tightly as `+`', sql: '4 & 6 + 1', here: 5, sqlite: 4 },
  { title: 'a logarithm out of its domain is infinite', sql: 'ln(0)', here: { num: '-Inf' }, sqlite: null },
  { title: 'a root out of its domain is NaN', sql: 'sqrt(-1)', here: { num: 'NaN' }, sqlite: null },
  { title: 'the sum of nothing is 0', sql: 'sum(null)', here: 0, sqlite: null },
  { title: 'the mean of nothing is NaN', sql: 'avg(null)', here: { num: 'NaN' }, sqlite: null },
  { title: 'letters of every alphabet have capitals', sql: "upper('é')", here: 'É', sqlite: 'é' },
  {
    title: 'halves are rounded by the number, not by adding a half',
    sql: 'round(0.49999999999999994)',
    here: 0,
    sqlite: 1,
  },
  {
    title: 'a number in `ORDER BY` or `GROUP BY` is a number, not the position of a column',
    sql: '(SELECT column1 FROM (VALUES (2), (1)) ORDER BY 1)',
    here: 2,
    sqlite: 1,
  },
  {
    title: 'square brackets make an embedding, not a name',
    sql: '[1]',
    here: [1],
    sqlite: { error: 'no such column' },
  },
  {
    title: 'a column beside an aggregate must be one of the group',
    sql: '(SELECT max(column1) + column1 FROM (VALUES (2), (1)))',
    here: { error: 'must appear in the GROUP BY clause' },
    sqlite: 4,
  },
  { title: 'a CAST that is impossible gives null', sql: "CAST('5x' AS integer)", here: null, sqlite: 5 },
  {
    title: '`WHERE` does not see the names of items',
    sql: '(SELECT column1 AS q FROM (VALUES (2)) WHERE q = 2)',
    here: null,
    sqlite: 2,
  },
]
