import { EngineError } from '../../contract/errors.ts'
import type { Value } from '../../contract/values.ts'
import type { GuardedRow, RowGuard } from './define-dataset.ts'

/** Sees to it that all rows are vectors of one space: the same columns, finite numbers only, each row once. */
export class VectorGuard implements RowGuard {
  private readonly names = new Set<string>()
  /** Shape of each column, as the first row has it. */
  private shapes: ReadonlyMap<string, string> | undefined

  check(rows: Iterable<GuardedRow>): () => void {
    const names = new Set<string>()
    let { shapes } = this
    for (const { name, cells } of rows) {
      if (this.names.has(name) || names.has(name)) {
        throw refused(name, 'has already been recorded into embedding dataset.')
      }
      names.add(name)
      const own = new Map<string, string>()
      for (const [column, value] of cells) own.set(column, shapeOf(value, name, column))
      if (own.size === 0) throw refused(name, 'has no numbers, which an embedding dataset needs')
      shapes ??= own
      compare(own, shapes, name)
    }
    return () => {
      for (const name of names) this.names.add(name)
      this.shapes ??= shapes
    }
  }
}

const refused = (row: string, reason: string, column?: string): EngineError =>
  new EngineError('invalid-argument', `row '${row}' ${reason}`, {
    rowName: row,
    ...(column === undefined ? {} : { column }),
  })

/** @throws EngineError `invalid-argument` for anything but finite numbers */
function shapeOf(value: Value, row: string, column: string): string {
  if (typeof value === 'number' && Number.isFinite(value)) return ''
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'embedding') {
    if (value.data.every(Number.isFinite)) return value.shape.join('×')
  }
  throw refused(
    row,
    `has no finite numbers in column '${column}', which an embedding dataset needs; leave such rows out with WHERE, and other columns with * EXCLUDING`,
    column,
  )
}

function compare(own: ReadonlyMap<string, string>, first: ReadonlyMap<string, string>, row: string): void {
  for (const [column, shape] of first) {
    const found = own.get(column)
    if (found === undefined) {
      throw refused(row, `lacks column '${column}', which the first row of the embedding dataset has`, column)
    }
    if (found !== shape) {
      throw refused(
        row,
        `has ${found || 'one number'} in column '${column}', and the first row of the embedding dataset has ${shape || 'one number'}`,
        column,
      )
    }
  }
  for (const column of own.keys()) {
    if (!first.has(column)) {
      throw refused(row, `has column '${column}', which the first row of the embedding dataset lacks`, column)
    }
  }
}
