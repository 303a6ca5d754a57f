import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Listens on the loopback address: no other machine can reach it.
 *  @param port 0 takes any free one
 *  @param tries how many ports after it are tried where it is taken */
export async function listen(
  handler: (...args: Parameters<RequestListener>) => Promise<void>,
  port: number,
  tries = 0,
): Promise<{ server: Server; address: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    handler(request, response).catch((error) => {
      console.error(error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  // A run that is waited for may take as long as it takes.
  server.requestTimeout = 0
  const taken = await new Promise<Error | undefined>((resolve) => {
    server.once('error', resolve)
    server.listen(port, '127.0.0.1', () => resolve(undefined))
  })
  if (taken) {
    if ((taken as NodeJS.ErrnoException).code === 'EADDRINUSE' && tries > 0)
      return listen(handler, port + 1, tries - 1)
    throw taken
  }
  return {
    server,
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
