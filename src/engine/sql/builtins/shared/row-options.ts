import { EngineError } from '../../../../contract/errors.ts'
import type { RowValue, Value } from '../../../../contract/values.ts'
import { formatPath } from '../../../../lib/format-path.ts'
import { nearestName } from '../../../../lib/nearest-name.ts'
import { conversionError } from '../../values/to-number.ts'
import { isRow } from './map-value.ts'

/** Reads the option row that ends a call (`{splitChars: ' '}`): defaults, overwritten by what is given. Names ignore
 *  case and underscores, so `min_token_length` is `minTokenLength`.
 *  @throws EngineError `invalid-argument` for an unknown option */
export function readOptions<T extends Record<string, Value>>(given: Value | undefined, defaults: T): T {
  if (given === undefined || given === null) return defaults
  if (!isRow(given)) throw conversionError(given, 'a row of options')
  const kept = read.get(given)
  if (kept?.defaults === defaults) return kept.options as T
  const options: Record<string, Value> = { ...defaults }
  const known = namesOf(defaults)
  for (const [path, value] of given.columns) {
    const written = formatPath(path)
    const name = known.get(written.toLowerCase().replaceAll('_', ''))
    if (name === undefined) throw unknownOption(written, Object.keys(defaults))
    options[name] = value
  }
  read.set(given, { defaults, options })
  return options as T
}

/** A row of options is mostly a constant, and one object in all rows. */
const read = new WeakMap<RowValue, { defaults: object; options: object }>()

const names = new WeakMap<object, Map<string, string>>()

/** The names of options by their lower-case form, made once for each set of defaults. */
function namesOf(defaults: object): Map<string, string> {
  const made = names.get(defaults) ?? new Map(Object.keys(defaults).map((name) => [name.toLowerCase(), name]))
  names.set(defaults, made)
  return made
}

function unknownOption(name: string, known: string[]): EngineError {
  const suggestion = nearestName(name, known)
  const hint = suggestion === undefined ? '' : `; did you mean '${suggestion}'?`
  return new EngineError('invalid-argument', `unknown option '${name}'; known are ${known.join(', ')}${hint}`)
}
