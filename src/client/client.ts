// client/ is what a page uses: a typed face of the engine in its worker. It knows who may start the engine (leader.ts),
// keeps it alive (engine-host.ts), and turns refused requests into errors. It knows no SQL and no React.
// Start with `createClient`.

import { EngineError } from '../contract/errors.ts'
import type { Call } from '../contract/progress.ts'
import type {
  CompactResult,
  EntityConfig,
  FileInfo,
  QueryFormat,
  RestRequest,
  RestResponse,
  RunStatus,
  SqlDialect,
} from '../contract/rest.ts'
import { randomHex } from '../lib/generate-id.ts'
import { closeCall } from '../rpc/call-channel.ts'
import { answerError } from './answer-error.ts'
import { createEngineHost, type EngineStatus } from './engine-host.ts'
import { filePath } from './file-path.ts'
import { createLeader } from './leader.ts'
import { type OpenRows, openRows } from './open-rows.ts'
import { createPersistence } from './persistence.ts'
import { type QueryParameters, restPath } from './rest-path.ts'
import { runProcedure } from './run-procedure.ts'
import { createTabRelay } from './tab-relay.ts'

export interface QueryCall extends Call {
  /** The shape of the answer: `aos` by default; `compact` keeps vectors as typed arrays. */
  format?: QueryFormat
}

/** The engine as a page sees it. Every method goes through the same /v1 API. */
export interface Client {
  /** One call as it is. An answer of 400 and above is returned like any other. */
  request(request: RestRequest, call?: Call): Promise<RestResponse>
  /** The body of the answer. @throws EngineError for an answer of 400 and above; so do all below. */
  get(path: string, parameters?: QueryParameters, call?: Call): Promise<unknown>
  put(path: string, body?: unknown, call?: Call): Promise<unknown>
  post(path: string, body?: unknown, call?: Call): Promise<unknown>
  delete(path: string, call?: Call): Promise<unknown>
  query(sql: string, call: QueryCall & { format: 'compact' }): Promise<CompactResult>
  query(sql: string, call?: QueryCall): Promise<unknown>
  /** Runs a statement and keeps its rows in the engine, to be read page by page. Close it when done. */
  openRows(statement: { q: string; dialect: SqlDialect }, call?: Call): Promise<OpenRows>
  /** Creates a procedure, runs it and follows the run to its end. A failed run throws; a cancelled one throws `cancelled`. */
  runProcedure(id: string, config: EntityConfig, call?: Call): Promise<RunStatus>
  files: {
    /** Stores bytes as a file; its address is `file:///` and the path. */
    put(path: string, bytes: Uint8Array, call?: Call): Promise<unknown>
    get(path: string, call?: Call): Promise<Uint8Array>
    list(call?: Call): Promise<FileInfo[]>
    delete(path: string, call?: Call): Promise<unknown>
  }
  /** Whether the engine can be asked. The same object until it changes. */
  status(): EngineStatus
  /** Calls back when `status()` changed. @returns how to stop that */
  onStatus(listener: () => void): () => void
  /** Calls back after a request that may have changed what is stored. @returns how to stop that */
  onChange(listener: () => void): () => void
  /** Asks the tab that owns the engine to stop it and to let this one have it. */
  takeOver(): void
  /** Stops the engine where it stands and starts it again: the way out of a statement that cannot be interrupted. What
   *  was acknowledged is kept; calls under way fail with `worker-died`. */
  restart(): void
  /** Ends the engine. */
  close(): void
}

export interface ClientOptions {
  /** Where the app's own files are served, ending in '/'. By default where the page is. */
  appUrl?: string
  spawn?: () => Worker
  locks?: Pick<LockManager, 'request'>
  channel?: Pick<BroadcastChannel, 'postMessage' | 'addEventListener' | 'close'>
  /** Asked not to delete what is kept, once there is something. */
  storage?: Pick<StorageManager, 'persist' | 'persisted'>
}

const LOCK_NAME = 'mldb-engine'

/** Opens the engine for this page; where another tab has it, that one serves this one, until it is closed and this one
 *  takes over. Calls made before either wait. */
export function createClient(options: ClientOptions = {}): Client {
  const statusListeners = new Set<() => void>()
  const changeListeners = new Set<() => void>()
  const notify = (listeners: Set<() => void>) => {
    for (const listener of [...listeners]) listener()
  }
  const host = createEngineHost(
    options.spawn ?? spawnEngine,
    options.appUrl ?? new URL('.', document.baseURI).href,
    () => notify(statusListeners),
  )
  const channel = options.channel ?? new BroadcastChannel(LOCK_NAME)
  const relay = createTabRelay({
    channel,
    tab: randomHex(16),
    run: (rest, call) => request(rest, call),
    onOwner: host.serveFrom,
    onChanged: () => notify(changeListeners),
  })
  const leader = createLeader({
    name: LOCK_NAME,
    locks: options.locks ?? navigator.locks,
    channel,
    onLead: () => {
      host.setStatus({ state: 'starting' })
      host.start()
      relay.forget()
      relay.own()
    },
    onWait: () => {
      host.setStatus({ state: 'waiting' })
      relay.ask()
    },
    onYield: () => host.stop({ state: 'waiting' }),
  })
  const keep = createPersistence(options.storage ?? globalThis.navigator?.storage)
  leader.start()

  const request: Client['request'] = async (rest, call = {}) => {
    // Its own object each time: a caller may use one call for several requests at once.
    const own: Call = { ...call }
    try {
      const answer = await askEngine(rest, own)
      if (mayChange(rest) && answer.status < 400) {
        keep()
        notify(changeListeners)
        if (!isElsewhere(host.status())) relay.changed()
      }
      return answer
    } finally {
      closeCall(own)
    }
  }
  const askEngine = async (rest: RestRequest, call: Call): Promise<RestResponse> => {
    const elsewhere = isElsewhere(host.status())
    try {
      return await host.use((engine) => engine.request(rest, call), call.signal)
    } catch (error) {
      // The tab that had the engine was closed. Reading twice does no harm, and another engine answers soon.
      const again = elsewhere && rest.method === 'GET' && isDeath(error) && !call.signal?.aborted
      if (again) return host.use((engine) => engine.request(rest, call), call.signal)
      throw error
    }
  }
  const send = async (rest: RestRequest, call?: Call) => {
    const answer = await request(rest, call)
    if (answer.status >= 400) throw answerError(answer)
    return answer.body
  }
  const subscribe = (listeners: Set<() => void>) => (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }

  const client: Client = {
    request,
    get: (path, parameters, call) => send({ method: 'GET', path: restPath(path, parameters) }, call),
    put: (path, body, call) => send({ method: 'PUT', path, body }, call),
    post: (path, body, call) => send({ method: 'POST', path, body }, call),
    delete: (path, call) => send({ method: 'DELETE', path }, call),
    query: ((sql: string, { format = 'aos', ...call }: QueryCall = {}) =>
      send({ method: 'GET', path: restPath('/v1/query', { q: sql, format }) }, call)) as Client['query'],
    openRows: (statement, call) => openRows(client, statement, call),
    runProcedure: (id, config, call) => runProcedure(client, id, config, call, () => notify(changeListeners)),
    files: {
      put: (path, bytes, call) => send({ method: 'PUT', path: filePath(path), body: bytes }, call),
      get: (path, call) => send({ method: 'GET', path: filePath(path) }, call) as Promise<Uint8Array>,
      list: (call) => send({ method: 'GET', path: '/v1/files' }, call) as Promise<FileInfo[]>,
      delete: (path, call) => send({ method: 'DELETE', path: filePath(path) }, call),
    },
    status: host.status,
    onStatus: subscribe(statusListeners),
    onChange: subscribe(changeListeners),
    takeOver: leader.takeOver,
    restart: host.restart,
    close: () => {
      relay.close()
      host.stop({ state: 'waiting' })
      leader.stop()
    },
  }
  return client
}

const isElsewhere = (status: EngineStatus): boolean => status.state === 'ready' && status.elsewhere === true
const isDeath = (error: unknown): boolean => error instanceof EngineError && error.code === 'worker-died'

/** Kept results are no part of what is stored. */
const mayChange = ({ method, path }: RestRequest) => method !== 'GET' && !path.startsWith('/v1/cursors')

function spawnEngine(): Worker {
  return new Worker(new URL('../workers/engine.worker.ts', import.meta.url), {
    type: 'module',
    name: 'engine',
  })
}
