import { EngineError } from '../../../contract/errors.ts'
import type { EntityStatus } from '../../../contract/rest.ts'
import type { Value } from '../../../contract/values.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import { quoteIdentifier } from '../../../lib/quote-identifier.ts'
import type { DatasetRecord } from '../../datasets/dataset-record.ts'
import { param } from '../../params.ts'
import type { SelectClauses } from '../../sql/sql.ts'
import { formatTimestamp } from '../../sql/values/format-timestamp.ts'
import { valueToJson } from '../../sql/values/value-to-json.ts'
import { readParameters } from '../parameters.ts'
import { type Api, type Exchange, empty, json, type Route } from '../route.ts'
import {
  columnCount,
  columnNames,
  type DescribedDataset,
  describeDataset,
  findDataset,
} from './described-dataset.ts'
import { created, readEntityConfig, refuseExisting } from './entity-config.ts'
import { answerQuery, FORMAT_PARAMS } from './query.ts'
import { summarizeValues } from './summarize-values.ts'

function toStatus(dataset: DescribedDataset): EntityStatus {
  const { id, type, params, rowCount, valueCount } = dataset
  const config = { id, type, ...(Object.keys(params).length > 0 ? { params } : {}) }
  const counts = {
    rowCount,
    columnCount: columnCount(dataset),
    ...(valueCount !== undefined && { valueCount }),
  }
  return { id, type, state: 'ok', config, status: counts }
}

async function create(exchange: Exchange) {
  const { api, call } = exchange
  const config = readEntityConfig(exchange, 'datasets')
  refuseExisting(exchange, 'datasets', config.id, api.datasets.record(config.id) !== undefined)
  const { id, type, params = {} } = config
  if (api.datasets.types.get(type).view) return createView(exchange, { id, type, params })
  const kept = api.datasets.reopened({ id, type, params })
  if (kept) return created(exchange, ['v1', 'datasets', id], toStatus(withAllColumns(kept)))
  const writer = await api.datasets.write({ id, type, params }, call)
  await writer.commit()
  const status = toStatus(withAllColumns(api.datasets.record(id)!))
  return created(exchange, ['v1', 'datasets', id], { ...status, config })
}

const withAllColumns = ({ columns, restColumns, ...record }: DatasetRecord): DescribedDataset => ({
  ...record,
  columns: [...columns, ...restColumns],
})

/** A view is checked by binding it; nothing of it is read, so there are no counts yet. */
async function createView(
  exchange: Exchange,
  { id, type, params }: { id: string; type: string; params: Record<string, unknown> },
) {
  const { datasets, context } = exchange.api
  await context.sql.query({ from: datasets.viewText(type, params) }, exchange.call)
  await datasets.putView(id, type, params)
  const config = { id, type, params: datasets.record(id)!.params }
  return created(exchange, ['v1', 'datasets', id], { id, type, state: 'ok', config })
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
  const statement: SelectClauses = { select: '1 AS one', from: quoteIdentifier(id), offset }
  if (Number.isFinite(limit)) statement.limit = limit
  const result = await exchange.api.context.sql.query(statement, exchange.call)
  for await (const { rowNames } of result.batches()) names.push(...rowNames)
  return json(names)
}

/** Parameters of `GET /v1/datasets/:id/columns`. */
export const COLUMNS_PARAMS = {
  ...PAGE_PARAMS,
  flatten: param.boolean('An embedding stands for a column each of its numbers, as formats print it.', {
    default: true,
  }),
}

async function columns(exchange: Exchange) {
  const { offset, start, limit, flatten } = readParameters(COLUMNS_PARAMS, exchange, 'columns')
  const first = offset + start
  const end = limit < 0 ? Number.POSITIVE_INFINITY : first + limit
  return json([...columnNames(await describeDataset(exchange), flatten)].slice(first, end))
}

/** Distinct values of a column with the number of rows that have each, in the order of values; NULL is left out. */
async function countValues(
  exchange: Exchange,
  { offset, limit } = { offset: 0, limit: Number.POSITIVE_INFINITY },
): Promise<[Value, number][]> {
  const { api, path, call } = exchange
  const dataset = await describeDataset(exchange)
  refuseUnknownColumn(dataset, path.column!)
  // With the dataset's own name in front: a column may be called like it.
  const column = [dataset.id, ...parsePath(path.column!)].map(quoteIdentifier).join('.')
  const result = await api.context.sql.query(
    {
      select: `${column} AS v, count(*) AS n`,
      from: quoteIdentifier(dataset.id),
      where: `${column} IS NOT NULL`,
      groupBy: column,
      orderBy: column,
      offset,
      ...(Number.isFinite(limit) ? { limit } : {}),
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

function refuseUnknownColumn(dataset: DescribedDataset, name: string): void {
  for (const known of columnNames(dataset)) if (known === name) return
  throw new EngineError('not-found', `dataset '${dataset.id}' has no column '${name}'`)
}

async function values(exchange: Exchange) {
  const counts = await countValues(exchange, readPage(exchange))
  return json(counts.map(([value]) => valueToJson(value)))
}

async function valueCounts(exchange: Exchange) {
  const counts = await countValues(exchange, readPage(exchange))
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
  const statement: SelectClauses = { ...Object.fromEntries(given), from: quoteIdentifier(id) }
  if (limit >= 0) statement.limit = limit
  return answerQuery(exchange, statement, { format, headers, rowNames, rowHashes, sortColumns })
}

const list = ({ datasets }: Api) => json(datasets.ids())

export const datasetRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/v1/datasets', summary: 'Ids of all datasets.', handle: ({ api }) => list(api) },
  {
    method: 'POST',
    pattern: '/v1/datasets',
    summary: 'Creates an empty dataset, or a view of others.',
    handle: create,
  },
  {
    method: 'PUT',
    pattern: '/v1/datasets/:id',
    summary: 'Creates an empty dataset or a view of others; one of that id is replaced.',
    handle: create,
  },
  {
    method: 'GET',
    pattern: '/v1/datasets/:id',
    summary: 'Status of a dataset, with its counts.',
    handle: async (exchange) => json(toStatus(await describeDataset(exchange))),
  },
  {
    method: 'DELETE',
    pattern: '/v1/datasets/:id',
    summary: 'Deletes a dataset; 409 while a view reads it.',
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
    summary: 'Distinct values of a column: offset, limit.',
    handle: values,
  },
  {
    method: 'GET',
    pattern: '/v1/datasets/:id/columns/:column/valuecounts',
    summary: 'Distinct values of a column with their number of rows: offset, limit.',
    handle: valueCounts,
  },
  {
    method: 'GET',
    pattern: '/v1/datasets/:id/columns/:column/statistics',
    summary: 'Count, distinct values, summary of numbers and most frequent values of a column.',
    handle: async (exchange) => json(summarizeValues(await countValues(exchange))),
  },
  {
    method: 'GET',
    pattern: '/v1/datasets/:id/timestampRange',
    summary: 'Earliest and latest time.',
    async handle(exchange) {
      const { times } = await describeDataset(exchange)
      return json((times ?? []).map((ms) => ({ ts: formatTimestamp({ ms }) })))
    },
  },
  {
    method: 'GET',
    pattern: '/v1/datasets/:id/query',
    summary: 'A SELECT on the dataset, by its clauses.',
    handle: query,
  },
]
