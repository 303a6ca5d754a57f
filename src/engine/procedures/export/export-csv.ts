import { EngineError } from '../../../contract/errors.ts'
import type { Path, Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { checkCancelled } from '../../check-cancelled.ts'
import { param } from '../../params.ts'
import { visitAtoms } from '../../sql/values/flatten-value.ts'
import { valueToText } from '../../sql/values/value-to-text.ts'
import { checkFileUrl } from '../check-file-url.ts'
import { defineProcedure } from '../define-procedure.ts'

/** Writes the rows of a query as a CSV file. */
export const exportCsv = defineProcedure({
  type: 'export.csv',
  summary: 'Writes the rows of a query as a CSV file; structures are flattened to columns.',
  params: {
    exportData: param.query('The query. A row’s name is written only if it is selected.'),
    dataFileUrl: param.url('Where to: a file:/// URL.'),
    headers: param.boolean('The first line names the columns.', { default: true }),
    delimiter: param.string('One character.', { default: ',' }),
    quoteChar: param.string('One character.', { default: '"' }),
    skipDuplicateCells: param.boolean('Accepted for compatibility: a cell has one value here.', {
      default: false,
    }),
  },
  check({ dataFileUrl, delimiter, quoteChar }) {
    checkFileUrl(dataFileUrl, 'dataFileUrl')
    if ([...delimiter].length !== 1 || [...quoteChar].length !== 1 || delimiter === quoteChar) {
      throw new EngineError(
        'invalid-argument',
        'delimiter and quoteChar must be one character each, and not the same',
      )
    }
  },
  async run({ params, context, call }) {
    const result = await context.sql.query(params.exportData, call)
    const columns = new Map<string, number>()
    const rows: string[][] = []
    const set = (row: string[], path: Path, value: Value): void =>
      visitAtoms(value, path, (inner, atom) => {
        const name = formatPath(inner)
        const at = columns.get(name) ?? columns.size
        columns.set(name, at)
        row[at] = atom === null ? '' : valueToText(atom)
      })
    for await (const batch of result.batches()) {
      checkCancelled(call)
      batch.rowNames.forEach((_, r) => {
        const row: string[] = []
        result.columns.forEach(({ path }, c) => {
          set(row, path, batch.columns[c]![r]!)
        })
        for (const [path, value] of batch.rest?.[r]?.columns ?? []) set(row, path, value)
        rows.push(row)
      })
      call.onProgress?.({ phase: 'rows', step: 'export', done: rows.length })
    }
    const lines = params.headers ? [[...columns.keys()], ...rows] : rows
    const text = lines.map((cells) => toLine(cells, columns.size, params)).join('')
    await context.files.write(params.dataFileUrl, new TextEncoder().encode(text))
    return { status: { rowCount: rows.length } }
  },
})

/** A line, with as many cells as there are columns. */
function toLine(
  cells: readonly string[],
  width: number,
  options: { delimiter: string; quoteChar: string },
): string {
  const fields = Array.from({ length: width }, (_, i) => toField(cells[i] ?? '', options))
  return `${fields.join(options.delimiter)}\n`
}

function toField(text: string, { delimiter, quoteChar }: { delimiter: string; quoteChar: string }): string {
  const plain = !text.includes(delimiter) && !text.includes(quoteChar) && !/[\r\n]/.test(text)
  return plain ? text : quoteChar + text.replaceAll(quoteChar, quoteChar + quoteChar) + quoteChar
}
