import { type Endpoint, type Remote, wrap } from 'comlink'
import { installTransferHandlers } from './transfer-handlers.ts'

/** The calling end of a connection: an object whose methods run on the other side. */
export function connect<T>(endpoint: Endpoint): Remote<T> {
  installTransferHandlers()
  return wrap<T>(endpoint)
}
