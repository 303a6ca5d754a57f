import { EngineError } from '../../contract/errors.ts'
import { isObject, type ParameterTable, type ParamValues, parseParams } from '../params.ts'
import type { Exchange } from './route.ts'

/** The parameters of a GET: from the query string, where structured values are JSON text, or from the body; not both.
 *  @param what names the route in messages */
export function readParameters<P extends ParameterTable>(
  table: P,
  { query, request }: Exchange,
  what: string,
): ParamValues<P> {
  const { body } = request
  const names = [...query.keys()]
  if (
    body === undefined ||
    body === null ||
    (isObject(body) && names.length > 0 && Object.keys(body).length === 0)
  ) {
    return parseParams(
      table,
      Object.fromEntries(names.map((name) => [name, fromText(table, name, query)])),
      what,
    )
  }
  if (names.length > 0) {
    throw new EngineError('invalid-argument', 'You cannot mix query string and body parameters')
  }
  return parseParams(table, body, what)
}

const STRUCTURED = new Set(['ANY', 'ARRAY', 'STRUCTURE', 'MAP'])

function fromText(table: ParameterTable, name: string, query: URLSearchParams): unknown {
  const text = query.get(name) ?? ''
  const parameter = Object.hasOwn(table, name) ? table[name] : undefined
  if (!parameter || !STRUCTURED.has(parameter.kind) || parameter.typeName === 'query') return text
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new EngineError('syntax', `parameter ${name} is no JSON: ${(error as Error).message}`, {
      parameter: name,
    })
  }
}
