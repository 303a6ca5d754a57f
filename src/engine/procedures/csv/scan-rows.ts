import type { Atom } from '../../../contract/values.ts'
import { toCell } from './to-cell.ts'

const LF = 10
const CR = 13
const DOT = 46
const MINUS = 45
const LOWER_E = 101
const UPPER_E = 69
const ZERO = 48
const NINE = 57
const POWERS_OF_TEN = Array.from({ length: 16 }, (_, i) => 10 ** i)

/** What ends and quotes a field, as UTF-16 codes; quote is −1 where there is none. */
export interface Marks {
  delimiter: number
  quote: number
}

/** The marks of a dialect, or undefined where its lines must be taken apart one by one: a delimiter that may stand in a
 *  number, or none. */
export function toMarks(delimiter: string, quote: string): Marks | undefined {
  if (
    delimiter.length !== 1 ||
    quote.length > 1 ||
    delimiter === quote ||
    /[-+.\d\r\n]/.test(delimiter + quote)
  )
    return undefined
  return { delimiter: delimiter.charCodeAt(0), quote: quote === '' ? -1 : quote.charCodeAt(0) }
}

/** How fields become values, beside what they look like. */
export interface ScanOptions {
  /** What stood in quotes is text. */
  quotedText?: boolean
  /** Columns whose fields are text whatever they look like. */
  textColumns?: readonly boolean[] | undefined
}

/** Reads rows without making a text of a line or of a number, as long as lines are plain: as many fields as there are
 *  columns, and quotes, if any, around whole fields with none inside. Stops before the first other line, for
 *  `parseFields` to judge.
 *  @param text whole lines
 *  @param columns one list per column; cells are appended
 *  @returns where it stopped */
export function scanRows(
  text: string,
  from: number,
  marks: Marks,
  columns: readonly Atom[][],
  maxRows: number,
  { quotedText = false, textColumns }: ScanOptions = {},
): number {
  const width = columns.length
  const cells: Atom[] = new Array(width)
  let at = from
  for (let rows = 0; rows < maxRows && at < text.length; rows++) {
    let start = at
    let column = 0
    for (;;) {
      const cell =
        textColumns?.[column] || (quotedText && text.charCodeAt(start) === marks.quote)
          ? scanText(text, start, marks, quotedText)
          : scanField(text, start, marks)
      if (cell === undefined) return at
      cells[column++] = cell
      if (text.charCodeAt(fieldEnd) !== marks.delimiter) break
      if (column === width) return at
      start = fieldEnd + 1
    }
    // An empty line is no row, even where there is one column.
    if (column !== width || fieldEnd === at) return at
    for (let c = 0; c < width; c++) columns[c]!.push(cells[c]!)
    at = fieldEnd + (text.charCodeAt(fieldEnd) === CR && text.charCodeAt(fieldEnd + 1) === LF ? 2 : 1)
  }
  return Math.min(at, text.length)
}

/** Where the field that was scanned last ended. */
let fieldEnd = 0

/** The value of the field at `start`; undefined where it needs a closer look. */
function scanField(text: string, start: number, marks: Marks): Atom | undefined {
  if (text.charCodeAt(start) === marks.quote) return scanQuoted(text, start, marks)
  let at = text.charCodeAt(start) === MINUS ? start + 1 : start
  const first = at
  let dot = -1
  let value = 0
  let code = text.charCodeAt(at)
  for (;;) {
    if (code >= ZERO && code <= NINE) value = value * 10 + (code - ZERO)
    else if (code === DOT && dot < 0) dot = at
    else break
    code = text.charCodeAt(++at)
  }
  if (isEnd(code, marks)) {
    fieldEnd = at
    if (at === start) return null
    return toNumber(text, start, first, dot, at, value) ?? toCell(text.slice(start, at))
  }
  // Digits and then something that no number has: a date, most often.
  const isText = at > first && code !== LOWER_E && code !== UPPER_E && code !== DOT
  while (!isEnd(code, marks)) {
    if (code === marks.quote) return undefined
    code = text.charCodeAt(++at)
  }
  fieldEnd = at
  const field = text.slice(start, at)
  return isText ? field : toCell(field)
}

// NaN is what charCodeAt gives beyond the end.
const isEnd = (code: number, { delimiter }: Marks): boolean =>
  code === delimiter || code === LF || code === CR || Number.isNaN(code)

/** The number of digits that were read; undefined where `toCell` must decide: no digits, an integer that a double may
 *  not hold, a leading zero, a negative zero. Up to 15 digits and powers of ten up to 22 are exact, and their quotient is
 *  rounded once: it is the nearest double. */
function toNumber(
  text: string,
  start: number,
  first: number,
  dot: number,
  end: number,
  value: number,
): number | undefined {
  const digits = end - first - (dot < 0 ? 0 : 1)
  if (digits === 0) return undefined
  const leading = text.charCodeAt(first)
  if (leading === ZERO && dot !== first + 1 && digits > 1) return undefined
  if (digits > 15) return dot < 0 ? undefined : Number(text.slice(start, end))
  if (value === 0 && first > start) return undefined
  const number = dot < 0 ? value : value / POWERS_OF_TEN[end - dot - 1]!
  return first > start ? -number : number
}

/** The field at `start` as text; an empty one is NULL unless it is quoted and quotes make texts. */
function scanText(text: string, start: number, marks: Marks, quotedText: boolean): Atom | undefined {
  const isQuoted = text.charCodeAt(start) === marks.quote
  const end = isQuoted ? endOfQuoted(text, start, marks) : endOfPlain(text, start, marks)
  if (end === undefined) return undefined
  fieldEnd = isQuoted ? end + 1 : end
  const content = text.slice(isQuoted ? start + 1 : start, end)
  return content === '' && !(isQuoted && quotedText) ? null : content
}

function scanQuoted(text: string, start: number, marks: Marks): Atom | undefined {
  const end = endOfQuoted(text, start, marks)
  if (end === undefined) return undefined
  fieldEnd = end + 1
  return toCell(text.slice(start + 1, end))
}

/** Where a field without quotes ends; undefined where it holds one. */
function endOfPlain(text: string, start: number, marks: Marks): number | undefined {
  let at = start
  for (let code = text.charCodeAt(at); !isEnd(code, marks); code = text.charCodeAt(++at)) {
    if (code === marks.quote) return undefined
  }
  return at
}

/** Where the quote is that closes a field; undefined where there is more to it. */
function endOfQuoted(text: string, start: number, marks: Marks): number | undefined {
  let at = start + 1
  for (let code = text.charCodeAt(at); code !== marks.quote; code = text.charCodeAt(++at)) {
    if (code === LF || code === CR || Number.isNaN(code)) return undefined
  }
  return isEnd(text.charCodeAt(at + 1), marks) ? at : undefined
}
