import type { Completion } from '@codemirror/autocomplete'
import type { BuiltinInfo, SqlDialect } from '../../../contract/rest.ts'
import { quoteName } from '../../lib/quote-name.ts'
import { statementAt } from './statement-at.ts'

/** What the editor may offer. */
export interface Names {
  dialect: SqlDialect
  datasets: readonly string[]
  /** Of the datasets that the text names, as far as they are known. */
  columns: ReadonlyMap<string, readonly string[]>
  functions: readonly string[]
  builtins: readonly BuiltinInfo[]
  /** SQLite's own. */
  sqliteFunctions: readonly string[]
}

export const NO_NAMES: Names = {
  dialect: 'mldb',
  datasets: [],
  columns: new Map(),
  functions: [],
  builtins: [],
  sqliteFunctions: [],
}

/** The datasets that a text names, in words or in quotes. */
export function datasetsIn(text: string, datasets: readonly string[]): string[] {
  const words = new Set<string>()
  for (const [word] of text.matchAll(/"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_]*/gu)) {
    words.add(word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word)
  }
  return datasets.filter((id) => words.has(id))
}

/** What may stand at a place: columns of the datasets in its statement first, then datasets, functions and builtins. Every
 *  option fits: the editor filters by what was typed. */
export function completionsAt(text: string, place: number, names: Names): Completion[] {
  const statement = statementAt(text, place)?.sql ?? text
  const named = datasetsIn(statement, names.datasets)
  const columns = named.flatMap((id) => (names.columns.get(id) ?? []).map((name) => toColumn(name, id)))
  return [
    ...distinct(columns),
    ...names.datasets.map((id) => ({
      label: id,
      type: 'type',
      detail: 'dataset',
      apply: quoteName(id),
      boost: 1,
    })),
    ...(names.dialect === 'mldb' ? mldbFunctions(names) : sqliteFunctions(names)),
  ]
}

const toColumn = (name: string, dataset: string): Completion => ({
  label: name,
  type: 'property',
  detail: dataset,
  apply: quoteName(name),
  boost: 2,
})

/** A column that several datasets have is offered once. */
const distinct = (columns: Completion[]): Completion[] => [
  ...new Map(columns.map((column) => [column.label, column])).values(),
]

const mldbFunctions = ({ functions, builtins }: Names): Completion[] => [
  ...functions.map((id) => ({
    label: id,
    type: 'function',
    detail: 'your function',
    apply: `${quoteName(id)}({`,
    boost: 1,
  })),
  ...builtins.map(({ name, kind, signature, summary }) => ({
    label: name,
    type: kind === 'aggregate' ? 'method' : 'function',
    detail: signature.slice(name.length),
    info: summary.replaceAll('`', ''), // plain text: marks would show as they are
    apply: `${name}(`,
  })),
]

const sqliteFunctions = ({ sqliteFunctions }: Names): Completion[] =>
  sqliteFunctions.map((name) => ({ label: name, type: 'function', detail: 'SQLite', apply: `${name}(` }))
