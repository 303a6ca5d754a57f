import { defineScalar, type ScalarBuiltin } from '../define-builtin.ts'
import { atoms } from '../shared/types.ts'

const constant = (name: string, value: number, summary: string): ScalarBuiltin =>
  defineScalar({
    name,
    group: 'number',
    signature: `${name}()`,
    summary,
    example: { sql: `${name}()`, result: value },
    arity: [0, 0],
    result: () => atoms('number'),
    lower: () => String(value),
    apply: () => value,
  })

/** π. */
export const pi = constant('pi', Math.PI, 'The circle number π.')

/** e. */
export const e = constant('e', Math.E, 'The base of natural logarithms.')
