import { EngineError } from '../../../../contract/errors.ts'
import { valueToText } from '../../values/value-to-text.ts'
import { defineScalar } from '../define-builtin.ts'
import { strictAtoms } from '../shared/types.ts'

/** More cells than this would take seconds a call. */
const MOST_CELLS = 100_000_000

/** How many characters must be inserted, deleted or replaced to make one text the other. V. Levenshtein, 1965; two
 *  rows of the table by Wagner and Fischer, 1974. */
export function levenshtein(a: string, b: string): number {
  const A = Array.from(a)
  const B = Array.from(b)
  if (A.length * B.length > MOST_CELLS)
    throw new EngineError('invalid-argument', 'the texts are too long for levenshtein_distance')
  let previous = Uint32Array.from({ length: B.length + 1 }, (_, j) => j)
  let current = new Uint32Array(B.length + 1)
  for (let i = 0; i < A.length; i++) {
    current[0] = i + 1
    for (let j = 0; j < B.length; j++) {
      const replaced = previous[j]! + (A[i] === B[j] ? 0 : 1)
      current[j + 1] = Math.min(replaced, previous[j + 1]! + 1, current[j]! + 1)
    }
    ;[previous, current] = [current, previous]
  }
  return previous[B.length]!
}

/** The edit distance. */
export const levenshteinDistance = defineScalar({
  name: 'levenshtein_distance',
  group: 'string',
  signature: 'levenshtein_distance(a, b)',
  summary: 'How many characters must be inserted, deleted or replaced to turn `a` into `b`.',
  example: { sql: "levenshtein_distance('kitten', 'sitting')", result: 3 },
  arity: [2, 2],
  result: strictAtoms('integer'),
  apply: ([a, b]) => levenshtein(valueToText(a!), valueToText(b!)),
})
