import type { Call, Progress } from '../contract/progress.ts'

/** A `Call` on its way: a port on which progress comes back and the one word "cancel" goes out. */
export interface WireCall {
  port: MessagePort
  aborted: boolean
}

/** Progress more often than this is not worth a message. */
const PROGRESS_INTERVAL_MS = 50

const openPorts = new WeakMap<Call, MessagePort>()

/** True for an object that has what a `Call` has; an empty one crosses as the plain object it is. */
export function isCall(value: unknown): value is Call {
  if (typeof value !== 'object' || value === null) return false
  const { signal, onProgress } = value as Call
  return signal instanceof AbortSignal || typeof onProgress === 'function'
}

/** The sending side. The port stays open until `closeCall`, since only the caller knows when its call has ended. */
export function sendCall(call: Call): WireCall {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = (event: MessageEvent<Progress>) => call.onProgress?.(event.data)
  call.signal?.addEventListener('abort', () => port1.postMessage('cancel'), { once: true })
  openPorts.set(call, port1)
  return { port: port2, aborted: call.signal?.aborted ?? false }
}

/** Closes what `sendCall` opened for this call. Progress that arrives later is dropped. */
export function closeCall(call: Call): void {
  openPorts.get(call)?.close()
  openPorts.delete(call)
}

/** The receiving side: a `Call` whose signal follows the sender's and whose progress is sent back, at most 20 a second,
 *  the first and the last of each step always. */
export function receiveCall({ port, aborted }: WireCall): Call {
  const controller = new AbortController()
  if (aborted) controller.abort()
  port.onmessage = () => controller.abort()
  let last: Progress | undefined
  let lastMs = 0
  const onProgress = (progress: Progress) => {
    const now = performance.now()
    const changedStep = last?.step !== progress.step || last.phase !== progress.phase
    const atEnd = progress.done === progress.total
    if (!changedStep && !atEnd && now - lastMs < PROGRESS_INTERVAL_MS) return
    last = progress
    lastMs = now
    port.postMessage(progress)
  }
  return { signal: controller.signal, onProgress }
}
