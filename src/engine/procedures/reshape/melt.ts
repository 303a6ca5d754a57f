import { EngineError } from '../../../contract/errors.ts'
import type { Path, Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import type { WriteBatch } from '../../context.ts'
import type { CellColumn } from '../../datasets/row-cells.ts'
import { param } from '../../params.ts'
import { flattenValue } from '../../sql/values/flatten-value.ts'
import { defineProcedure } from '../define-procedure.ts'
import { type CellBatch, readCells } from './read-cells.ts'

/** Columns to rows. */
export const melt = defineProcedure({
  type: 'melt',
  summary:
    'Makes a row of each cell of some columns, those that are NULL left out: `SELECT {name} AS to_fix, {friends*} AS to_melt`. The rows are named by row and column, `row1.friends.0`.',
  params: {
    inputData: param.query(
      'The query: row `to_fix` is copied to every new row, each cell of row `to_melt` gives one.',
    ),
    outputDataset: param.outputDataset('The dataset to write; an existing one is replaced.', 'tabular'),
    keyColumnName: param.string('The column of the names of melted columns.', { default: 'key' }),
    valueColumnName: param.string('The column of their values.', { default: 'value' }),
  },
  check({ keyColumnName, valueColumnName }) {
    if (keyColumnName !== valueColumnName) return
    throw new EngineError('invalid-argument', 'keyColumnName and valueColumnName must not be the same')
  },
  async run({ params, context, call }) {
    const writer = await context.datasets.write(withAllColumns(params.outputDataset), call)
    try {
      for await (const batch of readCells(params.inputData, 'melt', context, call)) {
        await writer.append(meltBatch(batch, params))
      }
      const { rowCount } = await writer.commit()
      return { status: { rowCount } }
    } finally {
      await writer.abort()
    }
  },
})

/** Rows need not have the same fixed columns. */
const withAllColumns = <T extends { type: string; params: Record<string, unknown> }>(output: T): T =>
  output.type === 'tabular' ? { ...output, params: { unknownColumns: 'add', ...output.params } } : output

interface Names {
  keyColumnName: string
  valueColumnName: string
}

function meltBatch(
  { rowNames, times, columns }: CellBatch,
  { keyColumnName, valueColumnName }: Names,
): WriteBatch {
  const fixed = within(columns, 'to_fix')
  const melted = within(columns, 'to_melt')
  const names: string[] = []
  const sources: number[] = []
  const keys: string[] = []
  const values: Value[] = []
  for (const [row, name] of rowNames.entries()) {
    const rowPath = parsePath(name)
    for (const column of melted) {
      const cell = column.values[row]
      if (isNothing(cell)) continue
      for (const [path, value] of flattenValue(cell, column.path)) {
        names.push(formatPath([...rowPath, ...path]))
        sources.push(row)
        keys.push(formatPath(path))
        values.push(value)
      }
    }
  }
  return {
    rowNames: names,
    times: Float64Array.from(sources, (row) => times[row]!),
    columns: [
      ...fixed.map((column) => ({
        path: column.path,
        values: sources.map((row) => column.values[row] ?? undefined),
      })),
      { path: [keyColumnName], values: keys },
      { path: [valueColumnName], values },
    ],
  }
}

/** In a row value NULL may be a cell that the row lacks. */
const isNothing = (cell: Value | undefined): cell is null | undefined => cell === null || cell === undefined

interface InnerColumn {
  path: Path
  values: CellColumn['values']
}

/** The columns of a row value, by their paths in it.
 *  @throws EngineError `invalid-argument` for columns of neither row, and where it is none */
function within(columns: readonly CellColumn[], name: 'to_fix' | 'to_melt'): InnerColumn[] {
  return columns.flatMap((column) => {
    const [first, ...path] = column.path
    if (first !== 'to_fix' && first !== 'to_melt') throw stray(`'${column.name}' is neither`, column)
    if (first !== name) return []
    if (path.length > 0) return [{ path, values: column.values }]
    if (column.values.every(isNothing)) return []
    throw stray(`${name} is no row`, column)
  })
}

const stray = (reason: string, { name }: CellColumn): EngineError =>
  new EngineError(
    'invalid-argument',
    `melt takes the rows to_fix and to_melt, as in SELECT {name} AS to_fix, {* EXCLUDING (name)} AS to_melt; ${reason}`,
    { column: name },
  )
