/** A function that the binder knows, because it is about the row, group, column or FROM it stands in. */
export interface LanguageFunction {
  name: string
  signature: string
  summary: string
  place: 'row' | 'column' | 'from'
  /** A statement, and its first value as `format=atom` prints it. */
  example: { sql: string; result: unknown }
}

const one =
  (place: LanguageFunction['place']) =>
  (signature: string, summary: string, sql: string, result: unknown): LanguageFunction => ({
    name: signature.slice(0, signature.indexOf('(')),
    signature,
    summary,
    place,
    example: { sql, result },
  })
const ofRow = one('row')
const ofColumn = one('column')
const inFrom = one('from')

const JOIN = "(SELECT 1 AS x NAMED 'a') AS l JOIN (SELECT 1 AS x NAMED 'b') AS r ON l.x = r.x"
const WIDE = '(SELECT 7 AS w, {8 AS y} AS z)'

/** For documentation and completion; what they do is in binder/. */
export const languageFunctions: readonly LanguageFunction[] = [
  ofRow('rowName()', 'The name of the row, or of the group.', 'SELECT rowName() AS x', 'result'),
  ofRow('rowPath()', 'The same as a path.', 'SELECT rowPath() AS x', { path: ['result'] }),
  ofRow(
    'rowPathElement(n)',
    'The n-th element of the path, from 0, or from the end with a negative `n`; null where there is none.',
    "SELECT rowPathElement(-1) AS x NAMED parse_path('a.b')",
    'result',
  ),
  ofRow(
    'rowHash()',
    'An unsigned 64-bit integer made of the name, by which rows are ordered where nothing else is asked for.',
    'SELECT rowHash() % 1000 AS x',
    91,
  ),
  ofRow(
    'columnCount()',
    'How many columns of the row have a value.',
    `SELECT columnCount() AS x FROM ${WIDE}`,
    2,
  ),
  ofRow(
    'groupKeyElement(n)',
    'The n-th key of the group, from 0.',
    'SELECT groupKeyElement(0) AS x FROM (SELECT 5 AS a) GROUP BY a',
    5,
  ),
  ofRow(
    'leftRowName()',
    'The name of the left row of a join, empty where there is none.',
    `SELECT leftRowName() AS x FROM ${JOIN}`,
    'a',
  ),
  ofRow(
    'rightRowName()',
    'The name of the right row of a join, empty where there is none.',
    `SELECT rightRowName() AS x FROM ${JOIN}`,
    'b',
  ),
  ofRow('leftRowPath()', 'The path of the left row of a join.', `SELECT leftRowPath() AS x FROM ${JOIN}`, {
    path: ['a'],
  }),
  ofRow('rightRowPath()', 'The path of the right row of a join.', `SELECT rightRowPath() AS x FROM ${JOIN}`, {
    path: ['b'],
  }),
  ofRow(
    'value_timestamp()',
    'In WHEN, the time of the value at hand.',
    'SELECT x FROM (SELECT 1 @ TIMESTAMP 5 AS x) WHEN value_timestamp() < TIMESTAMP 9',
    1,
  ),
  ofRow(
    'try(e[, fallback])',
    'The value of `e`; where that fails the fallback, or the message of the failure.',
    "SELECT try(sqrt('a'), 0) AS x",
    0,
  ),
  ofRow(
    'static_type(e)',
    'What is known of a value before the statement runs, as a row.',
    'SELECT static_type(1).kind AS x',
    'atom',
  ),
  ofRow(
    'static_known_columns()',
    'The names of the columns that are known before the statement runs.',
    'SELECT static_known_columns()[0] AS x FROM (SELECT 1 AS a)',
    'a',
  ),
  ofColumn(
    'columnName()',
    'The name of the column.',
    `SELECT COLUMN EXPR (SELECT columnName()) FROM ${WIDE}`,
    'w',
  ),
  ofColumn('columnPath()', 'The same as a path.', `SELECT COLUMN EXPR (SELECT columnPath()) FROM ${WIDE}`, {
    path: ['w'],
  }),
  ofColumn(
    'columnPathElement(n)',
    'The n-th element of the path, from 0 or from the end.',
    `SELECT COLUMN EXPR (SELECT columnPathElement(-1) WHERE columnName() LIKE 'z%') FROM ${WIDE}`,
    'y',
  ),
  ofColumn(
    'columnPathLength()',
    'How many elements the path has.',
    `SELECT COLUMN EXPR (SELECT columnPathLength() WHERE columnName() LIKE 'z%') FROM ${WIDE}`,
    2,
  ),
  ofColumn(
    'columnHash()',
    'An unsigned 64-bit integer made of the name.',
    `SELECT COLUMN EXPR (SELECT columnHash() % 2) FROM ${WIDE}`,
    1,
  ),
  ofColumn('value()', 'The value.', `SELECT COLUMN EXPR (SELECT value() + 1) FROM ${WIDE}`, 8),
  ofColumn(
    'rowCount()',
    'How many rows have the column.',
    `SELECT COLUMN EXPR (SELECT rowCount()) FROM ${WIDE}`,
    1,
  ),
  inFrom(
    'row_dataset(row)',
    'A row for each column of a row, with `column` and `value`; what lies below a column stays one value.',
    'SELECT count(*) AS n FROM row_dataset({1 AS a, {2 AS c, 3 AS d} AS b})',
    2,
  ),
  inFrom(
    'atom_dataset(row)',
    'The same after structures and embeddings are taken apart.',
    'SELECT count(*) AS n FROM atom_dataset({1 AS a, {2 AS c, 3 AS d} AS b})',
    3,
  ),
  inFrom(
    'json_each(json[, path])',
    'SQLite’s: a row for each element of a JSON array or object. The arguments may read the datasets before it in FROM.',
    "SELECT sum(value) AS s FROM json_each('[1, 2, 3]')",
    6,
  ),
  inFrom(
    'json_tree(json[, path])',
    'SQLite’s: a row for each element at any depth.',
    "SELECT count(*) AS n FROM json_tree('[1, [2, 3]]')",
    5,
  ),
  inFrom(
    'merge(a, b, …)',
    'The rows of several datasets; rows of the same name become one.',
    "SELECT count(*) AS n FROM merge((SELECT 1 AS x NAMED 'a'), (SELECT 2 AS y NAMED 'a'))",
    1,
  ),
  inFrom(
    'union(a, b, …)',
    'The rows of several datasets below one another; each name begins with the number of its dataset.',
    'SELECT count(*) AS n FROM union((SELECT 1 AS x), (SELECT 2 AS x))',
    2,
  ),
  inFrom(
    'sample(ds[, {rows, fraction, withReplacement, seed}])',
    'Some of the rows, one by default.',
    'SELECT count(*) AS n FROM sample((SELECT 1 AS x), {rows: 1, seed: 1})',
    1,
  ),
  inFrom(
    'transpose(ds)',
    'Rows as columns and columns as rows.',
    "SELECT a FROM transpose((SELECT 5 AS x NAMED 'a'))",
    5,
  ),
]
