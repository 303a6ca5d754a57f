import type { Path } from '../../../contract/values.ts'
import { quoteIdentifier } from '../../../lib/quote-identifier.ts'
import type { Bound, BoundFrom, BoundSelect, FunctionCall } from '../binder/bound.ts'
import { someBound } from '../binder/bound-tree.ts'
import type { Emitter } from './emit-expression.ts'
import type { CellScan } from './registry.ts'

/** Of one SQLite function. */
export const MAX_ARGUMENTS = 100

/** The columns of the row that a function is called with. */
export interface Cells {
  paths: Path[]
  values: Bound[]
}

/** The cells of a call whose row need not be made: its columns are known, and are few enough for SQLite's arguments. */
export function cellsOf({ fn, args }: FunctionCall): Cells | undefined {
  const [row] = args
  if (!fn.overCells || args.length !== 1 || row?.kind !== 'row' || row.rest) return undefined
  const { columns } = row
  if (columns.length === 0 || columns.length > MAX_ARGUMENTS - 2) return undefined
  return { paths: columns.map(({ path }) => path), values: columns.map(({ value }) => value) }
}

/** A table, and the conditions that its rows must meet before anything is computed of them. */
export interface Scanned {
  from: Extract<BoundFrom, { kind: 'table' }>
  where: readonly Bound[]
}

/** What a select scans; undefined where that is not one table, or takes work that should not be done twice. Conditions
 *  over functions are left out: rows that fail them are read ahead in vain. */
export function scannedBy({ from, where }: BoundSelect): Scanned | undefined {
  if (from?.kind !== 'table') return undefined
  const own = where.filter((part) => !someBound(part, ({ kind }) => kind === 'output'))
  return own.every((part) => !someBound(part, ({ kind }) => !CHEAP.has(kind)))
    ? { from, where: own }
    : undefined
}

const CHEAP: ReadonlySet<Bound['kind']> = new Set(['const', 'column', 'op', 'case', 'collate'])

/** Reads a table's rows ahead, where all cells are columns of it.
 *  @param emitter of a statement of its own */
export function emitScan(
  emitter: Emitter,
  cells: readonly Bound[],
  { from, where }: Scanned,
): CellScan | undefined {
  const isOwn = (cell: Bound): boolean => cell.kind === 'column' && cell.source === from.source
  if (!cells.some(isOwn) || !cells.every((cell) => isOwn(cell) || cell.kind === 'const')) return undefined
  const row = `t${from.source}._row`
  const list = emitter.list(cells)
  const filter = where.map((part) => `${emitter.truth(part)} AND `).join('')
  const after = emitter.parameters.length + 1
  return {
    sql: `SELECT ${row}, ${list} FROM ${quoteIdentifier(from.table)} AS t${from.source} WHERE ${filter}${row} > ?${after} ORDER BY ${row} LIMIT ?${after + 1}`,
    parameters: emitter.parameters,
  }
}
