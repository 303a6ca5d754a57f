import { type Endpoint, expose } from 'comlink'
import { installTransferHandlers } from './transfer-handlers.ts'

/** The answering end of a connection: makes an object's methods callable from the other side. */
export function serve(api: object, endpoint: Endpoint): void {
  installTransferHandlers()
  expose(api, endpoint)
}
