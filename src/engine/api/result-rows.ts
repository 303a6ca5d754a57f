import type { Atom, Path, Value } from '../../contract/values.ts'
import { formatPath } from '../../lib/format-path.ts'
import type { Result } from '../sql/sql.ts'
import { indexPath, visitAtoms } from '../sql/values/flatten-value.ts'

/** A row of a result with its structures flattened, as the original shows it. */
export interface FlatRow {
  name: string
  /** ms since 1970. */
  time: number
  cells: FlatCell[]
  /** Times of cells that are not of the row's time. */
  cellTimes?: Map<FlatCell, number>
}

/** Name (text form of the path) and value of one cell. */
export type FlatCell = readonly [name: string, value: Atom]

/** All rows of a result, flattened. NULL in a column that is sparse or holds structures is an absent cell. */
export async function* flatRows(result: Result): AsyncGenerator<FlatRow> {
  const printers = result.columns.map(({ path }) => createCellPrinter(path))
  const skipNull = result.columns.map(
    ({ sparse, values }) => sparse === true || values.kind === 'row' || values.kind === 'embedding',
  )
  for await (const batch of result.batches()) {
    for (const [row, name] of batch.rowNames.entries()) {
      const cells: FlatCell[] = []
      const cellTimes = new Map<FlatCell, number>()
      for (let c = 0; c < printers.length; c++) {
        const value = batch.columns[c]![row]
        if (value === undefined || (value === null && skipNull[c])) continue
        const start = cells.length
        printers[c]!(value, cells)
        const own = batch.columnTimes?.[c]?.[row]
        if (own !== undefined) for (const cell of cells.slice(start)) cellTimes.set(cell, own)
      }
      for (const [path, value] of batch.rest?.[row]?.columns ?? []) {
        visitAtoms(value, path, (inner, atom) => cells.push([formatPath(inner), atom]))
      }
      const time = batch.times[row] ?? Number.NEGATIVE_INFINITY
      yield { name, time, cells, ...(cellTimes.size > 0 && { cellTimes }) }
    }
  }
}

/** Adds the cells of one column's value. Names of an embedding's numbers are made once, not once a row. */
function createCellPrinter(path: Path): (value: Value, cells: FlatCell[]) => void {
  const name = formatPath(path)
  let shapeText: string | undefined
  let names: string[] = []
  return (value, cells) => {
    if (value === null || typeof value !== 'object' || value instanceof Uint8Array) cells.push([name, value])
    else if (value.kind === 'embedding') {
      const { shape, data } = value
      if (shape.join() !== shapeText) {
        shapeText = shape.join()
        names = Array.from(data, (_, i) => formatPath([...path, ...indexPath(shape, i)]))
      }
      for (let i = 0; i < data.length; i++) cells.push([names[i]!, data[i]!])
    } else if (value.kind === 'row') {
      visitAtoms(value, path, (inner, atom) => cells.push([formatPath(inner), atom]))
    } else cells.push([name, value])
  }
}
