import type { Value } from '../../../../contract/values.ts'
import { cityHash64 } from '../../../../lib/city-hash64.ts'
import { stringifyJson } from '../../values/stringify-json.ts'
import { valueToJson } from '../../values/value-to-json.ts'
import { defineScalar } from '../define-builtin.ts'
import { strictAtoms } from '../shared/types.ts'

/** What of a value is hashed: a string itself (so that it is the rowHash of a row of that name), the JSON text of
 *  all else. */
const hashedText = (value: Value): string =>
  typeof value === 'string' ? value : stringifyJson(valueToJson(value))

/** A number made of a value. */
export const hash = defineScalar({
  name: 'hash',
  group: 'string',
  signature: 'hash(x)',
  summary:
    'An unsigned 64-bit integer made of the value (CityHash64 of a string, or of the JSON text of anything else): equal values give equal hashes. A row or embedding is hashed as a whole.',
  example: { sql: "hash('x') % 1000", result: 544 },
  arity: [1, 1],
  result: strictAtoms('integer', 'integer64'),
  apply: ([x]) => shrink(cityHash64(hashedText(x!))),
})

const shrink = (value: bigint): number | bigint =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value
