import type { CompactResult } from '../../../contract/rest.ts'
import type { Value } from '../../../contract/values.ts'
import { readSetting, writeSetting } from '../../settings.ts'

/** A query's rows as they are kept beside the page: small results only, vectors as base64. */
interface StoredResult {
  sql: string
  result: CompactResult
}

/** Three vectors of 2,048 numbers are 33 kB of text; what is larger is not worth keeping. */
const MAX_CHARACTERS = 200_000

/** Keeps the result of a query step for the next visit. */
export function keepResult(key: string, sql: string, result: CompactResult): void {
  const text = JSON.stringify({ sql, result }, (_, value: unknown) =>
    value instanceof Float32Array ? { float32: toBase64(value) } : value,
  )
  writeSetting(`result.${key}`, text.length > MAX_CHARACTERS ? undefined : text)
}

/** The result that was kept for this statement; undefined if there is none, or it was for another. */
export function readResult(key: string, sql: string): CompactResult | undefined {
  const text = readSetting(`result.${key}`)
  if (typeof text !== 'string') return undefined
  const known = parsed.get(key)
  const stored = known?.text === text ? known.stored : parse(text)
  // Asked for at every drawing of a card, parsed once.
  parsed.set(key, { text, stored })
  return stored?.sql === sql ? stored.result : undefined
}

const parsed = new Map<string, { text: string; stored: StoredResult | undefined }>()

function parse(text: string): StoredResult | undefined {
  try {
    const revive = (_: string, value: unknown) => (isEncoded(value) ? fromBase64(value.float32) : value)
    const stored = JSON.parse(text, revive) as StoredResult
    return isResult(stored.result) ? stored : undefined
  } catch {
    return undefined
  }
}

const isEncoded = (value: unknown): value is { float32: string } =>
  typeof value === 'object' && value !== null && typeof (value as { float32?: unknown }).float32 === 'string'

const isResult = ({ columns, rowNames }: CompactResult) =>
  Array.isArray(rowNames) && columns.every(({ values }) => values.every(isValue))

const isValue = (value: Value) =>
  value === null ||
  typeof value !== 'object' ||
  !('kind' in value) ||
  value.kind !== 'embedding' ||
  value.data instanceof Float32Array

function toBase64(data: Float32Array): string {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  let binary = ''
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return btoa(binary)
}

function fromBase64(text: string): Float32Array {
  const binary = atob(text)
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
  return new Float32Array(bytes.buffer)
}
