// api/ answers /v1 requests: router.ts finds the route, routes/ has one resource per file, listed in index.ts. A route
// reads its parameters, calls the part that does the work and says what came of it; no work is done here. What
// carries the requests (worker messages, HTTP) is not known here.
import type { Call } from '../../contract/progress.ts'
import type { RestRequest, RestResponse } from '../../contract/rest.ts'
import type { EngineContext } from '../context.ts'
import type { Datasets } from '../datasets/create-datasets.ts'
import type { Functions } from '../functions/create-functions.ts'
import type { ModelRegistry } from '../functions/tensorflow/model-registry.ts'
import type { Procedures } from '../procedures/create-procedures.ts'
import type { PlainSql } from '../sql/plain/create-plain-sql.ts'
import type { Cursors } from './cursors.ts'

/** What routes work on. */
export interface Api {
  context: EngineContext
  datasets: Datasets
  functions: Functions
  procedures: Procedures
  /** SQLite itself, over views of the datasets. */
  plain: PlainSql
  cursors: Cursors
  /** Networks that can be loaded by name. */
  models: ModelRegistry
}

/** One request on its way through a route. */
export interface Exchange {
  api: Api
  request: RestRequest
  /** Names in the route's pattern, percent-decoded. */
  path: Record<string, string>
  query: URLSearchParams
  /** Lower-case names. */
  headers: Record<string, string>
  call: Call
  /** Answers another request in this one's place. */
  forward(request: RestRequest): Promise<RestResponse>
}

export interface Route {
  method: RestRequest['method']
  /** `/v1/datasets/:id/rows`; a last `:name*` takes all that follows, slashes included. */
  pattern: string
  /** A sentence for docs/rest.md. */
  summary: string
  handle(exchange: Exchange): Promise<RestResponse> | RestResponse
}

/** An answer with a JSON body. */
export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): RestResponse => ({
  status,
  headers: { 'Content-Type': 'application/json', ...headers },
  body,
})

/** An answer without a body. */
export const empty = (status = 204): RestResponse => ({ status, headers: {} })
