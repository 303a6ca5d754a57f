// rpc/ carries calls between the page and a worker, over Comlink. It knows three things that Comlink does not: errors
// that keep their code, a `Call` (progress and cancel) as an argument, and answers whose bytes are moved, not copied.
// It knows neither the engine nor the client. What may cross: plain objects, typed arrays, a `Call`, an error; no class
// instances and no functions. Start with connect.ts and serve.ts.

import { EngineError, ERROR_CODES, type ErrorCode, type ErrorDetail } from '../contract/errors.ts'

/** An error as plain data. `stack` is for the developer console only. */
export interface WireError {
  code: ErrorCode
  message: string
  detail?: ErrorDetail
  stack?: string
}

/** Any thrown value as data. What is no EngineError is a defect and gets `internal`; an abort gets `cancelled`. */
export function toWireError(thrown: unknown): WireError {
  if (isEngineErrorLike(thrown)) {
    return clean({ code: thrown.code, message: thrown.message, detail: thrown.detail, stack: thrown.stack })
  }
  if (thrown instanceof Error) {
    const code = thrown.name === 'AbortError' ? 'cancelled' : 'internal'
    return clean({ code, message: thrown.message, stack: thrown.stack })
  }
  return { code: 'internal', message: String(thrown) }
}

/** The error again, as the class that both sides know. */
export function fromWireError(wire: WireError): EngineError {
  const error = new EngineError(wire.code, wire.message, wire.detail)
  if (wire.stack !== undefined) error.stack = wire.stack
  return error
}

/** True for a code that `contract/errors.ts` lists. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_CODES, code)
}

// By shape and not by instanceof: two bundles may each hold a copy of the class.
function isEngineErrorLike(
  thrown: unknown,
): thrown is { code: ErrorCode; message: string; detail?: ErrorDetail; stack?: string } {
  return thrown instanceof Error && 'code' in thrown && isErrorCode(thrown.code)
}

// A detail that cannot be cloned would turn one error into another on its way, so it goes as JSON.
function clean(error: {
  code: ErrorCode
  message: string
  detail?: ErrorDetail | undefined
  stack?: string | undefined
}): WireError {
  const wire: WireError = { code: error.code, message: error.message }
  if (error.stack !== undefined) wire.stack = error.stack
  if (error.detail === undefined) return wire
  try {
    wire.detail = JSON.parse(JSON.stringify(error.detail)) as ErrorDetail
  } catch {
    wire.detail = {}
  }
  return wire
}
