import type { Call } from '../contract/progress.ts'
import type { RestRequest, RestResponse } from '../contract/rest.ts'

/** What the engine's worker answers to: everything else is a REST call. */
export interface EnginePort {
  /** Opens the engine; the first call of all. `appUrl` is where the app's own files are served, ending in '/'.
   *  @throws EngineError why the storage cannot be opened */
  open(appUrl: string): Promise<void>
  /** One call on the /v1 API. Fails only where the engine itself does; a refused request is an answer. */
  request(request: RestRequest, call: Call): Promise<RestResponse>
}
