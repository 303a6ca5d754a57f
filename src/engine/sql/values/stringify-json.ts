import type { Json } from './value-to-json.ts'

/** JSON text of a `Json` value, bigints as plain digits (which `JSON.stringify` refuses). */
export function stringifyJson(json: Json): string {
  if (typeof json === 'bigint') return String(json)
  if (typeof json !== 'object' || json === null) return JSON.stringify(json)
  if (Array.isArray(json)) return `[${json.map(stringifyJson).join(',')}]`
  const members = Object.entries(json).map(([key, value]) => `${JSON.stringify(key)}:${stringifyJson(value)}`)
  return `{${members.join(',')}}`
}
