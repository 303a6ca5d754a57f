import type { Call } from '../contract/progress.ts'
import type { RestRequest, RestResponse } from '../contract/rest.ts'

/** What the engine's worker answers to: everything else is a REST call. */
export interface EnginePort {
  /** Resolves when the engine has opened its storage, or says why it cannot. */
  ready(): Promise<void>
  /** One call on the /v1 API. Fails only where the engine itself does; a refused request is an answer. */
  request(request: RestRequest, call: Call): Promise<RestResponse>
}
