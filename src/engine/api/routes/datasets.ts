import { EngineError } from '../../../contract/errors.ts'
import type { EntityStatus } from '../../../contract/rest.ts'
import type { Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import { type DatasetRecord, flattenedWidth, type RecordColumn } from '../../datasets/dataset-record.ts'
import { param } from '../../params.ts'
import type { SelectClauses } from '../../sql/sql.ts'
import { indexPath } from '../../sql/values/flatten-value.ts'
import { formatTimestamp } from '../../sql/values/format-timestamp.ts'
import { valueToJson } from '../../sql/values/value-to-json.ts'
import { readParameters } from '../parameters.ts'
import { type Api, type Exchange, empty, json, type Route } from '../route.ts'
import { created, readEntityConfig, refuseExisting } from './entity-config.ts'
import { answerQuery, FORMAT_PARAMS } from './query.ts'

/** A dataset that must exist. @throws EngineError `not-found` */
export function findDataset({ api, path }: Pick<Exchange, 'api' | 'path'>): DatasetRecord {
  const record = api.datasets.record(path.id!)
  if (!record) {
    throw new EngineError('not-found', `dataset entry '${path.id}' does not exist or has been deleted`)
  }
  return record
}

const columnCount = ({ columns, restColumns }: DatasetRecord): number =>
  [...columns, ...restColumns].reduce((sum, { values }) => sum + flattenedWidth(values), 0)

function toStatus(record: DatasetRecord): EntityStatus {
  const { id, type, params, rowCount, valueCount } = record
  const config = { id, type, ...(Object.keys(params).length > 0 ? { params } : {}) }
  return { id, type, state: 'ok', config, status: { rowCount, columnCount: columnCount(record), valueCount } }
}

/** A quoted identifier of the dialect. */
const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

async function create(exchange: Exchange) {
  const { api, call } = exchange
  const config = readEntityConfig(exchange, 'datasets')
  refuseExisting(exchange, 'datasets', config.id, api.datasets.record(config.id) !== undefined)
  const { id, type, params = {} } = config
  const writer = await api.datasets.write({ id, type, params }, call)
  await writer.commit()
  return created(exchange, ['v1', 'datasets', id], { ...toStatus(api.datasets.record(id)!), config })
}

const PAGE_PARAMS = {
  offset: param.integer('How many to skip.', { default: 0, min: 0 }),
  start: param.integer('The same as offset.', { default: 0, min: 0 }),
  limit: param.integer('How many at most; −1 for all.', { default: -1, min: -1 }),
}

function readPage(exchange: Exchange): { offset: number; limit: number } {
  const { offset, start, limit } = readParameters(PAGE_PARAMS, exchange, 'paging')
  return { offset: offset + start, limit: limit < 0 ? Number.POSITIVE_INFINITY : limit }
}

async function rows(exchange: Exchange) {
  const { id } = findDataset(exchange)
  const { offset, limit } = readPage(exchange)
  const names: string[] = []
  const statement: SelectClauses = { select: '1 AS one', from: quote(id), offset }
  if (Number.isFinite(limit)) statement.limit = limit
  const result = await exchange.api.context.sql.query(statement, exchange.call)
  for await (const { rowNames } of result.batches()) names.push(...rowNames)
  return json(names)
}

function* columnNames({ columns, restColumns, type }: DatasetRecord, flatten = true): Generator<string> {
  const named = [...columns, ...restColumns].map((column) => ({ column, name: formatPath(column.path) }))
  if (type !== 'tabular') named.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const { column, name } of named) {
    if (flatten) yield* flattenedNames(column, name)
    else yield name
  }
}

function* flattenedNames({ path, values }: RecordColumn, name: string): Generator<string> {
  if (values.kind !== 'embedding') yield name
  else {
    const width = flattenedWidth(values)
    for (let i = 0; i < width; i++) yield formatPath([...path, ...indexPath(values.shape, i)])
  }
}

/** Parameters of `GET /v1/datasets/:id/columns`. */
export const COLUMNS_PARAMS = {
  ...PAGE_PARAMS,
  flatten: param.boolean('An embedding stands for a column each of its numbers, as formats print it.', {
    default: true,
  }),
}

function columns(exchange: Exchange) {
  const { offset, start, limit, flatten } = readParameters(COLUMNS_PARAMS, exchange, 'columns')
  const first = offset + start
  const end = limit < 0 ? Number.POSITIVE_INFINITY : first + limit
  return json([...columnNames(findDataset(exchange), flatten)].slice(first, end))
}

/** Distinct values of a column with the number of rows that have each, in the order of values; NULL is left out. */
async function countValues(exchange: Exchange): Promise<[Value, number][]> {
  const { api, path, call } = exchange
  const record = findDataset(exchange)
  refuseUnknownColumn(record, path.column!)
  const column = parsePath(path.column!).map(quote).join('.')
  const result = await api.context.sql.query(
    {
      select: `${column} AS v, count(*) AS n`,
      from: quote(record.id),
      where: `${column} IS NOT NULL`,
      groupBy: column,
    },
    call,
  )
  const counts: [Value, number][] = []
  for await (const batch of result.batches()) {
    batch.rowNames.forEach((_, row) => {
      counts.push([batch.columns[0]![row]!, batch.columns[1]![row] as number])
    })
  }
  return counts
}

function refuseUnknownColumn(record: DatasetRecord, name: string): void {
  for (const known of columnNames(record)) if (known === name) return
  throw new EngineError('not-found', `dataset '${record.id}' has no column '${name}'`)
}

async function valueCounts(exchange: Exchange) {
  const { offset, limit } = readPage(exchange)
  const counts = (await countValues(exchange)).slice(offset, offset + limit)
  return json(counts.map(([value, count]) => [valueToJson(value), count]))
}

const CLAUSE_PARAMS = {
  select: param.string('Select list.', { default: '*' }),
  when: param.optional(param.string('WHEN clause.')),
  where: param.optional(param.string('WHERE clause.')),
  groupBy: param.optional(param.string('GROUP BY clause.')),
  having: param.optional(param.string('HAVING clause.')),
  orderBy: param.optional(param.string('ORDER BY clause.')),
  named: param.optional(param.string('NAMED clause.')),
  offset: param.integer('Rows to skip.', { default: 0, min: 0 }),
  limit: param.integer('Rows at most; −1 for all.', { default: -1, min: -1 }),
  ...FORMAT_PARAMS,
}

function query(exchange: Exchange) {
  const { id } = findDataset(exchange)
  const { format, headers, rowNames, rowHashes, sortColumns, limit, ...clauses } = readParameters(
    CLAUSE_PARAMS,
    exchange,
    'query',
  )
  const given = Object.entries(clauses).filter(([, clause]) => clause !== undefined)
  const statement: SelectClauses = { ...Object.fromEntries(given), from: quote(id) }
  if (limit >= 0) statement.limit = limit
  return answerQuery(exchange, statement, { format, headers, rowNames, rowHashes, sortColumns })
}

const list = ({ datasets }: Api) => json(datasets.ids())

export const datasetRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/v1/datasets', summary: 'Ids of all datasets.', handle: ({ api }) => list(api) },
  { method: 'POST', pattern: '/v1/datasets', summary: 'Creates an empty dataset.', handle: create },
  {
    method: 'PUT',
    pattern: '/v1/datasets/:id',
    summary: 'Creates an empty dataset, or replaces one by it.',
    handle: create,
  },
  {
    method: 'GET',
    pattern: '/v1/datasets/:id',
    summary: 'Status of a dataset, with its counts.',
    handle: (exchange) => json(toStatus(findDataset(exchange))),
  },
  {
    method: 'DELETE',
    pattern: '/v1/datasets/:id',
    summary: 'Deletes a dataset.',
    async handle({ api, path }) {
      await api.datasets.delete(path.id!)
      return empty()
    },
  },
  { method: 'GET', pattern: '/v1/datasets/:id/rows', summary: 'Row names.', handle: rows },
  { method: 'GET', pattern: '/v1/datasets/:id/columns', summary: 'Column names.', handle: columns },
  {
    method: 'GET',
    pattern: '/v1/datasets/:id/columns/:column/values',
    summary: 'Distinct values of a column.',
    handle: async (exchange) => json((await countValues(exchange)).map(([value]) => valueToJson(value))),
  },
  {
    method: 'GET',
    pattern: '/v1/datasets/:id/columns/:column/valuecounts',
    summary: 'Distinct values of a column with their number of rows.',
    handle: valueCounts,
  },
  {
    method: 'GET',
    pattern: '/v1/datasets/:id/timestampRange',
    summary: 'Earliest and latest time.',
    handle: (exchange) =>
      json((findDataset(exchange).times ?? []).map((ms) => ({ ts: formatTimestamp({ ms }) }))),
  },
  {
    method: 'GET',
    pattern: '/v1/datasets/:id/query',
    summary: 'A SELECT on the dataset, by its clauses.',
    handle: query,
  },
]
