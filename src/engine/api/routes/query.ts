import { EngineError } from '../../../contract/errors.ts'
import { QUERY_FORMATS, SQL_DIALECTS } from '../../../contract/rest.ts'
import { isObject, param, parseParams } from '../../params.ts'
import type { Result, Statement } from '../../sql/sql.ts'
import { formatResult } from '../format-result.ts'
import { readParameters } from '../parameters.ts'
import { type Exchange, json, type Route } from '../route.ts'
import { runStatement } from '../run-statement.ts'

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

export const STATEMENT_PARAMS = {
  q: param.string('The statement.'),
  dialect: param.oneOf(
    '`mldb`: the SQL of docs/sql.md. `sqlite`: SQLite itself, over views of the datasets.',
    SQL_DIALECTS,
    { default: 'mldb' },
  ),
}

/** Parameters of `GET /v1/query`. */
export const QUERY_PARAMS = {
  ...STATEMENT_PARAMS,
  write: param.boolean(
    'dialect=sqlite, POST only: the statement may change scratch tables and make datasets.',
    {
      default: false,
    },
  ),
  ...FORMAT_PARAMS,
}

type Options = Parameters<typeof formatResult>[1]

const showsTimes = ({ format }: Options): boolean => format === 'full'

/** Runs a statement and answers with its rows. */
export const answerQuery = async ({ api, call }: Exchange, statement: Statement, options: Options) =>
  answerResult(await api.context.sql.query(statement, call, { cellTimes: showsTimes(options) }), options)

/** Answers with the rows of a result. Rows that failed are NULL; a header counts them. Another has the warnings. */
async function answerResult(result: Result, options: Options) {
  const body = await formatResult(result, options)
  const failed = result.rowErrors.length
  return json(body, 200, {
    ...(failed > 0 && { RowErrorCount: String(failed) }),
    ...(result.warnings.length > 0 && { Warnings: asciiJson(result.warnings.slice(0, 20)) }),
  })
}

/** Headers hold ASCII only. */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

const query: Route = {
  method: 'GET',
  pattern: '/v1/query',
  summary: 'Runs a statement that reads.',
  async handle(exchange) {
    const { q, dialect, write, ...options } = readParameters(QUERY_PARAMS, exchange, 'query')
    if (write) {
      throw new EngineError(
        'invalid-argument',
        'a GET changes nothing: for write=true send the same parameters as the body of POST /v1/query',
        { parameter: 'write' },
      )
    }
    return answerResult(
      await runStatement(exchange.api, { q, dialect }, exchange.call, showsTimes(options)),
      options,
    )
  },
}

const change: Route = {
  method: 'POST',
  pattern: '/v1/query',
  summary: 'The same with the parameters in the body; with `write` the statement may write.',
  async handle({ api, request, call }) {
    const { q, dialect, write, ...options } = parseParams(QUERY_PARAMS, request.body, 'query')
    if (write && dialect !== 'sqlite') {
      throw new EngineError('invalid-argument', 'MLDB SQL only reads; write=true is for dialect=sqlite', {
        parameter: 'write',
      })
    }
    return answerResult(await runStatement(api, { q, dialect, write }, call, showsTimes(options)), options)
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

export const queryRoutes: readonly Route[] = [query, change, redirectGet]
