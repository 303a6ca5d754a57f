import type { PreviewColumn, PreviewTable } from '../../../../contract/rest.ts'
import { quoteName } from '../../../lib/quote-name.ts'

/** What a column shall become. */
export interface ColumnPlan {
  column: PreviewColumn
  isIncluded: boolean
  name: string
  /** Empty: as it comes. */
  type: '' | 'string' | 'number' | 'timestamp'
}

export const TYPE_CHOICES: readonly { value: ColumnPlan['type']; title: string }[] = [
  { value: '', title: 'as it comes' },
  { value: 'string', title: 'text' },
  { value: 'number', title: 'number' },
  { value: 'timestamp', title: 'time' },
]

/** Everything as it comes. */
export const planColumns = (columns: readonly PreviewColumn[]): ColumnPlan[] =>
  columns.map((column) => ({ column, isIncluded: true, name: column.path.join('.'), type: '' }))

/** Imports that take what they find: their columns are not to choose. */
export const takesColumns = ({ type }: PreviewTable): boolean =>
  ['import.text', 'import.json', 'import.parquet', 'import.xlsx'].includes(type)

/** The procedure that imports a table as planned.
 *  @param name of the dataset, or of the function that a model becomes */
export function importCall(table: PreviewTable, name: string, plan: readonly ColumnPlan[]) {
  return {
    type: table.type,
    params: {
      ...table.params,
      ...outputOf(table, name),
      ...(takesColumns(table) ? clauses(table, plan) : {}),
    },
  }
}

function outputOf({ type }: PreviewTable, name: string): Record<string, string> {
  if (type === 'import.bundle') return {}
  return type === 'import.model' ? { functionName: name } : { outputDataset: name }
}

/** Nothing where nothing was changed. The types of text are found by import.text itself, which keeps them to the letter. */
function clauses(table: PreviewTable, plan: readonly ColumnPlan[]) {
  const isText = table.type === 'import.text'
  const types = Object.fromEntries(
    plan.flatMap(({ column, isIncluded, type }) =>
      isIncluded && type ? [[column.path.join('.'), type]] : [],
    ),
  )
  const isChanged = plan.some(
    ({ column, isIncluded, name, type }) =>
      !isIncluded || name !== column.path.join('.') || (type && !isText),
  )
  const select = plan
    .filter(({ isIncluded }) => isIncluded)
    .map(({ column, name, type }) => {
      const source = column.path.map(quoteName).join('.')
      const target = name === column.path.join('.') ? source : quoteName(name)
      return `${type && !isText ? `CAST (${source} AS ${type})` : source} AS ${target}`
    })
    .join(', ')
  return {
    ...(isText && Object.keys(types).length > 0 ? { types } : {}),
    ...(isChanged ? { select } : {}),
  }
}
