import { EngineError } from '../../../contract/errors.ts'
import type { Examples, FeatureSpec, SparseRows } from '../../../contract/learning.ts'
import type { Embedding, Path, Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { FeaturePlacer, isEmbedding, isRow } from '../../functions/classifier/feature-placer.ts'
import type { Rows } from '../../models/learners/parts/row-cells.ts'
import { indexPath } from '../../sql/values/flatten-value.ts'
import { valueToText } from '../../sql/values/value-to-text.ts'

/** The cells of one feature path that are there, and their rows in ascending order. An embedding stays one cell: it becomes
 *  as many features as it has numbers when a matrix is made. */
interface FeatureColumn {
  path: Path
  name: string
  rows: number[]
  cells: Value[]
}

/** A matrix with more cells than this, of which less than `SPARSE_SHARE` are there, is kept as sparse rows. */
const SPARSE_CELLS = 1 << 20
const SPARSE_SHARE = 0.1
/** Cells that a dense matrix may have: a gigabyte of them. */
const MAX_CELLS = 1 << 28

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
      column = { path, name, rows: [], cells: [] }
      this.columns.set(name, column)
    }
    if (value === null) return
    if (column.rows.at(-1) === this.rowCount) column.cells[column.cells.length - 1] = value
    else {
      column.rows.push(this.rowCount)
      column.cells.push(value)
    }
    this.present = true
  }

  /** Ends the row. @returns false where all its features are missing; it is left out then */
  endRow(): boolean {
    if (this.present) this.rowCount++
    return this.present
  }

  /** Features and their values, for training: a matrix, or sparse rows where few of many cells are there.
   *  @param dense a matrix in any case: trees take nothing else
   *  @throws EngineError `invalid-argument` for a matrix that is too large */
  toMatrix(dense: boolean): Pick<Examples, 'features' | 'X' | 'sparse'> {
    const blocks = [...this.columns.values()].map((column) => learnBlock(column))
    const features = blocks.flatMap(({ specs }) => specs)
    const size = this.rowCount * features.length
    const present = blocks.reduce((sum, { rows, specs }) => sum + rows.length * specs.length, 0)
    if (!dense && size > SPARSE_CELLS && present < SPARSE_SHARE * size) {
      return { features, X: new Float32Array(0), sparse: fillSparse(blocks, this.rowCount, present) }
    }
    checkSize(this.rowCount, features.length)
    return { features, X: fill(blocks, this.rowCount, features.length) }
  }

  /** The rows that a trained model reads. Features it does not know are left out, those it misses are missing. */
  toRowsOf(features: readonly FeatureSpec[]): Rows {
    const placer = new FeaturePlacer(features)
    const size = this.rowCount * features.length
    let cells = 0
    for (const { rows } of this.columns.values()) cells += rows.length
    if (size > SPARSE_CELLS && cells < SPARSE_SHARE * size)
      return this.toSparseRowsOf(placer, features.length)
    checkSize(this.rowCount, features.length)
    const X = new Float32Array(size).fill(Number.NaN)
    for (const { path, rows, cells: values } of this.columns.values()) {
      const place = placer.column(path)
      for (let i = 0; i < rows.length; i++) place(values[i]!, X, rows[i]! * features.length)
    }
    return X
  }

  private toSparseRowsOf(placer: FeaturePlacer, width: number): SparseRows {
    const entries: { row: number; column: number; value: number }[] = []
    const scratch = new Float32Array(width)
    for (const { path, rows, cells } of this.columns.values()) {
      rows.forEach((row, i) => {
        const known = placer.pairs(path, cells[i]!, scratch)
        for (const [column, value] of known) entries.push({ row, column, value })
      })
    }
    return toSparse(entries, this.rowCount)
  }

  /** The first feature that some row lacks. */
  firstIncomplete(): string | undefined {
    for (const { name, cells } of this.columns.values()) if (cells.length < this.rowCount) return name
    return undefined
  }

  /** The column of that name equals the given values in every row. */
  columnEqualTo(values: readonly Value[]): string | undefined {
    for (const { name, cells } of this.columns.values()) {
      // As many cells as rows: none is missing.
      if (cells.length === values.length && cells.every((cell, row) => cell === values[row])) return name
    }
    return undefined
  }
}

/** Features made of one column, and how its cells get into the matrix. */
interface Block {
  specs: FeatureSpec[]
  rows: readonly number[]
  /** Writes the cell of that number at X[at...]. */
  write(X: Float32Array, at: number, cell: number): void
}

function learnBlock({ path, name, rows, cells }: FeatureColumn): Block {
  const embedding = cells.find(isEmbedding)
  if (embedding) return embeddingBlock(path, name, { rows, cells }, embedding)
  if (cells.every((cell) => toNumber(cell) !== undefined)) {
    return {
      specs: [{ name }],
      rows,
      write: (X, at, i) => {
        X[at] = toNumber(cells[i])!
      },
    }
  }
  const levels = toLevels(name, cells)
  const places = new Map(levels.map((level, i) => [level, i]))
  return {
    specs: [{ name, levels }],
    rows,
    write: (X, at, i) => {
      X[at] = places.get(valueToText(cells[i]!))!
    },
  }
}

function embeddingBlock(
  path: Path,
  name: string,
  { rows, cells }: Pick<FeatureColumn, 'rows' | 'cells'>,
  { shape, data }: Embedding,
): Block {
  const size = data.length
  for (const cell of cells) {
    if (isEmbedding(cell) && cell.data.length === size) continue
    throw new EngineError(
      'type-mismatch',
      `feature '${name}' is an embedding of ${size} numbers in one row and not in another`,
    )
  }
  return {
    specs: Array.from({ length: size }, (_, i) => ({ name: formatPath([...path, ...indexPath(shape, i)]) })),
    rows,
    write: (X, at, i) => X.set((cells[i] as Embedding).data, at),
  }
}

/** Distinct texts, the most frequent first. */
function toLevels(name: string, cells: FeatureColumn['cells']): string[] {
  const counts = new Map<string, number>()
  for (const cell of cells) {
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
  const X = new Float32Array(rows * width).fill(Number.NaN)
  let offset = 0
  for (const { specs, rows: own, write } of blocks) {
    for (let i = 0; i < own.length; i++) write(X, own[i]! * width + offset, i)
    offset += specs.length
  }
  return X
}

function fillSparse(blocks: readonly Block[], rows: number, present: number): SparseRows {
  const offsets = new Uint32Array(rows + 1)
  for (const { rows: own, specs } of blocks) for (const row of own) offsets[row + 1]! += specs.length
  for (let r = 0; r < rows; r++) offsets[r + 1]! += offsets[r]!
  const next = offsets.slice()
  const sparse = { offsets, columns: new Uint32Array(present), values: new Float32Array(present) }
  let offset = 0
  for (const { specs, rows: own, write } of blocks) {
    own.forEach((row, i) => {
      const at = next[row]!
      write(sparse.values, at, i)
      for (let k = 0; k < specs.length; k++) sparse.columns[at + k] = offset + k
      next[row] = at + specs.length
    })
    offset += specs.length
  }
  return sparse
}

/** Entries by row, in the order of their columns. */
function toSparse(entries: { row: number; column: number; value: number }[], rows: number): SparseRows {
  entries.sort((a, b) => a.row - b.row || a.column - b.column)
  const offsets = new Uint32Array(rows + 1)
  for (const { row } of entries) offsets[row + 1]!++
  for (let r = 0; r < rows; r++) offsets[r + 1]! += offsets[r]!
  return {
    offsets,
    columns: Uint32Array.from(entries, ({ column }) => column),
    values: Float32Array.from(entries, ({ value }) => value),
  }
}

function checkSize(rows: number, columns: number): void {
  if (rows * columns <= MAX_CELLS) return
  throw new EngineError(
    'invalid-argument',
    `${rows} rows of ${columns} features are too many for a learner that needs them all at once; use glz or naive_bayes, which take sparse rows, or keep fewer features`,
  )
}

/** A number as a feature; undefined for what is none. */
function toNumber(value: Value | undefined): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'timestamp'
    ? value.ms
    : undefined
}
