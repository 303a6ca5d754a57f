import type { CsvOptions } from '../csv/csv-options.ts'
import { CsvReader, newRows } from '../csv/csv-reader.ts'
import { toCell } from '../csv/to-cell.ts'

/** What was found out about delimited text: parameters of import.text that are not the default. */
export interface GuessedCsv {
  delimiter: string
  encoding: string
  autoGenerateHeaders: boolean
}

const DELIMITERS = [',', '\t', ';', '|']

/** Options of a reader that takes what it can. */
export const LENIENT: CsvOptions = {
  headers: [],
  quoteChar: '"',
  delimiter: ',',
  limit: -1,
  offset: 0,
  preHeaderOffset: 0,
  ignoreBadLines: true,
  structuredColumnNames: false,
  allowMultiLines: true,
  autoGenerateHeaders: true,
  ignoreExtraColumns: false,
  processExcelFormulas: false,
  skipLineRegex: undefined,
  quotedText: false,
  types: {},
}

/** The encoding of bytes: by the mark at their start, else UTF-8 where they are that, else Latin 1, in which everything is
 *  text. @param isWhole false: the last character may be cut */
export function guessEncoding(bytes: Uint8Array, isWhole: boolean): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole })
    return 'utf-8'
  } catch {
    return 'latin1'
  }
}

/** The delimiter that cuts most lines into equally many fields, more than one; the comma where none does. */
export function guessDelimiter(text: string): string {
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of DELIMITERS) {
    const reader = new CsvReader({ ...LENIENT, delimiter })
    const rows = newRows()
    reader.read(text, rows)
    const width = reader.columns?.length ?? 1
    const all = rows.lineNumbers.length + reader.lineErrors
    const score = width > 1 ? (rows.lineNumbers.length / Math.max(1, all)) * Math.min(width, 20) : 0
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

/** True where the first line names the columns: all different texts, none of them a number. */
export const looksLikeHeader = (fields: readonly string[]): boolean =>
  new Set(fields).size === fields.length &&
  fields.every((field, i) => (field !== '' || i === fields.length - 1) && typeof toCell(field) !== 'number')
