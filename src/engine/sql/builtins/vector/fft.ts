import { EngineError } from '../../../../contract/errors.ts'
import type { Value } from '../../../../contract/values.ts'
import { valueToText } from '../../values/value-to-text.ts'
import { defineScalar } from '../define-builtin.ts'
import { ANY } from '../shared/types.ts'
import { shapeOf, vectorArgument } from '../shared/vector-argument.ts'
import { type Complex, transform, zeros } from './fourier.ts'

/** A vector as real numbers, or an n x 2 embedding as complex ones. */
export function toComplex(value: Value): Complex {
  const data = vectorArgument(value)
  const shape = shapeOf(value)
  if (shape.length === 1) return { re: Float64Array.from(data), im: new Float64Array(data.length) }
  if (shape.length !== 2 || shape[1] !== 2)
    throw new EngineError('type-mismatch', 'complex numbers are an embedding of shape n x 2')
  const pairs = zeros(shape[0]!)
  for (let i = 0; i < shape[0]!; i++) {
    pairs.re[i] = data[2 * i]!
    pairs.im[i] = data[2 * i + 1]!
  }
  return pairs
}

/** The first `count` of complex numbers, scaled, as an n x 2 embedding. */
function fromComplex({ re, im }: Complex, count: number, scale: number): Value {
  const data = new Float64Array(2 * count)
  for (let i = 0; i < count; i++) {
    data[2 * i] = re[i]! * scale
    data[2 * i + 1] = im[i]! * scale
  }
  return { kind: 'embedding', shape: [count, 2], data }
}

/** The real signal of the half of a spectrum that a real forward transform gives. */
function realBackward(half: Complex): Value {
  const m = half.re.length
  const n = Math.max(1, 2 * (m - 1))
  const full = zeros(n)
  for (let i = 0; i < n; i++) {
    const mirrored = i >= m
    full.re[i] = half.re[mirrored ? n - i : i]!
    full.im[i] = (mirrored ? -1 : 1) * half.im[mirrored ? n - i : i]!
  }
  return { kind: 'embedding', shape: [n], data: transform(full, 1).re.map((x) => x / n) }
}

function choice(value: Value | undefined, options: readonly string[]): string {
  if (value === undefined) return options[0]!
  const text = valueToText(value)
  if (!options.includes(text))
    throw new EngineError(
      'invalid-argument',
      `fft takes ${options.map((o) => `'${o}'`).join(' or ')}, not '${text.slice(0, 40)}'`,
    )
  return text
}

/** The Fourier transform. */
export const fft = defineScalar({
  name: 'fft',
  group: 'vector',
  signature: "fft(data[, 'forward' | 'backward'[, 'real' | 'complex']])",
  summary:
    'The discrete Fourier transform of any length; backward is divided by the length. Complex numbers are an n x 2 embedding. A real forward transform of n numbers gives the n / 2 + 1 frequencies from zero up; backward takes these.',
  example: {
    sql: 'fft([1, 1])',
    result: [
      [2, 0],
      [0, 0],
    ],
  },
  arity: [1, 3],
  result: () => ANY,
  apply: ([data, direction, type]) => {
    const numbers = toComplex(data!)
    const n = numbers.re.length
    const forward = choice(direction, ['forward', 'backward']) === 'forward'
    const real = choice(type, ['real', 'complex']) === 'real'
    if (n === 0) throw new EngineError('invalid-argument', 'fft needs at least one number')
    if (!real) return fromComplex(transform(numbers, forward ? -1 : 1), n, forward ? 1 : 1 / n)
    return forward ? fromComplex(transform(numbers, -1), Math.floor(n / 2) + 1, 1) : realBackward(numbers)
  },
})
