import { EngineError } from '../../../contract/errors.ts'
import type { Atom } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { type ParamValues, param } from '../../params.ts'
import { toBase64 } from '../../sql/builtins/blob/base64.ts'
import { indexPath, visitAtoms } from '../../sql/values/flatten-value.ts'
import { numberToText, valueToText } from '../../sql/values/value-to-text.ts'
import { checkFileUrl } from '../check-file-url.ts'
import { defineProcedure } from '../define-procedure.ts'
import { CsvLosses } from './csv-losses.ts'
import { type ExportedPage, type ExportedRows, FileBuilder, withExportedRows } from './export-rows.ts'

const PARAMS = {
  exportData: param.query('The query. A row’s name is written only if it is selected.'),
  dataFileUrl: param.url('Where to: a file:/// URL.'),
  headers: param.boolean('The first line names the columns.', { default: true }),
  delimiter: param.string('One character.', { default: ',' }),
  quoteChar: param.string('One character.', { default: '"' }),
  skipDuplicateCells: param.boolean('Accepted for compatibility: a cell has one value here.', {
    default: false,
  }),
  quoteTexts: param.boolean(
    'Put every text in quotes and nothing else, so that import.text with quotedText gives back texts that look like numbers, and empty ones.',
    { default: false },
  ),
}

type Params = ParamValues<typeof PARAMS>

/** Writes the rows of a query as a CSV file. */
export const exportCsv = defineProcedure({
  type: 'export.csv',
  summary:
    'Writes the rows of a query as a CSV file; structures are flattened to columns. Result: `rowCount`, and `notKept`: the columns with cells that CSV cannot hold as they are.',
  params: PARAMS,
  check({ dataFileUrl, delimiter, quoteChar }) {
    checkFileUrl(dataFileUrl, 'dataFileUrl')
    if ([...delimiter].length !== 1 || [...quoteChar].length !== 1 || delimiter === quoteChar) {
      throw new EngineError(
        'invalid-argument',
        'delimiter and quoteChar must be one character each, and not the same',
      )
    }
  },
  run: ({ params, context, call }) =>
    withExportedRows(params.exportData, context, call, async (rows) => {
      const file = new FileBuilder()
      const columns = await columnsOf(rows)
      const toText = createToText(params)
      const losses = new CsvLosses(params.quoteTexts)
      if (params.headers && columns.size > 0) file.addText(toLine([...columns.keys()].map(toText), params))
      for await (const page of rows.pages('export')) {
        for (const cells of linesOf(page, columns, toText, losses)) file.addText(toLine(cells, params))
      }
      await context.files.write(params.dataFileUrl, file.finish())
      const notKept = losses.list()
      return { status: { rowCount: rows.rowCount, ...(notKept.length > 0 ? { notKept } : {}) } }
    }),
})

/** The names of the flattened columns, with their places. Where the types do not say them, all rows are looked at. */
async function columnsOf(rows: ExportedRows): Promise<Map<string, number>> {
  const columns = new Map<string, number>()
  const add = (name: string): void => {
    if (!columns.has(name)) columns.set(name, columns.size)
  }
  const known = rows.knownColumns
  if (known && [...known.values()].every(({ kind }) => kind === 'atoms')) {
    for (const name of known.keys()) add(name)
    return columns
  }
  for await (const page of rows.pages()) {
    for (const { path, name, values } of page.columns) {
      const shapes = new Set<string>()
      for (const value of values) {
        if (value === undefined) continue
        if (value === null || typeof value !== 'object' || !('kind' in value)) add(name)
        else if (value.kind !== 'embedding') add(name)
        else if (!shapes.has(value.shape.join())) {
          // Embeddings of one shape have the same columns: once is enough.
          shapes.add(value.shape.join())
          for (let i = 0; i < value.data.length; i++) add(formatPath([...path, ...indexPath(value.shape, i)]))
        }
      }
    }
  }
  return columns
}

function* linesOf(
  page: ExportedPage,
  columns: ReadonlyMap<string, number>,
  toText: (atom: Atom) => string,
  losses: CsvLosses,
): Generator<string[]> {
  const width = columns.size
  const flat = page.columns.map((column) => ({ ...column, at: columns.get(column.name) }))
  for (let row = 0; row < page.rowNames.length; row++) {
    const cells = new Array<string>(width).fill('')
    for (const { path, name, values, at } of flat) {
      const value = values[row]
      if (value === undefined || value === null) continue
      losses.add(name, value)
      visitAtoms(value, path, (inner, atom) => {
        const place = inner.length === path.length ? at : columns.get(formatPath(inner))
        if (place !== undefined) cells[place] = toText(atom)
      })
    }
    yield cells
  }
}

/** A field's text, quoted where it must be. */
function createToText({ delimiter, quoteChar, quoteTexts }: Params): (atom: Atom) => string {
  const quote = (text: string): string =>
    quoteChar + text.replaceAll(quoteChar, quoteChar + quoteChar) + quoteChar
  return (atom) => {
    if (atom === null) return ''
    if (Object.is(atom, -0)) return '-0'
    // Digits alone are read as an integer, which a double beyond 2^53 is not.
    if (quoteTexts && typeof atom === 'number') return exactNumber(atom)
    const text = atom instanceof Uint8Array ? toBase64(atom) : valueToText(atom)
    if (quoteTexts) return typeof atom === 'bigint' ? text : quote(text)
    const isPlain = !text.includes(delimiter) && !text.includes(quoteChar) && !/[\r\n]/.test(text)
    return isPlain ? text : quote(text)
  }
}

function exactNumber(value: number): string {
  const text = numberToText(value)
  return Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(text) ? `${text}e0` : text
}

/** A line of fields. One empty field stands in quotes: an empty line would be none. */
const toLine = (fields: readonly string[], { delimiter, quoteChar }: Params): string =>
  fields.length === 1 && fields[0] === '' ? `${quoteChar}${quoteChar}\n` : `${fields.join(delimiter)}\n`
