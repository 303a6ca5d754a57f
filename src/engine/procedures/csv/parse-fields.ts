// csv/ reads delimited text the way the original does: by physical lines, since line numbers name rows and stand in
// errors. parse-fields.ts takes one line apart, to-cell.ts makes values of fields, csv-reader.ts puts them together,
// scan-rows.ts is the fast way for plain lines. Nothing here knows datasets or SQL.

/** How fields are told apart. An empty text means that there is none. */
export interface Dialect {
  delimiter: string
  quote: string
  /** Fields such as `="007"` are texts. */
  excelFormulas: boolean
}

export type ParsedLine =
  | {
      fields: string[]
      /** Indexes of the fields that stood in quotes. */
      quoted: number[]
    }
  | { error: string; column: number }
  /** The line ends inside quotes: the next line may go on with the value. */
  | { open: OpenFields; column: number }

/** A line that ended inside quotes: what of it was read. */
export interface OpenFields {
  fields: string[]
  quoted: number[]
  /** Pieces of the field that is open. */
  pieces: string[]
}

/** The fields of a line. A doubled quote inside quotes is one quote. Columns count from 1.
 *  @param before a line that ended inside quotes, which this one goes on; it is used up. The work is that of this
 *    line alone, however many came before. */
export function parseFields(line: string, dialect: Dialect, before?: OpenFields): ParsedLine {
  const { delimiter, quote, excelFormulas } = dialect
  if (delimiter === '') return { fields: [line], quoted: [] }
  if (!before && (quote === '' || !line.includes(quote))) return { fields: line.split(delimiter), quoted: [] }
  const { fields, quoted, pieces }: OpenFields = before ?? { fields: [], quoted: [], pieces: [] }
  let at = 0
  let isOpen = before !== undefined
  for (;;) {
    const start = excelFormulas && line[at] === '=' && line[at + 1] === quote ? at + 1 : at
    if (isOpen || line[start] === quote) {
      const end = readQuoted(line, isOpen ? 0 : start + 1, quote, pieces)
      if (end === undefined) return { open: { fields, quoted, pieces }, column: start + 1 }
      isOpen = false
      quoted.push(fields.length)
      fields.push(pieces.join(''))
      pieces.length = 0
      at = end
      if (at < line.length && line[at] !== delimiter) {
        return { error: 'Garbage after closing quote', column: at + 1 }
      }
    } else {
      const end = line.indexOf(delimiter, at)
      fields.push(line.slice(at, end < 0 ? line.length : end))
      at = end < 0 ? line.length : end
    }
    if (at >= line.length) return { fields, quoted }
    at += 1
    if (at === line.length) {
      fields.push('')
      return { fields, quoted }
    }
  }
}

/** Reads inside quotes. @returns where they closed, undefined where they did not */
function readQuoted(line: string, from: number, quote: string, pieces: string[]): number | undefined {
  for (let at = from; ; ) {
    const end = line.indexOf(quote, at)
    if (end < 0) {
      pieces.push(line.slice(at))
      return undefined
    }
    pieces.push(line.slice(at, end))
    if (line[end + 1] !== quote) return end + 1
    pieces.push(quote)
    at = end + 2
  }
}
