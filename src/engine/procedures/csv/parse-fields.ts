// csv/ reads delimited text the way the original does: by physical lines, since line numbers name rows and stand in
// errors. parse-fields.ts takes one line apart, read-lines.ts makes lines of bytes, to-cell.ts values of fields,
// csv-reader.ts puts them together. Nothing here knows datasets or SQL.

/** How fields are told apart. An empty text means that there is none. */
export interface Dialect {
  delimiter: string
  quote: string
  /** Fields such as `="007"` are texts. */
  excelFormulas: boolean
}

export type ParsedLine =
  | { fields: string[] }
  /** `unclosed`: the next line may go on with the value. */
  | { error: string; column: number; unclosed?: true }

/** The fields of a line. A doubled quote inside quotes is one quote. Columns count from 1. */
export function parseFields(line: string, dialect: Dialect): ParsedLine {
  const { delimiter, quote, excelFormulas } = dialect
  if (delimiter === '') return { fields: [line] }
  if (quote === '' || !line.includes(quote)) return { fields: line.split(delimiter) }
  const fields: string[] = []
  let at = 0
  for (;;) {
    const start = excelFormulas && line[at] === '=' && line[at + 1] === quote ? at + 1 : at
    if (line[start] === quote) {
      const quoted = parseQuoted(line, start, quote)
      if ('error' in quoted) return quoted
      fields.push(quoted.text)
      at = quoted.end
      if (at < line.length && line[at] !== delimiter) {
        return { error: 'Garbage after closing quote', column: at + 1 }
      }
    } else {
      const end = line.indexOf(delimiter, at)
      fields.push(line.slice(at, end < 0 ? line.length : end))
      at = end < 0 ? line.length : end
    }
    if (at >= line.length) return { fields }
    at += 1
    if (at === line.length) return { fields: [...fields, ''] }
  }
}

type Quoted = { text: string; end: number } | { error: string; column: number; unclosed: true }

function parseQuoted(line: string, start: number, quote: string): Quoted {
  let text = ''
  for (let at = start + 1; ; ) {
    const end = line.indexOf(quote, at)
    if (end < 0) return { error: 'Unclosed quoted CSV value', column: start + 1, unclosed: true }
    text += line.slice(at, end)
    if (line[end + 1] !== quote) return { text, end: end + 1 }
    text += quote
    at = end + 2
  }
}
