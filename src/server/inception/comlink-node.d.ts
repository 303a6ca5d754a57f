declare module 'comlink/dist/esm/node-adapter.mjs' {
  import type { Endpoint } from 'comlink'

  /** Makes a port or worker of Node's worker_threads an endpoint for Comlink. */
  export default function nodeEndpoint(
    port: import('node:worker_threads').MessagePort | import('node:worker_threads').Worker,
  ): Endpoint
}
