import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { Path } from '../../../contract/values.ts'
import { checkCancelled } from '../../check-cancelled.ts'
import type { DatasetWriter, EngineContext } from '../../context.ts'
import { type ParamValues, param } from '../../params.ts'
import { checkOptions } from '../csv/csv-options.ts'
import { CsvReader, type CsvRows, newRows } from '../csv/csv-reader.ts'
import { FIELD_TYPES } from '../csv/to-cell.ts'
import { defineProcedure } from '../define-procedure.ts'
import { type ByteSource, fromBytes, openSource } from '../sources/open-source.ts'
import { decodeText, ENCODINGS, wholeLines } from '../sources/read-lines.ts'
import type { ImportedFile } from './import-functions.ts'
import { CLAUSE_PARAMS, writeImported } from './write-imported.ts'

const PARAMS = {
  dataFileUrl: param.url(
    'The file: http(s)://, file:///, data:, blob:, or an address relative to the app; `archive+<url>#<member>` inside a zip. gzip is unpacked.',
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
  ...CLAUSE_PARAMS,
  allowMultiLines: param.boolean('Quoted values may go over several lines.', { default: false }),
  autoGenerateHeaders: param.boolean('Columns are called 0, 1, …; the first line holds data.', {
    default: false,
  }),
  ignoreExtraColumns: param.boolean('Drop surplus fields of a line instead of failing.', { default: false }),
  processExcelFormulas: param.boolean('Accept fields such as `="text"`.', { default: false }),
  skipLineRegex: param.optional(param.string('Drop lines that match it wholly.')),
  quotedText: param.boolean(
    'What stands in quotes is text, even `"12"`, and `""` is an empty text, not NULL.',
    {
      default: false,
    },
  ),
  types: param.map(
    param.oneOf('', FIELD_TYPES),
    `What the fields of some columns are, whatever they look like: column → ${FIELD_TYPES.join(', ')}. Text stays to the letter; a field that is none of the type makes its line a bad one.`,
    { default: {} },
  ),
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
    checkEncoding(params)
    checkOptions(toOptions(params))
  },
  async run({ params, context, call }) {
    const reader = new CsvReader(toOptions(params))
    const read = (writer: DatasetWriter) => readInto(writer, params, reader, context, call)
    const rowCount = await writeImported(params.outputDataset, params, read, context, call)
    return { status: { rowCount, numLineErrors: reader.lineErrors } }
  },
})

const invalid = (message: string): EngineError => new EngineError('invalid-argument', message)

function checkEncoding({ encoding, replaceInvalidCharactersWith: replacement }: Params): void {
  if (!Object.hasOwn(ENCODINGS, encoding.toLowerCase())) {
    const known = Object.keys(ENCODINGS).join(', ')
    throw invalid(`Unknown encoding '${encoding}'for import.text parser: accepted are ${known}`)
  }
  if (replacement !== undefined && [...replacement].length > 1) {
    throw invalid('replaceInvalidCharactersWith must be one character, or "" to drop them')
  }
}

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

/** Writes the rows of the file under their line numbers. */
async function readInto(
  writer: DatasetWriter,
  params: Params,
  reader: CsvReader,
  context: EngineContext,
  call: Call,
): Promise<ImportedFile> {
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
  if (rows === 0) await writer.append(toBatch(waiting, reader.columns, source.lastModified))
  return { url: params.dataFileUrl, time: source.lastModified }
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
