import { EngineError, type ErrorCode, type ErrorDetail } from '../contract/errors.ts'
import type { RestResponse } from '../contract/rest.ts'
import { isErrorCode } from '../rpc/wire-error.ts'

/** The error that an answer of 400 and above stands for. An answer without our code gets one by its status. */
export function answerError({ status, body }: RestResponse): EngineError {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const message = typeof fields.error === 'string' ? fields.error : `The engine answered ${status}.`
  const code = isErrorCode(fields.code) ? fields.code : codeOfStatus(status)
  return new EngineError(code, message, fields.details as ErrorDetail | undefined)
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 404) return 'not-found'
  if (status === 405) return 'method-not-allowed'
  if (status === 409) return 'conflict'
  if (status === 507) return 'storage-full'
  return status < 500 ? 'invalid-argument' : 'internal'
}
