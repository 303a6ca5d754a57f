import type { PreviewColumn } from '../../../contract/rest.ts'
import type { Path, RowValue, Value } from '../../../contract/values.ts'
import { toCellColumns } from '../../datasets/row-cells.ts'
import { isObject } from '../../params.ts'
import { fromJson } from '../../sql/builtins/string/json.ts'
import { CsvReader, newRows } from '../csv/csv-reader.ts'
import { toExactRow } from '../import/import-json.ts'
import { parseJson } from '../json/parse-json.ts'
import { splitJson } from '../json/split-json.ts'
import { decodeText, ENCODINGS } from '../sources/read-lines.ts'
import { describeTable } from './describe-table.ts'
import { guessDelimiter, guessEncoding, LENIENT, looksLikeHeader } from './guess-csv.ts'

const PREVIEW_ROWS = 50

/** The first rows of a text, with the parameters that its import needs. */
export interface TextPreview {
  columns: PreviewColumn[]
  rows: unknown[][]
  params: Record<string, unknown>
  rowCount?: number
  note?: string
}

/** What import.text would make of a file that begins like this, with the parameters that fit it. */
export function previewText(head: Uint8Array, isWhole: boolean): TextPreview {
  const encoding = guessEncoding(head, isWhole)
  const text = wholeRecords(decode(head, encoding, isWhole), isWhole)
  const delimiter = guessDelimiter(text)
  const options = { ...LENIENT, delimiter }
  const first = new CsvReader({ ...options, types: {}, limit: 1 })
  const names = firstFields(first, text)
  const autoGenerateHeaders = !looksLikeHeader(names)
  const reader = new CsvReader({ ...options, autoGenerateHeaders })
  const rows = reader.read(text, newRows())
  if (isWhole) reader.finish(rows)
  const columns = (reader.columns ?? []).map((path, c) => ({ path, values: rows.columns[c] ?? [] }))
  const described = describeTable(columns)
  const read = rows.lineNumbers.length
  const multiLine = columns.some(({ values }) =>
    values.some((value) => typeof value === 'string' && /[\r\n]/.test(value)),
  )
  const bad = reader.lineErrors
  return {
    columns: described.columns,
    rows: described.rows.slice(0, PREVIEW_ROWS),
    params: {
      ...(delimiter === ',' ? {} : { delimiter }),
      ...(encoding === 'utf-8' ? {} : { encoding }),
      ...(autoGenerateHeaders ? { autoGenerateHeaders } : {}),
      ...(multiLine || !isWhole ? { allowMultiLines: true } : {}),
      ...(bad > 0 ? { ignoreBadLines: true } : {}),
    },
    ...(isWhole ? { rowCount: read } : {}),
    ...(bad > 0
      ? {
          note: `${bad} of the first ${read + bad} lines do not have as many fields as the first: they are left out and counted.`,
        }
      : {}),
  }
}

/** Without the last line, which may be cut; all of a file that has but one. */
function wholeRecords(text: string, isWhole: boolean): string {
  const end = text.lastIndexOf('\n')
  return isWhole || end < 0 ? text : text.slice(0, end + 1)
}

function decode(bytes: Uint8Array, encoding: string, isWhole: boolean): string {
  if (encoding === 'latin1') return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  const decoder = new TextDecoder(ENCODINGS[encoding as keyof typeof ENCODINGS])
  return decoder.decode(bytes, { stream: !isWhole })
}

/** The fields of the first line, as text. */
function firstFields(reader: CsvReader, text: string): string[] {
  const rows = reader.read(text, newRows())
  return (rows.columns ?? []).map((column) =>
    column[0] === null || column[0] === undefined ? '' : String(column[0]),
  )
}

/** What import.json would make of a file that begins like this. */
export async function previewJson(head: Uint8Array, isWhole: boolean): Promise<TextPreview> {
  async function* once(): AsyncGenerator<Uint8Array> {
    yield head
  }
  const rows: RowValue[] = []
  let isExact = false
  let bad = 0
  let isOver = true
  const items = splitJson(decodeText(once(), 'utf-8', '\ufffd'))
  try {
    for await (const { text } of items) {
      if (rows.length === PREVIEW_ROWS) {
        isOver = false
        break
      }
      try {
        const json = parseJson(text)
        if (!isObject(json)) throw new Error('a row must be an object')
        if (rows.length === 0) isExact = Object.keys(json)[0] === '_rowName'
        rows.push(isExact ? toExactRow(json).cells : (fromJson(json, 'parse') as RowValue))
      } catch {
        bad++
      }
    }
  } catch (error) {
    // The start of a list does not end; what came before is good.
    if (isWhole) throw error
  }
  const columns = toCellColumns({ rowNames: rows.map((_, i) => String(i)), columns: [], rest: rows })
  return {
    ...describeTable(
      columns.map(({ path, values }): { path: Path; values: readonly (Value | undefined)[] } => ({
        path,
        values,
      })),
    ),
    params: isExact ? { values: 'exact' } : bad > 0 && isWhole ? { ignoreBadLines: true } : {},
    ...(isWhole && isOver ? { rowCount: rows.length } : {}),
    ...(bad > 0 && isWhole
      ? { note: `${bad} rows are no JSON objects: they are left out and counted.` }
      : {}),
  }
}
