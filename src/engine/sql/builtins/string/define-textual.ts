// string/ holds functions of text. A number, time or path given where text is expected is taken by its text form.
import type { AtomType } from '../../catalog.ts'
import { valueToText } from '../../values/value-to-text.ts'
import { defineScalar, type ScalarBuiltin } from '../define-builtin.ts'
import { strictAtoms } from '../shared/types.ts'

type Declaration = Omit<ScalarBuiltin, 'kind' | 'group' | 'arity' | 'result' | 'apply'> & {
  types?: readonly AtomType[]
  of: (text: string) => string | number
}

/** A function of one text. */
export function defineTextual({ of, types = ['string'], ...declaration }: Declaration): ScalarBuiltin {
  return defineScalar({
    ...declaration,
    group: 'string',
    arity: [1, 1],
    result: strictAtoms(...types),
    apply: ([x]) => of(valueToText(x!)),
  })
}
