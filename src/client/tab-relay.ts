import { EngineError } from '../contract/errors.ts'
import type { Call, Progress } from '../contract/progress.ts'
import type { RestRequest, RestResponse } from '../contract/rest.ts'
import { fromWireError, toWireError, type WireError } from '../rpc/wire-error.ts'

/** What tabs tell one another on their channel. `owner` and `tab` are tabs by number. */
export type TabMessage =
  /** Who has the engine? */
  | { kind: 'hello' }
  | { kind: 'owner'; owner: string }
  | { kind: 'request'; owner: string; id: string; request: RestRequest }
  | { kind: 'abort'; id: string }
  | { kind: 'progress'; id: string; progress: Progress }
  | { kind: 'answer'; id: string; answer: RestResponse }
  | { kind: 'failure'; id: string; error: WireError }
  /** Something that is stored has changed. */
  | { kind: 'changed' }

/** An engine as far as the client needs it: the one of this tab, or that of another by way of the channel. */
export interface RequestPort {
  request(request: RestRequest, call: Call): Promise<RestResponse>
}

export interface TabRelayOptions {
  channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>
  /** Names this tab among all. */
  tab: string
  /** Runs a request of another tab on the engine of this one. */
  run: RequestPort['request']
  /** Another tab says that it has the engine. Given anew when that is another one. */
  onOwner: (engine: RequestPort) => void
  onChanged: () => void
}

export interface TabRelay {
  /** This tab's engine is ready: tells all tabs. */
  own(): void
  /** This tab has no engine: asks who has. */
  ask(): void
  /** Tells the other tabs that something stored has changed. */
  changed(): void
  /** This tab leads now, or asks anew: nobody else's engine is used. */
  forget(): void
  /** Says nothing any more: the channel is about to be closed. */
  close(): void
}

/** The way from a tab that waits to the engine of the tab that leads: requests, progress and cancelling, over the channel
 *  that all tabs of the app share. */
export function createTabRelay({ channel, tab, run, onOwner, onChanged }: TabRelayOptions): TabRelay {
  let owns = false
  let owner: string | undefined
  let sent = 0
  const waiting = new Map<string, { call: Call; settle: (message: TabMessage) => void }>()
  const running = new Map<string, AbortController>()
  let closed = false
  const post = (message: TabMessage) => {
    if (!closed) channel.postMessage(message)
  }

  const engineOf = (of: string): RequestPort => ({
    request: (request, call) =>
      new Promise((resolve, reject) => {
        const id = `${tab}/${sent++}`
        const abort = () => post({ kind: 'abort', id })
        const settle = (message: TabMessage) => {
          waiting.delete(id)
          call.signal?.removeEventListener('abort', abort)
          if (message.kind === 'answer') resolve(message.answer)
          else if (message.kind === 'failure') reject(fromWireError(message.error))
        }
        waiting.set(id, { call, settle })
        post({ kind: 'request', owner: of, id, request })
        if (call.signal?.aborted) abort()
        else call.signal?.addEventListener('abort', abort, { once: true })
      }),
  })

  function failWaiting(): void {
    const error = toWireError(new EngineError('worker-died', 'The tab that had the engine was closed.'))
    for (const [id, { settle }] of [...waiting]) settle({ kind: 'failure', id, error })
  }

  async function serve({ id, request }: Extract<TabMessage, { kind: 'request' }>): Promise<void> {
    const controller = new AbortController()
    running.set(id, controller)
    try {
      const onProgress = (progress: Progress) => post({ kind: 'progress', id, progress })
      post({ kind: 'answer', id, answer: await run(request, { signal: controller.signal, onProgress }) })
    } catch (error) {
      post({ kind: 'failure', id, error: toWireError(error) })
    } finally {
      running.delete(id)
    }
  }

  channel.addEventListener('message', (event) => {
    const message = (event as MessageEvent).data as TabMessage
    switch (message.kind) {
      case 'hello':
        if (owns) post({ kind: 'owner', owner: tab })
        return
      case 'owner':
        if (owns || message.owner === owner) return
        failWaiting()
        owner = message.owner
        onOwner(engineOf(owner))
        return
      case 'request':
        if (owns && message.owner === tab) void serve(message)
        return
      case 'abort':
        running.get(message.id)?.abort()
        return
      case 'progress':
        waiting.get(message.id)?.call.onProgress?.(message.progress)
        return
      case 'answer':
      case 'failure':
        waiting.get(message.id)?.settle(message)
        return
      case 'changed':
        onChanged()
    }
  })

  return {
    own() {
      owns = true
      owner = undefined
      post({ kind: 'owner', owner: tab })
    },
    ask() {
      owns = false
      owner = undefined
      post({ kind: 'hello' })
    },
    changed: () => post({ kind: 'changed' }),
    forget() {
      owner = undefined
      failWaiting()
    },
    close() {
      closed = true
    },
  }
}
