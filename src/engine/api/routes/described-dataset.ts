import { EngineError } from '../../../contract/errors.ts'
import type { Path } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { quoteIdentifier } from '../../../lib/quote-identifier.ts'
import { type DatasetRecord, flattenedWidth } from '../../datasets/dataset-record.ts'
import type { ColumnValues } from '../../sql/catalog.ts'
import { indexPath } from '../../sql/values/flatten-value.ts'
import type { Api, Exchange } from '../route.ts'

/** What routes tell of a dataset. Of a view it is found out by reading it. */
export interface DescribedDataset {
  id: string
  type: string
  params: Record<string, unknown>
  columns: readonly DescribedColumn[]
  rowCount: number
  /** Absent for a view. */
  valueCount?: number
  times: DatasetRecord['times']
}

export interface DescribedColumn {
  path: Path
  values: ColumnValues
}

/** A dataset that must exist. @throws EngineError `not-found` */
export function findDataset({ api, path }: Pick<Exchange, 'api' | 'path'>): DatasetRecord {
  const record = api.datasets.record(path.id!)
  if (!record) {
    throw new EngineError('not-found', `dataset entry '${path.id}' does not exist or has been deleted`)
  }
  return record
}

/** A dataset that must exist, with its columns and counts. @throws EngineError `not-found` */
export async function describeDataset(exchange: Exchange): Promise<DescribedDataset> {
  const record = findDataset(exchange)
  const { id, type, params, rowCount, valueCount, times } = record
  if (exchange.api.datasets.view(id) !== undefined) {
    return { id, type, params, ...(await describeView(exchange, id)) }
  }
  const columns = [...record.columns, ...record.restColumns]
  return { id, type, params, columns, rowCount, valueCount, times }
}

type ViewDescription = Pick<DescribedDataset, 'columns' | 'rowCount' | 'times'>

/** What was found out of views, as long as what they read is what it was. */
const described = new WeakMap<Api, Map<string, { version: string | undefined; view: ViewDescription }>>()

async function describeView(exchange: Exchange, id: string): Promise<ViewDescription> {
  const { api } = exchange
  const known = described.get(api) ?? new Map()
  described.set(api, known)
  const version = api.datasets.version(id)
  const found = known.get(id)
  if (found && found.version === version) return found.view
  const view = await readView(exchange, id)
  // A function may be replaced, and what the view reads of it with it.
  const text = api.datasets.withViews(quoteIdentifier(id))
  if (!api.functions.ids().some((name) => text.includes(name))) known.set(id, { version, view })
  return view
}

/** Counts rows, finds the columns that only the rows tell, and the earliest and latest time. */
async function readView({ api, call }: Exchange, id: string): Promise<ViewDescription> {
  const result = await api.context.sql.query({ from: quoteIdentifier(id) }, call)
  const columns = new Map<string, DescribedColumn>()
  const add = (path: Path, values: ColumnValues): void => {
    const name = formatPath(path)
    if (!columns.has(name)) columns.set(name, { path, values })
  }
  for (const { path, values } of result.columns) {
    add(path, values.kind === 'row' ? { kind: 'any' } : values)
  }
  let rowCount = 0
  let earliest = Number.POSITIVE_INFINITY
  let latest = Number.NEGATIVE_INFINITY
  for await (const { rowNames, rest, times } of result.batches()) {
    rowCount += rowNames.length
    for (const row of rest ?? []) for (const [path] of row?.columns ?? []) add(path, { kind: 'any' })
    for (const ms of times) {
      if (!Number.isFinite(ms)) continue
      earliest = Math.min(earliest, ms)
      latest = Math.max(latest, ms)
    }
  }
  return { columns: [...columns.values()], rowCount, times: earliest <= latest ? [earliest, latest] : null }
}

/** How many columns a dataset has over REST, where embeddings are flattened. */
export const columnCount = ({ columns }: DescribedDataset): number =>
  columns.reduce((sum, { values }) => sum + flattenedWidth(values), 0)

/** Names of the columns: in their order where the dataset has one, otherwise sorted. */
export function* columnNames({ columns, type }: DescribedDataset, flatten = true): Generator<string> {
  const named = columns.map((column) => ({ column, name: formatPath(column.path) }))
  if (type !== 'tabular') named.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const { column, name } of named) {
    if (flatten) yield* flattenedNames(column, name)
    else yield name
  }
}

function* flattenedNames({ path, values }: DescribedColumn, name: string): Generator<string> {
  if (values.kind !== 'embedding') yield name
  else {
    const width = flattenedWidth(values)
    for (let i = 0; i < width; i++) yield formatPath([...path, ...indexPath(values.shape, i)])
  }
}
