import { defineScalar, type ScalarBuiltin, type ValueType } from '../define-builtin.ts'
import { pairNumbers } from '../shared/pair-numbers.ts'
import { ANY, DOUBLE, strictAtoms } from '../shared/types.ts'

type Declaration = Omit<ScalarBuiltin, 'kind' | 'group' | 'arity' | 'result' | 'apply'> & {
  of: (x: number, y: number) => number
}

/** A function of two numbers, applied elementwise where one or both are structures. */
export function defineBinaryNumeric({ of, ...declaration }: Declaration): ScalarBuiltin {
  return defineScalar({
    ...declaration,
    group: 'number',
    arity: [2, 2],
    result: pairResult,
    apply: ([x, y]) => pairNumbers(x!, y!, of),
  })
}

/** Doubles for two atoms, an embedding where one is one and the other an atom or embedding. */
export function pairResult([a, b]: readonly ValueType[]): ValueType {
  if (a?.kind === 'atoms' && b?.kind === 'atoms') return strictAtoms(...DOUBLE)([a, b])
  if (a?.kind === 'embedding' && (b?.kind === 'embedding' || b?.kind === 'atoms')) return a
  if (b?.kind === 'embedding' && a?.kind === 'atoms') return b
  return ANY
}
