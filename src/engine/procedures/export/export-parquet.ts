import { EngineError } from '../../../contract/errors.ts'
import type { Value } from '../../../contract/values.ts'
import { param } from '../../params.ts'
import { checkFileUrl } from '../check-file-url.ts'
import { defineProcedure } from '../define-procedure.ts'
import { type ColumnKind, KindFinder } from '../parquet/column-kind.ts'
import { ParquetFile, type ParquetFileOptions } from '../parquet/parquet-file.ts'
import { type ExportedPage, type ExportedRows, withExportedRows } from './export-rows.ts'

/** Writes the rows of a query as a Parquet file. */
export const exportParquet = defineProcedure({
  type: 'export.parquet',
  summary:
    'Writes the rows of a query as a Parquet file. Columns of one type are of that type in it; what import.parquet needs to give back every cell as it was is in its metadata.',
  params: {
    exportData: param.query('The query.'),
    dataFileUrl: param.url('Where to: a file:/// URL.'),
    rowNames: param.boolean('Write each row’s name, as column `_rowName`.', { default: true }),
    rowTimes: param.boolean('Write each row’s time, as column `_rowTime`.', { default: false }),
    embeddings: param.oneOf(
      '`list`: as lists of numbers, for other tools; `binary`: as bytes, smaller.',
      ['list', 'binary'],
      {
        default: 'list',
      },
    ),
  },
  check: ({ dataFileUrl }) => checkFileUrl(dataFileUrl, 'dataFileUrl'),
  run: ({ params, context, call }) =>
    withExportedRows(params.exportData, context, call, async (rows) => {
      const { rowNames, rowTimes, embeddings } = params
      const options = { rowNames, rowTimes, binaryEmbeddings: embeddings === 'binary' }
      await context.files.write(params.dataFileUrl, await toParquetFile(rows, options))
      return { status: { rowCount: rows.rowCount } }
    }),
})

export interface ToParquetOptions extends ParquetFileOptions {
  rowNames: boolean
  rowTimes: boolean
}

/** Names of columns that mean the row itself. */
export const ROW_NAME = '_rowName'
export const ROW_TIME = '_rowTime'

/** A row group has about so many cells, numbers of embeddings counted each. */
const GROUP_CELLS = 1 << 20

/** The rows as the bytes of a Parquet file.
 *  @throws EngineError `invalid-argument` where there is no column, or one is called like a row's own */
export async function toParquetFile(rows: ExportedRows, options: ToParquetOptions): Promise<Uint8Array> {
  const own = [...(options.rowNames ? [ROW_NAME] : []), ...(options.rowTimes ? [ROW_TIME] : [])]
  const kinds = await kindsOf(rows, options.rowTimes)
  const clash = own.find((name) => kinds.columns.has(name))
  if (clash !== undefined) {
    throw new EngineError(
      'invalid-argument',
      `the column '${clash}' has the name of a row's own; call it otherwise with AS`,
    )
  }
  if (own.length + kinds.columns.size === 0) {
    throw new EngineError('invalid-argument', 'the query has no columns to write')
  }
  const names = [...kinds.columns.keys()]
  const file = await ParquetFile.create(
    [
      ...(options.rowNames ? [{ name: ROW_NAME, kind: 'string' } as const] : []),
      ...(options.rowTimes ? [{ name: ROW_TIME, ...kinds.times }] : []),
      ...names.map((name) => ({
        name,
        ...kinds.columns.get(name)!,
        ...(rows.isSparse(name) ? { sparse: true as const } : {}),
      })),
    ],
    options,
  )
  const width = [...kinds.columns.values()].reduce(
    (sum, kind) => sum + (kind.kind === 'embedding' && !options.binaryEmbeddings ? sizeOf(kind.shape) : 1),
    1,
  )
  const size = Math.max(1, Math.min(16_384, Math.floor(GROUP_CELLS / width)))
  for await (const page of rows.pages('export', size)) {
    await file.writeRows([...ownCells(page, options), ...cellsOf(page, names)], page.rowNames.length)
  }
  return file.finish()
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1)

const ownCells = ({ rowNames, times }: ExportedPage, options: ToParquetOptions): Value[][] => [
  ...(options.rowNames ? [[...rowNames]] : []),
  ...(options.rowTimes ? [Array.from(times, (ms) => ({ kind: 'timestamp', ms }) as const)] : []),
]

const NONE: readonly Value[] = []

function cellsOf({ columns }: ExportedPage, names: readonly string[]) {
  const byName = new Map(columns.map(({ name, values }) => [name, values]))
  return names.map((name) => byName.get(name) ?? NONE)
}

/** The kinds of the columns. What the types of the query say need not be looked up in its rows. */
async function kindsOf(
  rows: ExportedRows,
  withTimes: boolean,
): Promise<{ columns: Map<string, ColumnKind>; times: ColumnKind }> {
  const declared = new Map<string, ColumnKind>()
  for (const [name, values] of rows.knownColumns ?? []) {
    const kind = values.kind === 'atoms' ? plainKind(values.types) : undefined
    if (kind) declared.set(name, { kind })
  }
  const isKnown = rows.knownColumns !== undefined && declared.size === rows.knownColumns.size
  if (isKnown && !withTimes) return { columns: declared, times: { kind: 'timestamp' } }
  const finders = new Map<string, KindFinder>()
  const times = new KindFinder()
  for (const name of rows.knownColumns?.keys() ?? []) finders.set(name, new KindFinder())
  for await (const page of rows.pages()) {
    if (withTimes) for (const ms of page.times) times.add({ kind: 'timestamp', ms })
    for (const { name, values } of page.columns) {
      if (declared.has(name)) continue
      const finder = finders.get(name) ?? new KindFinder()
      finders.set(name, finder)
      for (const value of values) finder.add(value)
    }
  }
  const columns = new Map([...finders].map(([name, finder]) => [name, declared.get(name) ?? finder.kind]))
  return { columns, times: times.kind }
}

/** What a column of these types is, where they alone say it. */
function plainKind(types: readonly string[]): 'integer' | 'number' | 'string' | 'blob' | undefined {
  const seen = types.filter((type) => type !== 'null')
  const isOnly = (...allowed: string[]) => seen.every((type) => allowed.includes(type))
  if (seen.length === 0) return undefined
  if (isOnly('integer')) return 'integer'
  if (isOnly('integer', 'number', 'nan', 'infinite')) return 'number'
  if (isOnly('string')) return 'string'
  return isOnly('blob') ? 'blob' : undefined
}
