import { EngineError } from '../contract/errors.ts'
import type { ErrorBody } from '../contract/rest.ts'

/** Anything thrown as an EngineError: what is none is a defect of ours and keeps its cause. */
export function toEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error
  // An error that crossed a worker may be of another realm's class.
  if (error instanceof Error && error.name === 'AbortError')
    return new EngineError('cancelled', 'cancelled by the caller')
  const message = error instanceof Error ? error.message : String(error)
  return new EngineError('internal', `internal error: ${message}`, undefined, { cause: error })
}

/** The body of an answer that reports a failure. */
export function toErrorBody(error: EngineError): ErrorBody {
  return {
    error: error.message,
    httpCode: error.status,
    code: error.code,
    ...(error.detail && Object.keys(error.detail).length > 0 ? { details: error.detail } : {}),
  }
}

/** The error that a body reports; its code decides the status. */
export function fromErrorBody({ error, code, details }: ErrorBody): EngineError {
  return new EngineError((code ?? 'internal') as EngineError['code'], error, details)
}
