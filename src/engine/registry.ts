import { EngineError } from '../contract/errors.ts'
import { nearestName } from '../lib/nearest-name.ts'

/** A list of things known by the name of their type. */
export interface Registry<T> {
  /** @throws EngineError `invalid-argument`: "unknown dataset type 'x'; known are …" */
  get(name: string): T
  list(): readonly T[]
}

/** @param what what the things are, for the message: "dataset type"
 *  @param instead what to use in place of types that are not here, by their names */
export function createRegistry<T extends { type: string }>(
  what: string,
  things: readonly T[],
  instead: Readonly<Record<string, string>> = {},
): Registry<T> {
  const byName = new Map(things.map((thing) => [thing.type, thing]))
  const names = [...byName.keys()].sort()
  return {
    get(name) {
      const found = byName.get(name)
      if (found) return found
      const other = Object.hasOwn(instead, name) ? instead[name]! : undefined
      if (other !== undefined) {
        throw new EngineError('invalid-argument', `${what} '${name}' is not here: ${other}`)
      }
      const suggestion = nearestName(name, names)
      throw new EngineError(
        'invalid-argument',
        `unknown ${what} '${name}'${suggestion ? `; did you mean '${suggestion}'?` : ''} Known are ${names.join(', ')}`,
        suggestion ? { suggestion } : {},
      )
    },
    list: () => names.map((name) => byName.get(name)!),
  }
}
