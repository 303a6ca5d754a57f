import { formatPath } from '../../../lib/format-path.ts'
import { quoteIdentifier } from '../../../lib/quote-identifier.ts'
import type { Database } from '../../sqlite/database.ts'
import type { AtomType, Catalog, DatasetColumn, DatasetSchema } from '../catalog.ts'
import { foldName, type Token } from './tokens.ts'

/** A dataset as plain SQLite sees it. */
export interface View {
  name: string
  dataset: string
}

/** Names for things whose own may not do: SQLite folds case, keeps `sqlite_…` to itself and ends a text at NUL. The first
 *  of those that collide keeps its name, the others get `_2`, `_3`, …. */
export function distinctNames(names: readonly string[], taken: Iterable<string> = []): string[] {
  const used = new Set([...taken].map(foldName))
  return names.map((given) => {
    const clean = given.replaceAll('\u0000', '\ufffd')
    const base = /^sqlite_/i.test(clean) ? `_${clean}` : clean
    let name = base
    for (let n = 2; used.has(foldName(name)); n++) name = `${base}_${n}`
    used.add(foldName(name))
    return name
  })
}

/** All datasets by their names in plain SQLite. @param scratch names of scratch tables, which go first */
export function viewsOf(catalog: Catalog, scratch: readonly string[]): View[] {
  const ids = catalog.datasetIds()
  const names = distinctNames(ids, scratch)
  return ids.map((dataset, i) => ({ name: names[i]!, dataset }))
}

/** Those that a statement may name: a name stands in it as a word, quoted, or as a text. */
export function namedViews(views: readonly View[], tokens: readonly Token[]): View[] {
  const words = wordsOf(tokens)
  return views.filter(({ name }) => words.has(foldName(name)))
}

const wordsOf = (tokens: readonly Token[]): Set<string> =>
  new Set(
    tokens
      .filter(({ kind }) => kind === 'word' || kind === 'name' || kind === 'text')
      .map(({ value }) => foldName(value)),
  )

/** Columns of a dataset's table that a statement may read: it names them, or all of them by `*` (but not by `(*)`, as in
 *  count(*)) or NATURAL. */
export function namedColumns(schema: DatasetSchema, tokens: readonly Token[]): Set<string> {
  const words = wordsOf(tokens)
  const all =
    words.has('natural') || tokens.some(({ value }, i) => value === '*' && tokens[i - 1]?.value !== '(')
  const names = viewColumns(schema)
  const isNamed = (i: number): boolean => words.has(foldName(names[i]!))
  // The first name is rowName.
  const columns = schema.columns.filter((_, i) => all || isNamed(i + 1)).map(({ column }) => column)
  return new Set(isNamed(0) ? ['_name', ...columns] : columns)
}

/** Column names of a dataset's view: `rowName`, its columns, and `rest` where rows may have others. */
export function viewColumns({ columns, open }: DatasetSchema): string[] {
  const names = distinctNames([
    'rowName',
    ...columns.map(({ path }) => formatPath(path)),
    ...(open ? ['rest'] : []),
  ])
  return names
}

/** Makes the view, until it is dropped. Cells are SQLite's own where it has the type; see `plainCell` for the others. */
export function createView(database: Database, name: string, schema: DatasetSchema, cell: string): void {
  const names = viewColumns(schema)
  const cells = [
    '_name',
    ...schema.columns.map((column) => (isPlain(column) ? column.column : `${cell}(${column.column})`)),
    ...(schema.open ? ['_rest'] : []),
  ]
  const items = cells.map((sql, i) => `${sql} AS ${quoteIdentifier(names[i]!)}`)
  database.exec(
    `CREATE TEMP VIEW ${quoteIdentifier(name)} AS SELECT ${items.join(', ')} FROM main.${schema.table}`,
  )
}

const PLAIN: ReadonlySet<AtomType> = new Set(['null', 'integer', 'number', 'string', 'infinite'])

const isPlain = ({ values }: DatasetColumn): boolean =>
  values.kind === 'embedding' || (values.kind === 'atoms' && values.types.every((type) => PLAIN.has(type)))
