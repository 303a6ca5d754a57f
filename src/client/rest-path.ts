/** Parameters of a GET: structured values travel as JSON text, what is undefined is left out. */
export type QueryParameters = Record<string, unknown>

/** A path with its query string: `restPath('/v1/query', { q: 'SELECT 1' })` gives `/v1/query?q=SELECT%201`. */
export function restPath(path: string, parameters: QueryParameters = {}): string {
  const pairs = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(toText(value))}`)
  if (pairs.length === 0) return path
  return `${path}${path.includes('?') ? '&' : '?'}${pairs.join('&')}`
}

function toText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}
