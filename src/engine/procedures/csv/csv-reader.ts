import { EngineError } from '../../../contract/errors.ts'
import type { Atom, Path } from '../../../contract/values.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import { type Dialect, parseFields } from './parse-fields.ts'
import { type Marks, scanRows, toMarks } from './scan-rows.ts'
import { toCell } from './to-cell.ts'

/** Parameters of `import.text` that say how lines become rows; named as there. */
export interface CsvOptions {
  headers: string[]
  quoteChar: string
  delimiter: string
  limit: number
  offset: number
  preHeaderOffset: number
  ignoreBadLines: boolean
  structuredColumnNames: boolean
  allowMultiLines: boolean
  autoGenerateHeaders: boolean
  ignoreExtraColumns: boolean
  processExcelFormulas: boolean
  skipLineRegex: RegExp | undefined
}

/** Rows of one read: `columns[c][r]`. */
export interface CsvRows {
  lineNumbers: number[]
  columns: Atom[][]
}

/** No rows yet. */
export const newRows = (): CsvRows => ({ lineNumbers: [], columns: [] })

const MAX_JOINED_LINES = 100_000

/** Turns text into rows. Whole lines come in with `read`; what they held goes out with it. */
export class CsvReader {
  /** Column paths, once the header was read. */
  columns: Path[] | undefined
  lineErrors = 0
  /** True once `limit` lines were processed: the rest of the file need not be read. */
  done = false
  private readonly options: CsvOptions
  private readonly dialect: Dialect
  private readonly marks: Marks | undefined
  private lineNumber = 0
  private processed = 0
  private skipped = 0
  private dropsLastColumn = false
  private open: { text: string; lineNumber: number; lines: number } | undefined

  constructor(options: CsvOptions) {
    checkOptions(options)
    this.options = options
    const { delimiter, quoteChar: quote, processExcelFormulas: excelFormulas } = options
    this.dialect = { delimiter, quote, excelFormulas }
    this.marks = excelFormulas ? undefined : toMarks(delimiter, quote)
    if (options.headers.length > 0) this.columns = this.toColumns(options.headers)
    else if (delimiter === '') this.columns = [['lineText']]
    this.done = options.limit === 0
  }

  /** Reads whole lines. @param rows where to add what they hold; by default a new list
   *  @throws EngineError `syntax` for a bad line, unless bad lines are ignored */
  read(text: string, rows: CsvRows = newRows()): CsvRows {
    let at = 0
    while (at < text.length && !this.done) {
      at = this.readPlain(text, at, rows)
      if (at === text.length || this.done) break
      const end = endOfLine(text, at)
      this.readPhysical(text.slice(at, end), rows)
      at = end + (text.startsWith('\r\n', end) ? 2 : 1)
    }
    return rows
  }

  /** Reads plain lines while they last. @returns where it stopped */
  private readPlain(text: string, at: number, rows: CsvRows): number {
    const { limit, offset, preHeaderOffset, skipLineRegex } = this.options
    const { columns, marks } = this
    if (!columns || !marks || this.open || skipLineRegex) return at
    if (this.skipped < offset || this.lineNumber < preHeaderOffset) return at
    while (rows.columns.length < columns.length) rows.columns.push([])
    const before = rows.lineNumbers.length
    const end = scanRows(
      text,
      at,
      marks,
      rows.columns,
      limit < 0 ? Number.POSITIVE_INFINITY : limit - this.processed,
    )
    const count = rows.columns[0]!.length - before
    for (let i = 0; i < count; i++) rows.lineNumbers.push(++this.lineNumber)
    this.processed += count
    if (this.processed === limit) this.done = true
    return end
  }

  private readPhysical(line: string, rows: CsvRows): void {
    this.lineNumber++
    if (this.lineNumber <= this.options.preHeaderOffset) return
    if (this.open) this.continueOpen(line, rows)
    else if (!this.options.skipLineRegex?.test(line)) this.readLine(line, this.lineNumber, 1, rows)
  }

  /** Called after the last line. */
  finish(rows: CsvRows = newRows()): CsvRows {
    const { open } = this
    this.open = undefined
    if (open) this.badLine('Unclosed quoted CSV value', open.text, open.lineNumber, 1)
    return rows
  }

  private continueOpen(line: string, rows: CsvRows): void {
    const { text, lineNumber, lines } = this.open!
    this.open = undefined
    this.readLine(`${text}\n${line}`, lineNumber, lines + 1, rows)
  }

  private readLine(text: string, lineNumber: number, lines: number, rows: CsvRows): void {
    const parsed = parseFields(text, this.dialect)
    if ('error' in parsed && parsed.unclosed && this.options.allowMultiLines && lines < MAX_JOINED_LINES) {
      this.open = { text, lineNumber, lines }
      return
    }
    if (!this.columns && 'fields' in parsed) {
      this.readHeader(parsed.fields, rows, text)
      return
    }
    if (!this.columns) throw lineError((parsed as { error: string }).error, text, lineNumber, 1)
    if (this.skipped < this.options.offset) {
      this.skipped++
      return
    }
    this.processed++
    if (this.processed === this.options.limit) this.done = true
    if ('error' in parsed) this.badLine(parsed.error, text, lineNumber, parsed.column)
    else this.addRow(parsed.fields, text, lineNumber, rows)
  }

  private readHeader(fields: string[], rows: CsvRows, text: string): void {
    if (this.options.autoGenerateHeaders) {
      this.columns = fields.map((_, i) => [String(i)])
      this.readLine(text, this.lineNumber, 1, rows)
      return
    }
    this.dropsLastColumn = fields.length > 1 && fields.at(-1) === ''
    this.columns = this.toColumns(this.dropsLastColumn ? fields.slice(0, -1) : fields)
  }

  private toColumns(names: readonly string[]): Path[] {
    const twice = names.find((name, i) => names.indexOf(name) < i)
    if (twice !== undefined) {
      throw new EngineError('syntax', `Duplicate column name in CSV file: '${twice}'`, { column: twice })
    }
    return names.map((name) => (this.options.structuredColumnNames ? parsePath(name) : [name]))
  }

  private addRow(fields: string[], text: string, lineNumber: number, rows: CsvRows): void {
    const wanted = this.columns!.length
    if (this.dropsLastColumn && fields.length === wanted + 1 && fields.at(-1) === '') fields.pop()
    const problem = this.problemOf(fields, text)
    if (problem !== undefined) {
      this.badLine(problem, text, lineNumber, fields.length, wanted)
      return
    }
    while (rows.columns.length < wanted) rows.columns.push([])
    rows.lineNumbers.push(lineNumber)
    for (let c = 0; c < wanted; c++) rows.columns[c]!.push(toCell(fields[c]!))
  }

  private problemOf(fields: readonly string[], text: string): string | undefined {
    if (text === '') return 'empty line'
    if (fields.length < this.columns!.length) return 'not enough columns in row'
    return fields.length > this.columns!.length && !this.options.ignoreExtraColumns
      ? 'too many columns in row'
      : undefined
  }

  private badLine(reason: string, text: string, lineNumber: number, column: number, wanted?: number): void {
    if (!this.options.ignoreBadLines) throw lineError(reason, text, lineNumber, column, wanted)
    this.lineErrors++
  }
}

/** Where the line at `at` ends: at a CR or LF, or with the text. */
function endOfLine(text: string, at: number): number {
  const lf = text.indexOf('\n', at)
  const end = lf < 0 ? text.length : lf
  const cr = text.slice(at, end).indexOf('\r')
  return cr < 0 ? end : at + cr
}

function lineError(
  reason: string,
  text: string,
  lineNumber: number,
  column: number,
  wanted?: number,
): EngineError {
  const counts = wanted === undefined ? `column ${column}` : `${column} of ${wanted}`
  const line = text.length > 200 ? `${text.slice(0, 200)}…` : text
  return new EngineError('syntax', `Error parsing CSV row: ${reason} (line ${lineNumber}, ${counts})`, {
    lineNumber,
    columnNumber: column,
    line,
  })
}

const invalid = (message: string): EngineError => new EngineError('invalid-argument', message)

/** Checks what must hold between the options. */
export function checkOptions({ delimiter, quoteChar, headers, autoGenerateHeaders }: CsvOptions): void {
  if ([...delimiter].length > 1) throw invalid('Separator string must have one character')
  if ([...quoteChar].length > 1) throw invalid('Quoter string must have one character')
  if (delimiter === '' && quoteChar !== '')
    throw invalid('Separator string must not be empty if we have a quoter string')
  if (delimiter === '' && headers.length > 1) {
    throw invalid('Custom CSV header must have exactly one element if there is no delimiter')
  }
  if (autoGenerateHeaders && headers.length > 0) {
    throw invalid('autoGenerateHeaders cannot be true if headers is defined.')
  }
}
