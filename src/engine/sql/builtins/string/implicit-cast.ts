import { parseNumber } from '../../values/cast-value.ts'
import { defineScalar } from '../define-builtin.ts'
import { mapAtoms } from '../shared/map-value.ts'
import { ATOM, atoms, mapAtomType } from '../shared/types.ts'

/** Text as what it looks like. */
export const implicitCast = defineScalar({
  name: 'implicit_cast',
  group: 'string',
  signature: 'implicit_cast(x)',
  summary: "Text that is a number as that number, '' as null, anything else as it is.",
  example: { sql: "implicit_cast('12.5')", result: 12.5 },
  arity: [1, 1],
  result: ([x]) =>
    mapAtomType(x!, (t) => (t.kind === 'atoms' && !t.types.includes('string') ? t : atoms(...ATOM))),
  apply: ([x]) => mapAtoms(x!, (atom) => (typeof atom === 'string' ? fromText(atom) : atom)),
})

function fromText(text: string): string | number | bigint | null {
  if (text === '') return null
  // White space around a number makes it text, as an importer sees it.
  return /\s/.test(text) || !/\d/.test(text) ? text : (parseNumber(text) ?? text)
}
