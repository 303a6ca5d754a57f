import { describe, expect, test } from 'vitest'
import { EngineError } from '../../../contract/errors.ts'
import type { Value } from '../../../contract/values.ts'
import { typeOfValue } from '../../sqlite/type-of-value.ts'
import type { AtomType } from '../catalog.ts'
import type { ValueType } from './define-builtin.ts'
import { builtins } from './index.ts'
import { callAggregate, callScalar } from './shared/call-builtin.ts'
import { DOUBLE } from './shared/types.ts'

const ATOMS: Value[] = [
  null,
  0,
  -7,
  2.5,
  -1e300,
  1.7e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  2n ** 63n,
  '',
  'text',
  '12',
  '2020-01-02',
  'a.b',
  new Uint8Array([1, 2]),
  { kind: 'timestamp', ms: 5 },
  { kind: 'interval', months: 1, days: 0, seconds: 0 },
  { kind: 'path', path: ['a', 'b'] },
]
const EMBEDDING: Value = { kind: 'embedding', shape: [1, 2], data: Float64Array.of(1, -2.5) }

const typeOf = (value: Value): ValueType =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'embedding'
    ? { kind: 'embedding', shape: value.shape }
    : { kind: 'atoms', types: [typeOfValue(value) as AtomType] }

/** Whether a value may come out of an expression of that type. Whole doubles count as integers. */
function fits(value: Value, type: ValueType): boolean {
  if (type.kind === 'any') return true
  const actual = typeOfValue(value)
  if (type.kind !== 'atoms') return value === null || actual === type.kind
  return type.types.includes(actual as AtomType) || (actual === 'integer' && type.types.includes('number'))
}

function resultOf(work: () => Value): { value: Value } | undefined {
  try {
    return { value: work() }
  } catch (error) {
    // Whatever a builtin is given, it answers or says what is wrong.
    expect(error).toBeInstanceOf(EngineError)
    return undefined
  }
}

describe.each(builtins.map((builtin) => [builtin.name, builtin] as const))('%s', (name, builtin) => {
  const [least, most] = builtin.arity
  const seconds: Value[] = [null, 2, 0, -1, 'a', '', EMBEDDING]

  test('gives a value of the type it declares, or an error of ours', () => {
    for (const first of [...ATOMS, EMBEDDING]) {
      for (const second of seconds) {
        const args = [first, second, second, second].slice(0, Math.max(least, Math.min(2, most)))
        const declared = builtin.result(args.map(typeOf))
        const result = resultOf(() =>
          builtin.kind === 'aggregate'
            ? callAggregate(builtins, name, [args, args])
            : callScalar(builtins, name, ...args),
        )
        if (result) expect([args, declared, fits(result.value, declared)]).toEqual([args, declared, true])
      }
    }
  })
})

test('the types of doubles are all there are', () =>
  expect([1, 0.5, Number.NaN, Number.POSITIVE_INFINITY].map(typeOfValue).sort()).toEqual([...DOUBLE].sort()))
