// export/ writes files: export-rows.ts gives the rows of a query page by page, as often as they are needed; the others
// are one format each. Files go to the virtual file system behind file:///.
import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { checkCancelled } from '../../check-cancelled.ts'
import { type EngineContext, toWriteBatch } from '../../context.ts'
import { type CellColumn, toCellColumns } from '../../datasets/row-cells.ts'
import type { ColumnValues } from '../../sql/catalog.ts'
import type { Cursor, Statement } from '../../sql/sql.ts'

/** Some rows, with row values taken apart: `columns[c].values[r]`, undefined where the row lacks the cell. */
export interface ExportedPage {
  rowNames: readonly string[]
  times: Float64Array
  columns: readonly CellColumn[]
}

/** The rows of a query, kept while a file is written, so that what its columns hold can be looked at first. */
export class ExportedRows {
  readonly rowCount: number
  private readonly cursor: Cursor
  private readonly call: Call
  private known: ReadonlyMap<string, ColumnValues> | undefined
  private sparse: ReadonlySet<string> | undefined

  constructor(cursor: Cursor, call: Call) {
    this.cursor = cursor
    this.call = call
    this.rowCount = cursor.rowCount
  }

  /** What the columns are known to hold, by name, where that is all there is to know: no column will come on top. */
  get knownColumns(): ReadonlyMap<string, ColumnValues> | undefined {
    const { columns, open } = this.cursor
    if (open || columns.some(({ values }) => values.kind === 'row')) return undefined
    this.known ??= new Map(columns.map(({ path, values }) => [formatPath(path), values as ColumnValues]))
    return this.known
  }

  /** True where NULL in a column is a cell that the row lacks. */
  isSparse(name: string): boolean {
    this.sparse ??= new Set(
      this.cursor.columns.flatMap(({ path, sparse }) => (sparse ? [formatPath(path)] : [])),
    )
    return this.sparse.has(name) || !this.knownColumns?.has(name)
  }

  /** All rows, a page at a time.
   *  @param step its name in the progress; none is reported without it */
  async *pages(step?: string, size = 2_048): AsyncGenerator<ExportedPage> {
    for (let offset = 0; offset < this.rowCount; offset += size) {
      checkCancelled(this.call)
      const batch = this.cursor.page(offset, size)
      const { rowNames, times } = batch
      yield { rowNames, times, columns: toCellColumns(toWriteBatch(this.cursor.columns, batch)) }
      if (step === undefined) continue
      const done = Math.min(offset + size, this.rowCount)
      this.call.onProgress?.({ phase: 'rows', step, done, total: this.rowCount })
      // A cancel that came meanwhile gets its turn.
      await new Promise((resolve) => setTimeout(resolve))
    }
  }
}

/** Runs a query, and hands its rows to `work`. */
export async function withExportedRows<T>(
  query: Statement,
  context: EngineContext,
  call: Call,
  work: (rows: ExportedRows) => Promise<T>,
): Promise<T> {
  const cursor = await context.sql.open(query, call)
  try {
    return await work(new ExportedRows(cursor, call))
  } finally {
    cursor.close()
  }
}

/** Larger files cannot be held in memory while they are written. */
const MAX_FILE_BYTES = 1 << 30

/** A file in the making. */
export class FileBuilder {
  private readonly pieces: Uint8Array[] = []
  private size = 0
  private text: string[] = []
  private characters = 0

  /** @throws EngineError `not-supported` where it gets too large */
  add(bytes: Uint8Array): void {
    this.size += bytes.length
    if (this.size > MAX_FILE_BYTES) {
      throw new EngineError(
        'not-supported',
        `the file would be larger than ${MAX_FILE_BYTES >> 20} MB; export it in parts, by a query with LIMIT and OFFSET`,
      )
    }
    this.pieces.push(bytes)
  }

  addText(text: string): void {
    this.text.push(text)
    this.characters += text.length
    if (this.characters > 1 << 20) this.flushText()
  }

  private flushText(): void {
    this.add(new TextEncoder().encode(this.text.join('')))
    this.text = []
    this.characters = 0
  }

  finish(): Uint8Array {
    this.flushText()
    const whole = new Uint8Array(this.size)
    let at = 0
    for (const piece of this.pieces) {
      whole.set(piece, at)
      at += piece.length
    }
    return whole
  }
}
