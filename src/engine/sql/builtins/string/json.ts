import { EngineError } from '../../../../contract/errors.ts'
import type { Path, Value } from '../../../../contract/values.ts'
import { stringifyJson } from '../../values/stringify-json.ts'
import { truth } from '../../values/truth.ts'
import { valueToJson } from '../../values/value-to-json.ts'
import { valueToText } from '../../values/value-to-text.ts'
import { defineScalar } from '../define-builtin.ts'
import { readOptions } from '../shared/row-options.ts'
import { ANY, strictAtoms } from '../shared/types.ts'

/** JSON text of a value. */
export const printJson = defineScalar({
  name: 'print_json',
  group: 'string',
  signature: 'print_json(x)',
  summary: 'The value as JSON text, as the REST API prints it.',
  example: { sql: "print_json({1 AS a, 'x' AS b})", result: '{"a":1,"b":"x"}' },
  arity: [1, 1],
  result: strictAtoms('string'),
  apply: ([x]) => stringifyJson(valueToJson(x!)),
})

const DEEPEST = 256

type Arrays = 'parse' | 'encode'

/** The value of parsed JSON: objects are rows, `true` is 1. Arrays are rows of indexes, or (`encode`) a set: a column
 *  with 1 for each atom in it, JSON text under its index for each object or array in it.
 *  @throws EngineError `bad-file` if it is nested deeper than 256 */
export function fromJson(json: unknown, arrays: Arrays, depth = 0): Value {
  if (depth > DEEPEST) throw new EngineError('bad-file', `JSON nested deeper than ${DEEPEST} levels`)
  if (typeof json === 'boolean') return Number(json)
  if (json === null || typeof json !== 'object') return json as Value
  if (Array.isArray(json)) {
    return {
      kind: 'row',
      columns: json.map((item, i) =>
        arrays === 'encode' ? encoded(item, i) : [[String(i)], fromJson(item, arrays, depth + 1)],
      ),
    }
  }
  return {
    kind: 'row',
    columns: Object.entries(json as object).map(([key, v]) => [[key], fromJson(v, arrays, depth + 1)]),
  }
}

const encoded = (item: unknown, i: number): [Path, Value] =>
  typeof item === 'object' && item !== null ? [[String(i)], JSON.stringify(item)] : [[encodedName(item)], 1]

const encodedName = (item: unknown): string =>
  typeof item === 'boolean' ? String(Number(item)) : String(item)

const DEFAULTS: Record<'arrays' | 'ignoreErrors', Value> = { arrays: 'parse', ignoreErrors: 0 }

/** The value of JSON text. */
export const parseJson = defineScalar({
  name: 'parse_json',
  group: 'string',
  signature: "parse_json(s[, {arrays: 'parse', ignoreErrors: false}])",
  summary:
    "The value of JSON text, objects as rows. `arrays: 'parse'` gives arrays as columns 0, 1, …; `arrays: 'encode'` gives a column with 1 for each atom in the array and JSON text for each object. `ignoreErrors` makes malformed text null.",
  example: { sql: 'parse_json(\'{"a":{"b":[1,true]}}\')', result: { a: { b: { 0: 1, 1: 1 } } } },
  arity: [1, 2],
  result: () => ANY,
  apply: ([text, given]) => {
    const options = given === undefined ? DEFAULTS : readOptions(given, DEFAULTS)
    const arrays = options.arrays
    if (arrays !== 'parse' && arrays !== 'encode')
      throw new EngineError(
        'invalid-argument',
        "the option 'arrays' of parse_json must be 'parse' or 'encode'",
      )
    try {
      return fromJson(JSON.parse(valueToText(text!)), arrays)
    } catch (error) {
      if (truth(options.ignoreErrors)) return null
      if (error instanceof EngineError) throw error
      throw new EngineError('bad-file', `the text is no JSON: ${(error as Error).message}`)
    }
  },
})
