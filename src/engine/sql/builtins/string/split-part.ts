import { valueToText } from '../../values/value-to-text.ts'
import { defineScalar } from '../define-builtin.ts'
import { toVector } from '../shared/map-value.ts'
import { splitAtAny } from '../shared/split-at-any.ts'
import { OPEN_ROW } from '../shared/types.ts'

/** The parts of a text. */
export const splitPart = defineScalar({
  name: 'split_part',
  group: 'token',
  signature: 'split_part(s, separators)',
  summary:
    "The parts of the text between any of the characters in `separators`, as a vector: `split_part(s, ',')[0]` is the first.",
  example: { sql: "split_part('a,b;c', ',;')", result: { 0: 'a', 1: 'b', 2: 'c' } },
  arity: [2, 2],
  result: () => OPEN_ROW,
  apply: ([text, separators]) => toVector(splitAtAny(valueToText(text!), valueToText(separators!))),
})
