import type { CursorInfo } from '../../../contract/rest.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { param, parseParams } from '../../params.ts'
import type { Cursor, Result } from '../../sql/sql.ts'
import { formatResult } from '../format-result.ts'
import { readParameters } from '../parameters.ts'
import { type Exchange, empty, json, type Route } from '../route.ts'
import { openStatement } from '../run-statement.ts'
import { FORMAT_PARAMS, STATEMENT_PARAMS } from './query.ts'

/** Parameters of `POST /v1/cursors`. */
export const CURSOR_PARAMS = STATEMENT_PARAMS

/** Parameters of `GET /v1/cursors/:id/rows`. */
export const PAGE_PARAMS = {
  offset: param.integer('Rows to skip.', { default: 0, min: 0 }),
  limit: param.integer('Rows at most.', { default: 1000, min: 0, max: 100_000 }),
  ...FORMAT_PARAMS,
}

async function open({ api, request, call }: Exchange) {
  const given = parseParams(CURSOR_PARAMS, request.body, 'cursor')
  const started = performance.now()
  const cursor = await openStatement(api, given, call)
  const durationMs = performance.now() - started
  const id = api.cursors.add(cursor)
  const info: CursorInfo = { id, ...describe(cursor), durationMs }
  return json(info, 201, { Location: `/v1/cursors/${encodeURIComponent(id)}` })
}

const describe = ({ rowCount, columns, open, rowErrors, warnings }: Cursor) => ({
  rowCount,
  columns: columns.map(({ path }) => ({ name: formatPath(path), path })),
  open,
  rowErrors: [...rowErrors],
  warnings: [...warnings],
})

async function rows(exchange: Exchange) {
  const { offset, limit, ...options } = readParameters(PAGE_PARAMS, exchange, 'page')
  const cursor = exchange.api.cursors.get(exchange.path.id!)
  const { columns, open, warnings } = cursor
  // Rows that failed were told when the cursor was opened.
  const page: Result = {
    columns,
    open,
    warnings,
    rowErrors: [],
    async *batches() {
      yield cursor.page(offset, limit)
    },
  }
  return json(await formatResult(page, options))
}

export const cursorRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/v1/cursors',
    summary: 'Ids of the results that are kept.',
    handle: ({ api }) => json(api.cursors.ids()),
  },
  {
    method: 'POST',
    pattern: '/v1/cursors',
    summary: 'Runs a statement and keeps its rows, as they are then, to be read page by page.',
    handle: open,
  },
  {
    method: 'GET',
    pattern: '/v1/cursors/:id',
    summary: 'Columns and number of rows of a kept result.',
    handle: ({ api, path }) => json({ id: path.id!, ...describe(api.cursors.get(path.id!)) }),
  },
  {
    method: 'GET',
    pattern: '/v1/cursors/:id/rows',
    summary: 'A page of a kept result, in any order and any format.',
    handle: rows,
  },
  {
    method: 'DELETE',
    pattern: '/v1/cursors/:id',
    summary: 'Forgets a kept result.',
    handle({ api, path }) {
      api.cursors.close(path.id!)
      return empty()
    },
  },
]
