import { EngineError } from '../../../contract/errors.ts'
import { QUERY_FORMATS } from '../../../contract/rest.ts'
import { isObject, param } from '../../params.ts'
import type { Statement } from '../../sql/sql.ts'
import { formatResult } from '../format-result.ts'
import { readParameters } from '../parameters.ts'
import { type Exchange, json, type Route } from '../route.ts'

/** How a result is written; shared by all routes that answer with rows. */
export const FORMAT_PARAMS = {
  format: param.oneOf('Shape of the answer; `compact` (typed arrays) only within a page.', QUERY_FORMATS, {
    default: 'full',
  }),
  headers: param.boolean('format=table: the first row names the columns.', { default: true }),
  rowNames: param.boolean('Add each row’s name as `_rowName`.', { default: true }),
  rowHashes: param.boolean('Add each row’s hash as `_rowHash`.', { default: false }),
  sortColumns: param.boolean('Sort the columns by name.', { default: false }),
}

/** Parameters of `GET /v1/query`. */
export const QUERY_PARAMS = {
  q: param.string('The SELECT statement.'),
  ...FORMAT_PARAMS,
}

/** Runs a statement and answers with its rows. Rows that failed are NULL; a header counts them. */
export async function answerQuery(
  { api, call }: Exchange,
  statement: Statement,
  options: Parameters<typeof formatResult>[1],
) {
  const result = await api.context.sql.query(statement, call)
  const body = await formatResult(result, options)
  const failed = result.rowErrors.length
  return json(body, 200, failed > 0 ? { RowErrorCount: String(failed) } : {})
}

const query: Route = {
  method: 'GET',
  pattern: '/v1/query',
  summary: 'Runs a SELECT statement.',
  handle(exchange) {
    const { q, ...options } = readParameters(QUERY_PARAMS, exchange, 'query')
    return answerQuery(exchange, q, options)
  },
}

/** GET with parameters, for clients that cannot send a body with GET. */
const redirectGet: Route = {
  method: 'POST',
  pattern: '/v1/redirect/get',
  summary: 'Answers as GET of `target` with `body` as its parameters.',
  async handle({ request, forward }) {
    const { body } = request
    if (!isObject(body) || typeof body.target !== 'string') {
      throw new EngineError('invalid-argument', 'redirect needs {"target": "/v1/…", "body": {…}}')
    }
    const answer = await forward({ method: 'GET', path: body.target, body: body.body })
    if (answer.status < 400) return answer
    const error = `failed to redirect call: ${errorOf(answer.body)}`
    return json({ error, httpCode: answer.status, details: answer.body }, answer.status)
  },
}

const errorOf = (body: unknown): string =>
  isObject(body) && typeof body.error === 'string' ? body.error : ''

export const queryRoutes: readonly Route[] = [query, redirectGet]
