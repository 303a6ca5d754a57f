import { EngineError } from '../../../contract/errors.ts'
import { pause } from './pause.ts'

export interface RetryPolicy {
  /** Attempts at what a server refuses for now (408, 425, 429, 5xx) or breaks off. */
  attempts: number
  /** Attempts at what cannot be reached or is silent: it may be forbidden, or gone, and each costs its time. */
  attemptsUnanswered: number
  /** Wait before the second attempt, in milliseconds; doubled before each further one. */
  backoffMs: number
  /** Longest wait; a server that asks for a longer one by Retry-After is not asked again. */
  maxWaitMs: number
  /** No further attempt begins after this, counted from the first. */
  totalMs: number
}

/** Work that is tried again where that may help, after a wait that grows: as long as the server's Retry-After says,
 *  else exponential, half of it random, so that a batch that failed together does not come back together.
 *  @throws EngineError the last attempt's, saying how often it was tried; `cancelled` */
export async function withRetries<T>(
  work: () => Promise<T>,
  policy: RetryPolicy,
  signal?: AbortSignal,
): Promise<T> {
  const start = performance.now()
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const wait = error instanceof EngineError ? waitAfter(error, attempt, policy) : undefined
      if (wait === undefined || performance.now() - start + wait > policy.totalMs)
        throw attempt > 1 && error instanceof EngineError ? tried(error, attempt) : error
      await pause(wait, signal)
    }
  }
}

/** Milliseconds until the next attempt, or undefined where there is to be none. */
function waitAfter({ detail }: EngineError, attempt: number, policy: RetryPolicy): number | undefined {
  const status = Number(detail?.status ?? 0)
  const isPassing = detail?.broken === true || [408, 425, 429].includes(status) || status >= 500
  const isUnanswered = detail?.unreachable === true || detail?.tooSlow === true
  const most = isPassing ? policy.attempts : isUnanswered ? policy.attemptsUnanswered : 1
  if (attempt >= most) return undefined
  const asked = Number(detail?.retryAfterMs ?? 0)
  if (asked > policy.maxWaitMs) return undefined
  const backoff = policy.backoffMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2)
  return Math.min(Math.max(asked, backoff), policy.maxWaitMs)
}

function tried({ code, message, detail, cause }: EngineError, attempts: number): EngineError {
  const times = `${message.replace(/\.$/, '')} (tried ${attempts} times).`
  return new EngineError(code, times, { ...detail, attempts }, { cause })
}
