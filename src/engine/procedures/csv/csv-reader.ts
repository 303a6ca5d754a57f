import { EngineError } from '../../../contract/errors.ts'
import type { Atom, Path } from '../../../contract/values.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import { type Dialect, parseFields } from './parse-fields.ts'
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

const MAX_JOINED_LINES = 100_000

/** Turns physical lines into rows. Lines come in with `read`; what they held goes out with it. */
export class CsvReader {
  /** Column paths, once the header was read. */
  columns: Path[] | undefined
  lineErrors = 0
  /** True once `limit` lines were processed: the rest of the file need not be read. */
  done = false
  private readonly options: CsvOptions
  private readonly dialect: Dialect
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
    if (options.headers.length > 0) this.columns = this.toColumns(options.headers)
    else if (delimiter === '') this.columns = [['lineText']]
    this.done = options.limit === 0
  }

  /** @throws EngineError `syntax` for a bad line, unless bad lines are ignored */
  read(lines: readonly string[]): CsvRows {
    const rows: CsvRows = { lineNumbers: [], columns: [] }
    for (const line of lines) {
      this.lineNumber++
      if (this.done) break
      if (this.lineNumber <= this.options.preHeaderOffset) continue
      if (this.open) this.continueOpen(line, rows)
      else if (!this.options.skipLineRegex?.test(line)) this.readLine(line, this.lineNumber, 1, rows)
    }
    return rows
  }

  /** Called after the last line. */
  finish(): CsvRows {
    const rows: CsvRows = { lineNumbers: [], columns: [] }
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
