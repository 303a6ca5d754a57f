// control/ holds procedures about procedures: serial, permuter.run, createEntity, null and mock.
import { EngineError } from '../../../contract/errors.ts'
import type { EntityConfig } from '../../../contract/rest.ts'
import type { EngineContext } from '../../context.ts'
import { isObject } from '../../params.ts'

/** A procedure inside another one. */
export type NestedConfig = EntityConfig & { id: string }

/** The configuration of a procedure inside another one: of its own, or by the `id` alone of one that exists; `name` is
 *  another word for `id`. Checked with what it contains, so that nothing runs before all can.
 *  @param where for messages: `step 2`
 *  @param within ids of the procedures around it
 *  @throws EngineError `invalid-argument`, also where a procedure would run itself */
export function readNested(
  given: unknown,
  where: string,
  context: EngineContext,
  within: readonly string[],
): NestedConfig {
  if (!isObject(given)) throw malformed(where, 'a configuration of a procedure: {"type", "params"} or {"id"}')
  for (const key of Object.keys(given)) {
    if (!['id', 'name', 'type', 'params', 'persistent', 'deterministic'].includes(key)) {
      throw malformed(where, `a configuration of a procedure, which has no field '${key}'`)
    }
  }
  const { id = given.name, type, params = {} } = given
  if (id !== undefined && typeof id !== 'string') throw malformed(where, 'one with a text as its id')
  if (type !== undefined && typeof type !== 'string') throw malformed(where, 'one with a text as its type')
  if (!isObject(params)) throw malformed(where, 'one with an object as its params')
  if (type !== undefined) return checked({ id: id ?? where, type, params }, where, context, within)
  if (id === undefined) throw malformed(where, 'one with a type, or with the id of one that exists')
  if (within.includes(id)) {
    throw new EngineError('invalid-argument', `${where}: procedure '${id}' would run itself`)
  }
  const stored = context.procedures.config(id)
  return checked({ ...stored, params: { ...stored.params, ...params } }, where, context, [...within, id])
}

const malformed = (where: string, wanted: string): EngineError =>
  new EngineError('invalid-argument', `${where} must be ${wanted}`)

function checked(
  config: NestedConfig,
  where: string,
  context: EngineContext,
  within: readonly string[],
): NestedConfig {
  try {
    context.procedures.check(config)
  } catch (error) {
    throw error instanceof EngineError ? inside(where, error) : error
  }
  const { steps, procedure } = config.params ?? {}
  if (config.type === 'serial' && Array.isArray(steps)) {
    for (const [i, step] of steps.entries()) readNested(step, `${where}, step ${i + 1}`, context, within)
  }
  if (config.type === 'permuter.run') readNested(procedure, `${where}, procedure`, context, within)
  return config
}

/** An error with the place where it came up in front. */
export const inside = (where: string, error: EngineError): EngineError =>
  new EngineError(error.code, `${where}: ${error.message}`, error.detail, { cause: error })
