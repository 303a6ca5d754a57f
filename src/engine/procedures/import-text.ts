import { EngineError } from '../../contract/errors.ts'
import type { Call } from '../../contract/progress.ts'
import type { Path, Value } from '../../contract/values.ts'
import { formatPath } from '../../lib/format-path.ts'
import { randomHex } from '../../lib/generate-id.ts'
import { checkCancelled } from '../check-cancelled.ts'
import type { DatasetWriter, EngineContext } from '../context.ts'
import { type ParamValues, param } from '../params.ts'
import type { SelectClauses } from '../sql/sql.ts'
import { CsvReader, type CsvRows, checkOptions, newRows } from './csv/csv-reader.ts'
import { type ByteSource, fromBytes, openSource } from './csv/open-source.ts'
import { decodeText, ENCODINGS, wholeLines } from './csv/read-lines.ts'
import { defineProcedure } from './define-procedure.ts'

const PARAMS = {
  dataFileUrl: param.url(
    'The file: http(s)://, file:///, data:, or an address relative to the app. `.gz` is unpacked.',
    {
      default: '',
    },
  ),
  text: param.optional(param.string('The text itself, in place of dataFileUrl.')),
  outputDataset: param.outputDataset('The dataset to write; an existing one is replaced.', 'tabular'),
  headers: param.list(param.string(''), 'Column names where the file has no header line.', { default: [] }),
  quoteChar: param.string('One character, or "" for none.', { default: '"' }),
  quotechar: param.optional(param.string('Deprecated: quoteChar.')),
  delimiter: param.string('One character; "" together with quoteChar "": the whole line is one value.', {
    default: ',',
  }),
  limit: param.integer('Lines to process, bad and empty ones included; −1 for all.', {
    default: -1,
    min: -1,
  }),
  offset: param.integer('Data lines to skip, not counting the header.', { default: 0, min: 0 }),
  preHeaderOffset: param.integer('Lines to skip before the header.', { default: 0, min: 0 }),
  encoding: param.string(`One of ${Object.keys(ENCODINGS).join(', ')}.`, { default: 'utf-8' }),
  ignoreBadLines: param.boolean('Skip and count bad lines instead of failing; empty lines are bad lines.', {
    default: false,
  }),
  structuredColumnNames: param.boolean(
    '`a.b` in the header is column b of structure a, not a name with a dot.',
    {
      default: false,
    },
  ),
  replaceInvalidCharactersWith: param.optional(param.string('One character for bytes that are none.')),
  select: param.string('Columns of the result.', { default: '*' }),
  where: param.string('Rows of the result.', { default: 'true' }),
  named: param.string('Name of each row.', { default: 'lineNumber()' }),
  timestamp: param.string('Time of each row.', { default: 'fileTimestamp()' }),
  allowMultiLines: param.boolean('Quoted values may go over several lines.', { default: false }),
  autoGenerateHeaders: param.boolean('Columns are called 0, 1, …; the first line holds data.', {
    default: false,
  }),
  ignoreExtraColumns: param.boolean('Drop surplus fields of a line instead of failing.', { default: false }),
  processExcelFormulas: param.boolean('Accept fields such as `="text"`.', { default: false }),
  skipLineRegex: param.optional(param.string('Drop lines that match it wholly.')),
  rowNameColumn: param.optional(param.string('Removed: use named.')),
  rowNamePrefix: param.optional(param.string('Removed: use named.')),
}

type Params = ParamValues<typeof PARAMS>

/** Rows go to the dataset in batches of about this much text: half a chunk or a whole one. */
const BATCH_CHARACTERS = 1 << 19

/** Delimited text to a dataset. It is read in pieces: neither the file nor the rows need to fit into memory. */
export const importText = defineProcedure({
  type: 'import.text',
  summary: 'Imports a CSV file, or other delimited text.',
  params: PARAMS,
  check(params) {
    const removed = (['rowNameColumn', 'rowNamePrefix'] as const).find((name) => params[name] !== undefined)
    if (removed) {
      throw invalid(`${removed} was removed: use named, for example "named": "'row-' + lineNumber()"`)
    }
    if (params.dataFileUrl === '' && params.text === undefined) {
      throw invalid('dataFileUrl is a required property and must not be empty')
    }
    if (!Object.hasOwn(ENCODINGS, params.encoding.toLowerCase())) {
      const known = Object.keys(ENCODINGS).join(', ')
      throw invalid(`Unknown encoding '${params.encoding}'for import.text parser: accepted are ${known}`)
    }
    checkOptions(toOptions(params))
  },
  async run({ params, context, call }) {
    const reader = new CsvReader(toOptions(params))
    const plain =
      params.select.trim() === '*' &&
      isTrue(params.where) &&
      isDefault(params, 'named') &&
      isDefault(params, 'timestamp')
    const rowCount = plain
      ? await importRows(params, reader, context, call)
      : await importSelected(params, reader, context, call)
    return { status: { rowCount, numLineErrors: reader.lineErrors } }
  },
})

const invalid = (message: string): EngineError => new EngineError('invalid-argument', message)
const isTrue = (where: string): boolean => /^\s*(true|1)\s*$/i.test(where)
const isDefault = (params: Params, name: 'named' | 'timestamp'): boolean =>
  params[name].replace(/\s+/g, '') === PARAMS[name].default

function toOptions(params: Params) {
  const { skipLineRegex, quotechar, ...options } = params
  let skip: RegExp | undefined
  try {
    skip = skipLineRegex === undefined ? undefined : new RegExp(`^(?:${skipLineRegex})$`, 'u')
  } catch (error) {
    throw invalid(`skipLineRegex is no regular expression: ${(error as Error).message}`)
  }
  return { ...options, quoteChar: quotechar ?? options.quoteChar, skipLineRegex: skip }
}

/** The rows as they are, named by their lines. */
async function importRows(
  params: Params,
  reader: CsvReader,
  context: EngineContext,
  call: Call,
): Promise<number> {
  const writer = await context.datasets.write(params.outputDataset, call, { distinctRows: true })
  try {
    await readInto(writer, params, reader, context, call)
    return (await writer.commit()).rowCount
  } finally {
    await writer.abort()
  }
}

/** Reads the file into a dataset of the session, then writes what the clauses make of it. */
async function importSelected(
  params: Params,
  reader: CsvReader,
  context: EngineContext,
  call: Call,
): Promise<number> {
  const lines = { id: `import ${randomHex(8)}`, type: 'tabular', params: {} }
  const source = await context.datasets.write(lines, call, {
    temporary: true,
    distinctRows: true,
  })
  const writer = await context.datasets.write(params.outputDataset, call)
  try {
    const fileTime = await readInto(source, params, reader, context, call)
    await source.commit()
    await select(writer, toClauses(params, lines.id), context, call, fileTime)
    return (await writer.commit()).rowCount
  } finally {
    await source.abort()
    await context.datasets.delete(lines.id)
    await writer.abort()
  }
}

const TIME_COLUMN = '_import_timestamp'

function toClauses(params: Params, from: string): SelectClauses {
  return {
    select: isDefault(params, 'timestamp')
      ? params.select
      : `${params.select}, ${params.timestamp} AS ${TIME_COLUMN}`,
    from: `"${from}"`,
    ...(isTrue(params.where) ? {} : { where: params.where }),
    ...(isDefault(params, 'named') ? {} : { named: params.named }),
  }
}

async function select(
  writer: DatasetWriter,
  clauses: SelectClauses,
  { sql }: EngineContext,
  call: Call,
  fileTime: number,
): Promise<void> {
  const result = await sql.query(clauses, call)
  const names = result.columns.map(({ path }) => formatPath(path))
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) throw invalid(`Duplicate column name in select expression: '${twice}'`)
  const timeAt = names.indexOf(TIME_COLUMN)
  for await (const batch of result.batches()) {
    const times = batch.rowNames.map((_, row) =>
      toMs(timeAt < 0 ? null : batch.columns[timeAt]![row]!, fileTime),
    )
    await writer.append({
      rowNames: batch.rowNames,
      times: Float64Array.from(times),
      columns: result.columns.flatMap(({ path }, c) =>
        c === timeAt ? [] : [{ path, values: batch.columns[c]! }],
      ),
      ...(batch.rest ? { rest: batch.rest } : {}),
    })
  }
}

/** A timestamp, or seconds since 1970; anything else is the file's time. */
function toMs(value: Value, fileTime: number): number {
  if (typeof value === 'number') return value * 1000
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'timestamp'
    ? value.ms
    : fileTime
}

/** Writes the rows of the file under their line numbers. @returns the file's time */
async function readInto(
  writer: DatasetWriter,
  params: Params,
  reader: CsvReader,
  context: EngineContext,
  call: Call,
): Promise<number> {
  let bytes = 0
  let rows = 0
  const source = await open(params, context, call, (count) => {
    bytes += count
  })
  const encoding = ENCODINGS[params.encoding.toLowerCase() as keyof typeof ENCODINGS]
  let waiting = newRows()
  let size = 0
  const append = async (): Promise<void> => {
    rows += waiting.lineNumbers.length
    if (waiting.lineNumbers.length > 0) {
      await writer.append(toBatch(waiting, reader.columns!, source.lastModified))
    }
    waiting = newRows()
    size = 0
    call.onProgress?.({
      phase: 'bytes',
      step: 'read',
      done: bytes,
      ...(source.sizeBytes ? { total: source.sizeBytes } : {}),
    })
    call.onProgress?.({ phase: 'rows', step: 'rows', done: rows })
  }
  const texts = decodeText(source.chunks, encoding, params.replaceInvalidCharactersWith)
  for await (const text of wholeLines(texts)) {
    checkCancelled(call)
    reader.read(text, waiting)
    size += text.length
    if (size >= BATCH_CHARACTERS) await append()
    if (reader.done) break
  }
  reader.finish(waiting)
  await append()
  if (!reader.columns) {
    throw new EngineError('bad-file', `${nameOf(params)} is empty: it has no header line`, {
      url: params.dataFileUrl,
    })
  }
  return source.lastModified
}

const nameOf = ({ dataFileUrl, text }: Params): string => (text === undefined ? dataFileUrl : 'the text')

const open = async (
  params: Params,
  context: EngineContext,
  call: Call,
  onBytes: (count: number) => void,
): Promise<ByteSource> =>
  params.text === undefined
    ? openSource(params.dataFileUrl, context, call, onBytes)
    : fromBytes(new TextEncoder().encode(params.text))

function toBatch(rows: CsvRows, columns: readonly Path[], time: number) {
  return {
    rowNames: rows.lineNumbers.map(String),
    times: new Float64Array(rows.lineNumbers.length).fill(time),
    columns: columns.map((path, c) => ({ path, values: rows.columns[c] ?? [] })),
  }
}
