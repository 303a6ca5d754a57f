import { EngineError } from '../../../contract/errors.ts'
import type { FeatureSpec } from '../../../contract/learning.ts'
import type { Embedding, Path, Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { FeaturePlacer, isEmbedding, isRow } from '../../functions/classifier/feature-placer.ts'
import { indexPath } from '../../sql/values/flatten-value.ts'
import { valueToText } from '../../sql/values/value-to-text.ts'

/** The cells of one feature path, by row; undefined is missing. An embedding stays one cell: it becomes as many
 *  features as it has numbers when a matrix is made. */
interface FeatureColumn {
  path: Path
  name: string
  cells: (Value | undefined)[]
}

/** The features of rows, collected while a query is read. */
export class FeatureColumns {
  rowCount = 0
  private readonly columns = new Map<string, FeatureColumn>()
  private present = false

  /** Begins a row. */
  beginRow(): void {
    this.present = false
  }

  /** Adds features to the row begun: a row value's columns, or one value under its path. */
  add(path: Path, value: Value): void {
    if (isRow(value)) {
      for (const [inner, cell] of value.columns) this.add([...path, ...inner], cell)
      return
    }
    const name = formatPath(path)
    let column = this.columns.get(name)
    if (!column) {
      column = { path, name, cells: [] }
      this.columns.set(name, column)
    }
    if (value === null) return
    while (column.cells.length < this.rowCount) column.cells.push(undefined)
    column.cells[this.rowCount] = value
    this.present = true
  }

  /** Ends the row. @returns false where all its features are missing; it is left out then */
  endRow(): boolean {
    if (this.present) this.rowCount++
    return this.present
  }

  /** Features and their matrix, for training. */
  toMatrix(): { features: FeatureSpec[]; X: Float32Array } {
    const blocks = [...this.columns.values()].map(learnBlock)
    const features = blocks.flatMap(({ specs }) => specs)
    return { features, X: fill(blocks, this.rowCount, features.length) }
  }

  /** The matrix that a trained model reads. Features it does not know are left out, those it misses are NaN.
   *  @returns shape (rows, features.length), row-major */
  toMatrixOf(features: readonly FeatureSpec[]): Float32Array {
    const placer = new FeaturePlacer(features)
    const X = new Float32Array(this.rowCount * features.length).fill(Number.NaN)
    for (const { path, cells } of this.columns.values()) {
      const place = placer.column(path)
      cells.forEach((cell, row) => {
        if (cell !== undefined) place(cell, X, row * features.length)
      })
    }
    return X
  }

  /** The column of that name equals the given values in every row. */
  columnEqualTo(values: readonly Value[]): string | undefined {
    for (const { name, cells } of this.columns.values()) {
      if (cells.length === values.length && cells.every((cell, row) => cell === values[row])) return name
    }
    return undefined
  }
}

/** Features made of one column, and how its cells get into the matrix. */
interface Block {
  specs: FeatureSpec[]
  /** Writes row `row`'s cell at X[at...]. */
  write(X: Float32Array, at: number, row: number): void
}

function learnBlock({ path, name, cells }: FeatureColumn): Block {
  const embedding = cells.find((cell) => cell !== undefined && isEmbedding(cell)) as Embedding | undefined
  if (embedding) return embeddingBlock(path, name, cells, embedding)
  if (cells.every((cell) => cell === undefined || toNumber(cell) !== undefined)) {
    return {
      specs: [{ name }],
      write: (X, at, row) => {
        X[at] = toNumber(cells[row]) ?? Number.NaN
      },
    }
  }
  const levels = toLevels(name, cells)
  const places = new Map(levels.map((level, i) => [level, i]))
  return {
    specs: [{ name, levels }],
    write: (X, at, row) => {
      const cell = cells[row]
      X[at] = cell === undefined ? Number.NaN : places.get(valueToText(cell))!
    },
  }
}

function embeddingBlock(
  path: Path,
  name: string,
  cells: FeatureColumn['cells'],
  { shape, data }: Embedding,
): Block {
  const size = data.length
  for (const cell of cells) {
    if (cell === undefined || (isEmbedding(cell) && cell.data.length === size)) continue
    throw new EngineError(
      'type-mismatch',
      `feature '${name}' is an embedding of ${size} numbers in one row and not in another`,
    )
  }
  return {
    specs: Array.from({ length: size }, (_, i) => ({ name: formatPath([...path, ...indexPath(shape, i)]) })),
    write: (X, at, row) => {
      const cell = cells[row] as Embedding | undefined
      if (cell) X.set(cell.data, at)
      else X.fill(Number.NaN, at, at + size)
    },
  }
}

/** Distinct texts, the most frequent first. */
function toLevels(name: string, cells: FeatureColumn['cells']): string[] {
  const counts = new Map<string, number>()
  for (const cell of cells) {
    if (cell === undefined) continue
    if (cell instanceof Uint8Array) {
      throw new EngineError(
        'type-mismatch',
        `feature '${name}' is a blob; a feature is a number, a text or an embedding`,
      )
    }
    const text = valueToText(cell)
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([text]) => text)
}

function fill(blocks: readonly Block[], rows: number, width: number): Float32Array {
  const X = new Float32Array(rows * width)
  let offset = 0
  for (const { specs, write } of blocks) {
    for (let row = 0; row < rows; row++) write(X, row * width + offset, row)
    offset += specs.length
  }
  return X
}

/** A number as a feature; undefined for what is none. */
function toNumber(value: Value | undefined): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'timestamp'
    ? value.ms
    : undefined
}
