import { EngineError } from '../../../contract/errors.ts'
import type { EntityConfig, EntityKind, RestResponse } from '../../../contract/rest.ts'
import { generateId } from '../../../lib/generate-id.ts'
import { nearestName } from '../../../lib/nearest-name.ts'
import { isObject } from '../../params.ts'
import { type Exchange, json } from '../route.ts'

const FIELDS = ['id', 'type', 'params', 'persistent', 'deterministic']

/** The configuration in the body of a PUT or POST, with the id that the entity gets.
 *  @throws EngineError `invalid-argument` as rest.md section 1 says */
export function readEntityConfig(exchange: Exchange, kind: EntityKind): EntityConfig & { id: string } {
  const { request, path } = exchange
  const { body } = request
  if (body === undefined || body === null || body === '') {
    throw new EngineError('invalid-argument', `${request.method} to collection '${kind}' with empty payload`)
  }
  if (!isObject(body))
    throw new EngineError('invalid-argument', `a configuration of ${kind} must be a JSON object`)
  for (const key of Object.keys(body)) {
    if (FIELDS.includes(key)) continue
    const suggestion = nearestName(key, FIELDS)
    const hint = suggestion ? `; did you mean '${suggestion}'?` : `; known are ${FIELDS.join(', ')}`
    throw new EngineError(
      'invalid-argument',
      `Unknown field '${key}' in the configuration of ${singular(kind)}${hint}`,
    )
  }
  const { id, type, params = {}, persistent, deterministic } = body
  if (path.id !== undefined && id !== undefined && id !== null && id !== path.id) {
    throw new EngineError(
      'invalid-argument',
      `the id '${String(id)}' in the body is not '${path.id}', the id in the path`,
    )
  }
  const chosen = path.id ?? id ?? generateId()
  if (typeof chosen !== 'string' || chosen === '') {
    throw new EngineError('invalid-argument', `the id of a ${singular(kind)} must be a non-empty text`)
  }
  if (typeof type !== 'string' || type === '') {
    throw new EngineError(
      'invalid-argument',
      `type is a required property of a ${singular(kind)}; GET /v1/types/${kind} lists them`,
    )
  }
  if (params !== null && !isObject(params)) {
    throw new EngineError('invalid-argument', `params of a ${singular(kind)} must be an object`)
  }
  return {
    id: chosen,
    type,
    ...(body.params !== undefined && params !== null ? { params } : {}),
    ...(typeof persistent === 'boolean' ? { persistent } : {}),
    ...(typeof deterministic === 'boolean' ? { deterministic } : {}),
  }
}

/** `dataset` of `datasets`. */
export const singular = (kind: EntityKind): string => kind.slice(0, -1)

/** Refuses to POST an id that is taken. */
export function refuseExisting(exchange: Exchange, kind: EntityKind, id: string, exists: boolean): void {
  if (exchange.request.method === 'POST' && exists) {
    throw new EngineError('conflict', `${singular(kind)} entry '${id}' already exists`)
  }
}

/** True if the caller does not want to wait: header `async: true`. */
export const isAsync = ({ headers }: Exchange): boolean => headers.async === 'true' || headers.async === '1'

/** 201 (202 for an asynchronous PUT) with the headers that name the entity. */
export function created(exchange: Exchange, segments: readonly string[], body: unknown): RestResponse {
  const status = isAsync(exchange) && exchange.request.method === 'PUT' ? 202 : 201
  return json(body, status, {
    Location: `/${segments.map(encodeURIComponent).join('/')}`,
    EntityPath: JSON.stringify(segments),
  })
}
