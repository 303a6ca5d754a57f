import { EngineError } from '../../../contract/errors.ts'
import type { Atom, Path } from '../../../contract/values.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import { type CsvOptions, checkOptions } from './csv-options.ts'
import { type Dialect, type OpenFields, type ParsedLine, parseFields } from './parse-fields.ts'
import { type Marks, scanRows, toMarks } from './scan-rows.ts'
import { type FieldType, toCell, toTypedCell } from './to-cell.ts'

/** Rows of one read: `columns[c][r]`. */
export interface CsvRows {
  lineNumbers: number[]
  columns: Atom[][]
}

/** No rows yet. */
export const newRows = (): CsvRows => ({ lineNumbers: [], columns: [] })

/** A value over more lines or characters is an unclosed quote: memory must stay bounded. */
const MAX_JOINED_LINES = 1_000_000
const MAX_JOINED_CHARACTERS = 64 * 1024 * 1024

/** A record that goes on in the next line. */
interface OpenRecord {
  fields: OpenFields
  /** Its first line, for messages. */
  text: string
  lineNumber: number
  lines: number
  characters: number
  /** Of the quote. */
  column: number
}

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
  private open: OpenRecord | undefined
  /** Types by index of column; undefined where every field says itself what it is. */
  private types: readonly (FieldType | undefined)[] | undefined
  private textColumns: readonly boolean[] | undefined

  constructor(options: CsvOptions) {
    checkOptions(options)
    this.options = options
    const { delimiter, quoteChar: quote, processExcelFormulas: excelFormulas } = options
    this.dialect = { delimiter, quote, excelFormulas }
    this.marks = excelFormulas ? undefined : toMarks(delimiter, quote)
    if (options.headers.length > 0) this.setColumns(options.headers)
    else if (delimiter === '') this.setColumns(['lineText'])
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
      const next = end + (text.startsWith('\r\n', end) ? 2 : 1)
      this.readPhysical(text.slice(at, end), text.slice(end, next), rows)
      at = next
    }
    return rows
  }

  /** Reads plain lines while they last. @returns where it stopped */
  private readPlain(text: string, at: number, rows: CsvRows): number {
    const { limit, offset, preHeaderOffset, skipLineRegex } = this.options
    const { columns, marks } = this
    if (!columns || !marks || this.open || skipLineRegex) return at
    if (this.types && !this.textColumns) return at
    if (this.skipped < offset || this.lineNumber < preHeaderOffset) return at
    while (rows.columns.length < columns.length) rows.columns.push([])
    const before = rows.lineNumbers.length
    const end = scanRows(
      text,
      at,
      marks,
      rows.columns,
      limit < 0 ? Number.POSITIVE_INFINITY : limit - this.processed,
      { quotedText: this.options.quotedText, textColumns: this.textColumns },
    )
    const count = rows.columns[0]!.length - before
    for (let i = 0; i < count; i++) rows.lineNumbers.push(++this.lineNumber)
    this.processed += count
    if (this.processed === limit) this.done = true
    return end
  }

  /** @param ending the characters that end the line: inside quotes they belong to the value */
  private readPhysical(line: string, ending: string, rows: CsvRows): void {
    this.lineNumber++
    if (this.lineNumber <= this.options.preHeaderOffset) return
    if (this.open) this.continueOpen(line, ending, rows)
    else if (!this.options.skipLineRegex?.test(line)) {
      this.readParsed(parseFields(line, this.dialect), line, ending, this.lineNumber, rows)
    }
  }

  /** Called after the last line. */
  finish(rows: CsvRows = newRows()): CsvRows {
    if (this.open) this.endUnclosed(this.open)
    return rows
  }

  private continueOpen(line: string, ending: string, rows: CsvRows): void {
    const open = this.open!
    this.open = undefined
    const parsed = parseFields(line, this.dialect, open.fields)
    if (!('open' in parsed)) {
      this.readParsed(parsed, open.text, '', open.lineNumber, rows)
      return
    }
    open.lines++
    open.characters += line.length + 1
    if (open.lines > MAX_JOINED_LINES || open.characters > MAX_JOINED_CHARACTERS) this.endUnclosed(open)
    else this.keepOpen(open, parsed.open, ending)
  }

  private keepOpen(open: OpenRecord, fields: OpenFields, ending: string): void {
    fields.pieces.push(ending)
    this.open = { ...open, fields }
  }

  private endUnclosed({ text, lineNumber, column }: OpenRecord): void {
    this.open = undefined
    if (!this.columns) throw lineError(UNCLOSED, text, lineNumber, column)
    if (this.count()) this.badLine(UNCLOSED, text, lineNumber, column)
  }

  private readParsed(
    parsed: ParsedLine,
    text: string,
    ending: string,
    lineNumber: number,
    rows: CsvRows,
  ): void {
    if ('open' in parsed) {
      const { open: fields, column } = parsed
      const open = { fields, text, lineNumber, lines: 1, characters: text.length, column }
      if (this.options.allowMultiLines) this.keepOpen(open, fields, ending)
      else this.endUnclosed(open)
      return
    }
    if (!this.columns) {
      if ('error' in parsed) throw lineError(parsed.error, text, lineNumber, parsed.column)
      this.readHeader(parsed.fields)
      if (!this.options.autoGenerateHeaders) return
    }
    if (!this.count()) return
    if ('error' in parsed) this.badLine(parsed.error, text, lineNumber, parsed.column)
    else this.addRow(parsed.fields, parsed.quoted, text, lineNumber, rows)
  }

  /** Counts a line of data. False where it is one of those to skip. */
  private count(): boolean {
    if (this.skipped < this.options.offset) {
      this.skipped++
      return false
    }
    this.processed++
    if (this.processed === this.options.limit) this.done = true
    return true
  }

  private readHeader(fields: string[]): void {
    if (this.options.autoGenerateHeaders) {
      this.setColumns(fields.map((_, i) => String(i)))
      return
    }
    this.dropsLastColumn = fields.length > 1 && fields.at(-1) === ''
    this.setColumns(this.dropsLastColumn ? fields.slice(0, -1) : fields)
  }

  private setColumns(names: readonly string[]): void {
    const seen = new Set<string>()
    for (const name of names) {
      if (seen.has(name)) {
        throw new EngineError('syntax', `Duplicate column name in CSV file: '${name}'`, { column: name })
      }
      seen.add(name)
    }
    this.columns = names.map((name) => (this.options.structuredColumnNames ? parsePath(name) : [name]))
    const { types } = this.options
    for (const name of Object.keys(types)) if (!seen.has(name)) throw unknownColumn(name, names)
    if (Object.keys(types).length === 0) return
    this.types = names.map((name) => (Object.hasOwn(types, name) ? types[name] : undefined))
    if (this.types.every((type) => type === undefined || type === 'string')) {
      this.textColumns = this.types.map((type) => type === 'string')
    }
  }

  private addRow(
    fields: string[],
    quoted: readonly number[],
    text: string,
    lineNumber: number,
    rows: CsvRows,
  ): void {
    const wanted = this.columns!.length
    if (this.dropsLastColumn && fields.length === wanted + 1 && fields.at(-1) === '') fields.pop()
    const problem = this.problemOf(fields, text)
    if (problem !== undefined) {
      this.badLine(problem, text, lineNumber, fields.length, wanted)
      return
    }
    const cells: Atom[] = new Array(wanted)
    for (let c = 0; c < wanted; c++) {
      const cell = this.toValue(fields[c]!, c, quoted)
      if (cell === undefined) {
        const what = `'${fields[c]!.slice(0, 40)}' in column '${this.columns![c]!.join('.')}' is no ${this.types![c]}`
        this.badLine(what, text, lineNumber, c + 1, wanted)
        return
      }
      cells[c] = cell
    }
    while (rows.columns.length < wanted) rows.columns.push([])
    rows.lineNumbers.push(lineNumber)
    for (let c = 0; c < wanted; c++) rows.columns[c]!.push(cells[c]!)
  }

  /** Undefined where the field is none of its column's type. */
  private toValue(field: string, column: number, quoted: readonly number[]): Atom | undefined {
    const type = this.types?.[column]
    const isText = this.options.quotedText && quoted.includes(column)
    if (type === undefined || (isText && type === 'string')) return isText ? field : toCell(field)
    return toTypedCell(field, type)
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

const UNCLOSED = 'Unclosed quoted CSV value'

function unknownColumn(name: string, names: readonly string[]): EngineError {
  return new EngineError(
    'unknown-column',
    `types names column '${name}', which the file does not have; it has ${names.slice(0, 20).join(', ')}`,
    { column: name },
  )
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
