import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { Path, RowValue, Value } from '../../../contract/values.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import { checkCancelled } from '../../check-cancelled.ts'
import type { DatasetWriter, EngineContext } from '../../context.ts'
import { isObject, type OutputDataset, type ParamValues, param } from '../../params.ts'
import { fromJson } from '../../sql/builtins/string/json.ts'
import { defineProcedure } from '../define-procedure.ts'
import { fromExactJson } from '../json/exact-json.ts'
import { parseJson } from '../json/parse-json.ts'
import { type JsonItem, splitJson } from '../json/split-json.ts'
import { fromBytes, openSource } from '../sources/open-source.ts'
import { decodeText } from '../sources/read-lines.ts'
import type { ImportedFile } from './import-functions.ts'
import { CLAUSE_PARAMS, writeImported } from './write-imported.ts'

const PARAMS = {
  dataFileUrl: param.url(
    'The file: http(s)://, file:///, data:, blob:, or an address relative to the app; `archive+<url>#<member>` inside a zip. gzip is unpacked.',
    { default: '' },
  ),
  text: param.optional(param.string('The JSON itself, in place of dataFileUrl.')),
  outputDataset: param.outputDataset('The dataset to write; an existing one is replaced.', 'tabular'),
  limit: param.integer('Rows to process, bad ones included; −1 for all.', { default: -1, min: -1 }),
  offset: param.integer('Rows to skip.', { default: 0, min: 0 }),
  ignoreBadLines: param.boolean('Skip and count bad rows instead of failing; empty lines are bad ones.', {
    default: false,
  }),
  ...CLAUSE_PARAMS,
  arrays: param.oneOf(
    '`parse`: arrays are columns 0, 1, …; `encode`: a column with 1 for each atom in the array, and JSON text for each object.',
    ['parse', 'encode'],
    { default: 'parse' },
  ),
  values: param.oneOf(
    '`plain`: any JSON, nested objects are paths. `exact`: what export.json writes with `values: exact`: keys are paths, cells of every type, `_rowName` and `_rowTime` are the row’s own.',
    ['plain', 'exact'],
    { default: 'plain' },
  ),
}

type Params = ParamValues<typeof PARAMS>

/** JSON to a dataset: one object a line, a list of objects, or objects one after the other. */
export const importJson = defineProcedure({
  type: 'import.json',
  summary: 'Imports JSON: an object per line, or a list of objects; nested objects become paths.',
  params: PARAMS,
  check({ dataFileUrl, text }) {
    if (dataFileUrl === '' && text === undefined) {
      throw new EngineError('invalid-argument', 'dataFileUrl is a required property and must not be empty')
    }
  },
  async run({ params, context, call }) {
    const counts = { bad: 0 }
    const read = (writer: DatasetWriter) => readInto(writer, params, counts, context, call)
    const output = withNewColumns(params.outputDataset)
    const rowCount = await writeImported(output, params, read, context, call, params.values === 'exact')
    return { status: { rowCount, numLineErrors: counts.bad } }
  },
})

/** Rows of JSON bring columns as they come, unless the caller says otherwise. */
export const withNewColumns = (output: OutputDataset): OutputDataset =>
  output.type === 'tabular' ? { ...output, params: { unknownColumns: 'add', ...output.params } } : output

/** Rows go to the dataset in batches of about this much text. */
const BATCH_CHARACTERS = 1 << 19

interface Rows {
  names: string[]
  times: number[]
  cells: RowValue[]
}

const noRows = (): Rows => ({ names: [], times: [], cells: [] })

async function readInto(
  writer: DatasetWriter,
  params: Params,
  counts: { bad: number },
  context: EngineContext,
  call: Call,
): Promise<ImportedFile> {
  let bytes = 0
  const source =
    params.text === undefined
      ? await openSource(params.dataFileUrl, context, call, (count) => {
          bytes += count
        })
      : fromBytes(new TextEncoder().encode(params.text))
  const total = source.sizeBytes ? { total: source.sizeBytes } : {}
  const options = { ...params, fileTime: source.lastModified }
  await writeJsonRows(source.chunks, options, counts, writer, call, (rows) => {
    call.onProgress?.({ phase: 'bytes', step: 'read', done: bytes, ...total })
    call.onProgress?.({ phase: 'rows', step: 'rows', done: rows })
  })
  return { url: params.dataFileUrl, time: source.lastModified }
}

type RowOptions = Pick<Params, 'limit' | 'offset' | 'ignoreBadLines' | 'arrays' | 'values'> & {
  /** ms since 1970: of rows that have no time of their own. */
  fileTime: number
}

/** How `export.json` with `values: exact` is read whole. */
export const EXACT_ROWS: RowOptions = {
  limit: -1,
  offset: 0,
  ignoreBadLines: false,
  arrays: 'parse',
  values: 'exact',
  fileTime: 0,
}

/** Writes the rows of JSON text. @param onRows called with the number of rows after each batch */
export async function writeJsonRows(
  chunks: AsyncIterable<Uint8Array>,
  options: RowOptions,
  counts: { bad: number },
  writer: DatasetWriter,
  call: Call,
  onRows: (rows: number) => void,
): Promise<void> {
  let rows = 0
  let processed = 0
  let waiting = noRows()
  let size = 0
  const append = async (): Promise<void> => {
    const { names, times, cells } = waiting
    rows += names.length
    if (names.length > 0) {
      await writer.append({ rowNames: names, times: Float64Array.from(times), columns: [], rest: cells })
    }
    waiting = noRows()
    size = 0
    onRows(rows)
  }
  for await (const item of splitJson(decodeText(chunks, 'utf-8', undefined))) {
    if (processed - options.offset === options.limit) break
    if (processed++ < options.offset) continue
    try {
      addRow(waiting, item, options)
    } catch (error) {
      if (!options.ignoreBadLines) throw badRow(error, item)
      counts.bad++
    }
    size += item.text.length
    if (size < BATCH_CHARACTERS) continue
    checkCancelled(call)
    await append()
  }
  await append()
}

function addRow(rows: Rows, { text, number }: JsonItem, options: RowOptions): void {
  if (text.trim() === '') throw new EngineError('bad-file', 'empty line')
  const json = parseJson(text)
  if (!isObject(json)) throw new EngineError('bad-file', 'a row must be an object')
  const row =
    options.values === 'exact'
      ? toExactRow(json)
      : { name: undefined, time: undefined, cells: fromJson(json, options.arrays) as RowValue }
  rows.names.push(row.name ?? String(number))
  rows.times.push(row.time ?? options.fileTime)
  rows.cells.push(row.cells)
}

/** A row of `export.json` with `values: exact`. */
export function toExactRow(json: Record<string, unknown>) {
  let name: string | undefined
  let time: number | undefined
  const columns: [Path, Value][] = []
  for (const [key, content] of Object.entries(json)) {
    const value = fromExactJson(content)
    if (key === '_rowName') name = String(value)
    else if (key === '_rowTime' && typeof value === 'object' && value !== null && 'ms' in value)
      time = value.ms
    else columns.push([parsePath(key), value])
  }
  return { name, time, cells: { kind: 'row', columns } as const }
}

function badRow(error: unknown, { text, number }: JsonItem): EngineError {
  const reason = error instanceof Error ? error.message : String(error)
  const code = error instanceof EngineError && error.code !== 'bad-file' ? error.code : 'syntax'
  const line = text.length > 200 ? `${text.slice(0, 200)}…` : text
  return new EngineError(code, `Error parsing JSON row: ${reason} (line ${number})`, {
    lineNumber: number,
    line,
  })
}
