import { transfer } from 'comlink'
import type { CompactResult, RestResponse } from '../contract/rest.ts'
import type { NumberArray, Value } from '../contract/values.ts'

/** An answer made ready to cross: its number arrays are cut out of whatever larger buffer they are views of (cloning a
 *  view clones the whole buffer behind it) and moved instead of cloned. The engine's own buffers are never moved. */
export function packResponse(response: RestResponse): RestResponse {
  const { body } = response
  if (body instanceof Uint8Array) {
    const bytes = body.slice()
    return transfer({ ...response, body: bytes }, [bytes.buffer])
  }
  if (!isCompact(body)) return response
  const buffers: ArrayBuffer[] = []
  const columns = body.columns.map((column) => ({
    ...column,
    values: column.values.map((value) => packValue(value, buffers)),
  }))
  return transfer({ ...response, body: { ...body, columns } }, buffers)
}

function packValue(value: Value, buffers: ArrayBuffer[]): Value {
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Uint8Array) return own(value, buffers)
  if (value.kind === 'embedding') return { ...value, data: own(value.data, buffers) }
  if (value.kind === 'row') {
    return { ...value, columns: value.columns.map(([path, cell]) => [path, packValue(cell, buffers)]) }
  }
  return value
}

function own<T extends NumberArray>(data: T, buffers: ArrayBuffer[]): T {
  const copy = data.slice() as T
  buffers.push(copy.buffer as ArrayBuffer)
  return copy
}

function isCompact(body: unknown): body is CompactResult {
  if (typeof body !== 'object' || body === null || !('columns' in body) || !('rowNames' in body)) return false
  return Array.isArray(body.columns) && Array.isArray(body.rowNames)
}
