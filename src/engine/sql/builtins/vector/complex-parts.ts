import { toInteger } from '../../values/to-number.ts'
import { defineScalar, type ScalarBuiltin } from '../define-builtin.ts'
import { ANY } from '../shared/types.ts'
import { requireLength } from '../shared/vector-argument.ts'
import { toComplex } from './fft.ts'

function part(
  name: string,
  summary: string,
  result: number,
  of: (re: number, im: number) => number,
): ScalarBuiltin {
  return defineScalar({
    name,
    group: 'vector',
    signature: `${name}(v)`,
    summary: `${summary} of each complex number in an n x 2 embedding.`,
    example: { sql: `${name}([[3, 4]])`, result: [result] },
    arity: [1, 1],
    result: () => ANY,
    apply: ([v]) => {
      const { re, im } = toComplex(v!)
      return { kind: 'embedding', shape: [re.length], data: re.map((x, i) => of(x, im[i]!)) }
    },
  })
}

/** phase, amplitude, real, imag. */
export const complexParts: readonly ScalarBuiltin[] = [
  part('phase', 'The angle in radians', Math.atan2(4, 3), (re, im) => Math.atan2(im, re)),
  part('amplitude', 'The absolute value', 5, Math.hypot),
  part('real', 'The real part', 3, (re) => re),
  part('imag', 'The imaginary part', 4, (_, im) => im),
]

/** Every row makes its own: more would take the memory of thousands of pictures. */
const LONGEST_IMPULSE = 1_000_000

const unit = (n: number, at: number): Float64Array => {
  const data = new Float64Array(requireLength(n, 'the length of an impulse', LONGEST_IMPULSE))
  if (at >= 0 && at < n) data[at] = 1
  return data
}

/** A one, then zeros. */
export const impulse = defineScalar({
  name: 'impulse',
  group: 'vector',
  signature: 'impulse(n)',
  summary: 'A vector of length `n`: a 1, then zeros.',
  example: { sql: 'impulse(3)', result: [1, 0, 0] },
  arity: [1, 1],
  result: () => ANY,
  apply: ([n]) => ({ kind: 'embedding', shape: [toInteger(n!)], data: unit(toInteger(n!), 0) }),
})

/** A one somewhere among zeros. */
export const shiftedImpulse = defineScalar({
  name: 'shifted_impulse',
  group: 'vector',
  signature: 'shifted_impulse(n, e)',
  summary: 'A vector of length `n`: zeros but for a 1 at index `e`.',
  example: { sql: 'shifted_impulse(3, 1)', result: [0, 1, 0] },
  arity: [2, 2],
  result: () => ANY,
  apply: ([n, e]) => ({
    kind: 'embedding',
    shape: [toInteger(n!)],
    data: unit(toInteger(n!), toInteger(e!)),
  }),
})
