import { EngineError } from '../../../contract/errors.ts'
import type { Path, RowValue, Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { fromSqlite, type SqliteValue, toSqlite } from '../../sqlite/codec.ts'
import type { CellDepth } from '../binder/row-dataset.ts'
import { flattenValue } from '../values/flatten-value.ts'
import { topLevelColumns } from '../values/top-level-columns.ts'
import { kindOf, typeName } from '../values/type-name.ts'
import { sameCell } from './same-cell.ts'
import { recall } from './statement-memory.ts'

/** Cells of rows whose columns only the run knows, by number: SQLite takes their numbers one by one. */
export class CellStore {
  private readonly cells: (readonly [Path, Value])[] = []
  private last: { row: SqliteValue; depth: CellDepth; list: string } | undefined

  /** The numbers of a row's cells as a JSON list. */
  add(row: SqliteValue, depth: CellDepth): string {
    if (this.last && this.last.depth === depth && sameCell(this.last.row, row)) return this.last.list
    const added = columnsOf(fromSqlite(row), depth)
    const first = this.cells.length
    for (const cell of added) this.cells.push(cell)
    const list = `[${added.map((_, i) => first + i).join(',')}]`
    this.last = { row, depth, list }
    return list
  }

  at(number: SqliteValue): readonly [Path, Value] {
    return this.cells[number as number]!
  }
}

function columnsOf(value: Value, depth: CellDepth): readonly (readonly [Path, Value])[] {
  const kind = kindOf(value)
  if (kind === 'null') return []
  if (kind === 'row' && depth === 'columns') return (value as RowValue).columns
  if (kind === 'row' && depth === 'top')
    return topLevelColumns<Value>((value as RowValue).columns, (columns) => ({ kind: 'row', columns }))
  if (kind === 'row' || kind === 'embedding') return flattenValue(value)
  throw new EngineError(
    'type-mismatch',
    `row_dataset and atom_dataset take a row, not a value of type ${typeName(value)}`,
  )
}

/** SQLite functions over the store of a statement. */
export const cellFunctions = {
  cells: (store: SqliteValue, row: SqliteValue, depth: SqliteValue): SqliteValue =>
    recall<CellStore>(store).add(row, depth as CellDepth),
  cell_name: (store: SqliteValue, number: SqliteValue): SqliteValue =>
    formatPath(recall<CellStore>(store).at(number)[0]),
  cell_path: (store: SqliteValue, number: SqliteValue): SqliteValue =>
    toSqlite({ kind: 'path', path: recall<CellStore>(store).at(number)[0] }),
  cell_value: (store: SqliteValue, number: SqliteValue): SqliteValue =>
    toSqlite(recall<CellStore>(store).at(number)[1]),
}
