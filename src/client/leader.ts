/** The turn of one tab: it holds the Web Lock, and with it the only right to open the engine. */
export interface Leader {
  /** Asks for the lock; `onLead` is called when it is held, and again after each release. */
  start(): void
  /** Asks the tab that holds the lock to let go. It stops its engine first, so there are never two writers. */
  takeOver(): void
  stop(): void
}

export interface LeaderOptions {
  /** Name of the lock and of the channel the tabs talk on. */
  name: string
  locks: Pick<LockManager, 'request'>
  channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener' | 'close'>
  /** The lock is held: start the engine. */
  onLead: () => void
  /** Another tab holds the lock; ours is in the queue. */
  onWait: () => void
  /** Another tab asked for the lock: the engine must be stopped when this returns. */
  onYield: () => void
}

/** One tab leads, the others wait for their turn. A browser without Web Locks leads at once. */
export function createLeader({ name, locks, channel, onLead, onWait, onYield }: LeaderOptions): Leader {
  let release: (() => void) | undefined
  let stopped = false

  channel.addEventListener('message', (event) => {
    if ((event as MessageEvent).data !== 'take-over' || !release) return
    onYield()
    release()
  })

  function hold(): Promise<void> {
    return new Promise((resolve) => {
      release = () => {
        release = undefined
        resolve()
        // Behind the tab that asked: trying anew could snatch the lock back from it.
        if (!stopped) waitForTurn()
      }
      onLead()
    })
  }

  function start() {
    // A first try that does not queue tells at once whether to say "waiting".
    void locks
      .request(name, { ifAvailable: true }, (lock) => (lock ? hold() : waitForTurn()))
      .catch(() => undefined)
  }

  function waitForTurn() {
    onWait()
    // Not returned: this request must end for the queued one to be the only one of this tab.
    void locks.request(name, hold).catch(() => undefined)
  }

  return {
    start,
    takeOver: () => channel.postMessage('take-over'),
    stop() {
      stopped = true
      release?.()
      channel.close()
    },
  }
}
