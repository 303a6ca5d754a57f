import type { RestRequest } from '../../contract/rest.ts'

/** A REST call as people copy it. `path` may hold a query string. */
export type ShownCall = Pick<RestRequest, 'method' | 'path' | 'body'>

/** As JSON: the body of a PUT or POST; for a GET, what `POST /v1/redirect/get` takes. */
export function toJson({ method, path, body }: ShownCall): string {
  if (method !== 'GET') return JSON.stringify(body ?? {}, null, 2)
  const [target, parameters] = splitPath(path)
  return JSON.stringify({ target, body: parameters }, null, 2)
}

/** As a shell command for a server of this API on `origin`. */
export function toCurl({ method, path, body }: ShownCall, origin = 'http://127.0.0.1:8123'): string {
  if (method === 'GET') {
    const [target, parameters] = splitPath(path)
    const data = Object.entries(parameters).map(
      ([name, value]) => ` \\\n  --data-urlencode ${quote(`${name}=${value}`)}`,
    )
    return `curl -G ${quote(origin + target)}${data.join('')}`
  }
  const sent =
    body === undefined
      ? ''
      : ` \\\n  -H 'Content-Type: application/json' \\\n  -d ${quote(JSON.stringify(body))}`
  return `curl -X ${method} ${quote(origin + path)}${sent}`
}

/** As a line for the developer console of this page. */
export function toJavaScript({ method, path, body }: ShownCall): string {
  const verb = method.toLowerCase()
  if (method !== 'GET') {
    const argument = body === undefined ? '' : `, ${JSON.stringify(body, null, 2)}`
    return `await mldb.${verb}(${JSON.stringify(path)}${argument})`
  }
  const [target, parameters] = splitPath(path)
  const argument = Object.keys(parameters).length === 0 ? '' : `, ${JSON.stringify(parameters)}`
  return `await mldb.get(${JSON.stringify(target)}${argument})`
}

/** Path and parameters of a GET. */
export function splitPath(path: string): [string, Record<string, string>] {
  const question = path.indexOf('?')
  if (question < 0) return [path, {}]
  return [path.slice(0, question), Object.fromEntries(new URLSearchParams(path.slice(question + 1)))]
}

// Single quotes stop the shell from reading anything inside; a quote itself is closed, escaped and opened again.
const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
