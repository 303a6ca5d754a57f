import type { AsyncBuffer, FileMetaData, ParquetParsers } from 'hyparquet'
import { EngineError } from '../../../contract/errors.ts'
import type { Path, Value } from '../../../contract/values.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import { ELEMENT_TYPES, type ElementType, fromExactJson, toEmbedding } from '../json/exact-json.ts'
import { parseJson } from '../json/parse-json.ts'
import { fromMicroseconds, NOTES_KEY, type ParquetNotes } from './column-kind.ts'

/** A Parquet file that was opened. */
export interface ParquetSource {
  rowCount: number
  columns: { name: string; path: Path; sparse?: true }[]
  /** Rows in groups, as columns: `cells[c][r]`. */
  groups(): AsyncGenerator<{ cells: Value[][]; rowCount: number }>
}

/** A file may say that it holds more than any memory: these are refused before they are unpacked. */
const MAX_GROUP_BYTES = 1 << 30
const MAX_ROWS = 200_000_000
const MAX_GROUP_ROWS = 20_000_000

/** Opens a Parquet file, of this or any other tool: all compressions; lists of numbers become embeddings, structures and
 *  other lists rows, which a dataset flattens.
 *  @throws EngineError `bad-file` */
export async function readParquet(bytes: Uint8Array): Promise<ParquetSource> {
  const [library, { compressors }] = await Promise.all([import('hyparquet'), import('hyparquet-compressors')])
  const file: AsyncBuffer = {
    byteLength: bytes.length,
    slice: (start, end) => bytes.slice(start, end).buffer,
  }
  const metadata = await guard(() => library.parquetMetadataAsync(file, { parsers: PARSERS }))
  checkSizes(metadata)
  const notes = readNotes(metadata)
  const { children } = await guard(async () => library.parquetSchema(metadata))
  const columns = children.map(({ element }) => {
    const note = notes?.columns.find(({ name }) => name === element.name)
    return {
      name: element.name,
      path: note ? parsePath(element.name) : [element.name],
      toValue: converter(note),
      ...(note?.sparse ? { sparse: true as const } : {}),
    }
  })
  return {
    rowCount: Number(metadata.num_rows),
    columns: columns.map(({ toValue: _, ...column }) => column),
    async *groups() {
      let rowStart = 0
      for (const { num_rows } of metadata.row_groups) {
        const rowCount = Number(num_rows)
        const rowEnd = rowStart + rowCount
        const data = new Map<string, unknown[]>()
        await guard(() =>
          library.parquetRead({
            file,
            metadata,
            compressors,
            parsers: PARSERS,
            utf8: false,
            geoparquet: false,
            rowStart,
            rowEnd,
            onChunk: ({ columnName, columnData }) => {
              const cells = data.get(columnName) ?? []
              data.set(columnName, cells)
              for (let i = 0; i < columnData.length; i++) cells.push(columnData[i])
            },
          }),
        )
        const cells = columns.map(({ name, toValue }) => {
          const values = data.get(name) ?? []
          if (values.length !== rowCount)
            throw bad(`column '${name}' has ${values.length} of ${rowCount} rows`)
          return values.map((cell) => toValue(cell))
        })
        yield { cells, rowCount }
        rowStart = rowEnd
      }
    },
  }
}

const bad = (reason: string, cause?: unknown): EngineError =>
  new EngineError('bad-file', `the Parquet file cannot be read: ${reason}`, {}, { cause })

/** What the library throws for a malformed file is of any kind. */
async function guard<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof EngineError) throw error
    throw bad(error instanceof Error ? error.message : String(error), error)
  }
}

function checkSizes({ num_rows, row_groups }: FileMetaData): void {
  let rows = 0
  for (const { num_rows: inGroup, columns } of row_groups) {
    let bytes = 0
    for (const { meta_data } of columns) bytes += Number(meta_data?.total_uncompressed_size ?? 0)
    rows += Number(inGroup)
    const isSane =
      inGroup >= 0n && Number(inGroup) <= MAX_GROUP_ROWS && bytes >= 0 && bytes <= MAX_GROUP_BYTES
    if (!isSane) throw bad(`a group of ${inGroup} rows and ${bytes} bytes is too large to be read`)
  }
  if (rows !== Number(num_rows) || rows > MAX_ROWS) throw bad(`its groups have ${rows} rows, not ${num_rows}`)
}

function readNotes({ key_value_metadata }: FileMetaData): ParquetNotes | undefined {
  const text = key_value_metadata?.find(({ key }) => key === NOTES_KEY)?.value
  if (text === undefined) return undefined
  const notes = parseJson(text) as ParquetNotes
  if (notes.version !== 1 || !Array.isArray(notes.columns)) {
    throw bad('it was written by a newer version of this app')
  }
  return notes
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const timestamp = (ms: number): Date => ({ kind: 'timestamp', ms }) as unknown as Date

/** Times keep their microseconds; texts a mark at their start; JSON columns stay text for `converter`. */
const PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (n) => timestamp(Number(n)),
  timestampFromMicroseconds: (n) => timestamp(fromMicroseconds(n)),
  timestampFromNanoseconds: (n) => timestamp(Number(n) / 1e6),
  dateFromDays: (days) => timestamp(days * 86_400_000),
  stringFromBytes: (bytes) => bytes && decoder.decode(bytes),
  jsonFromBytes: (bytes) => bytes && decoder.decode(bytes),
}

type Note = ParquetNotes['columns'][number]

/** What makes values of the cells of a column. */
function converter(note: Note | undefined): (cell: unknown) => Value {
  if (note?.kind === 'exact') {
    return (cell) => (typeof cell === 'string' ? fromExactJson(parseJson(cell)) : null)
  }
  if (note?.kind !== 'embedding') return toValue
  const { type, shape, binary } = note
  return (cell) => {
    if (cell === null || cell === undefined) return null
    if (binary) return toEmbedding(cell as Uint8Array, type, shape)
    const { data } = numbersOf(cell as unknown[], type) ?? {}
    if (!data) throw bad(`column '${note.name}' is no embedding`)
    return toEmbedding(new Uint8Array(data.buffer), type, shape)
  }
}

function toValue(cell: unknown, depth = 0): Value {
  if (cell === null || cell === undefined) return null
  if (typeof cell === 'number' || typeof cell === 'string') return cell
  if (typeof cell === 'boolean') return cell ? 1 : 0
  if (typeof cell === 'bigint') {
    return cell >= Number.MIN_SAFE_INTEGER && cell <= Number.MAX_SAFE_INTEGER ? Number(cell) : cell
  }
  if (cell instanceof Uint8Array) return cell
  if (depth > 100) throw bad('it is nested too deeply')
  if (isTimestamp(cell)) return cell
  if (Array.isArray(cell) || ArrayBuffer.isView(cell)) {
    const list = Array.from(cell as ArrayLike<unknown>)
    const embedding = list.length > 0 ? numbersOf(list, 'float64') : undefined
    if (embedding) return { kind: 'embedding', shape: [list.length], data: embedding.data }
    return { kind: 'row', columns: list.map((inner, i) => [[String(i)], toValue(inner, depth + 1)]) }
  }
  const entries = Object.entries(cell as object)
  return { kind: 'row', columns: entries.map(([key, inner]) => [[key], toValue(inner, depth + 1)]) }
}

const isTimestamp = (cell: unknown): cell is { kind: 'timestamp'; ms: number } =>
  typeof cell === 'object' && cell !== null && (cell as { kind?: unknown }).kind === 'timestamp'

/** A list of numbers as an array of them; undefined where it holds anything else. */
function numbersOf(list: readonly unknown[], type: ElementType) {
  if (!Array.isArray(list) || !list.every((n) => typeof n === 'number')) return undefined
  return { data: ELEMENT_TYPES[type].from(list as number[]) }
}
