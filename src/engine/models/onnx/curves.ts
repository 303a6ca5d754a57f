import type { FeatureSpec } from '../../../contract/learning.ts'
import type { Scored, Value } from './graph-values.ts'
import type { Linear } from './linear.ts'
import type { Operation } from './operations.ts'
import { oneOutput, partOf } from './scores.ts'

/** Sums, and how far the operations that make scores of them have come: to the probit by way of erf, to the
 *  complementary log-log and the log by way of e^x. */
export interface Curve {
  linear: Linear
  step: 'erf' | 'erf + 1' | 'capped' | 'exp' | '-exp' | 'exp(-exp)'
}

/** Sums as they are, from which a curve starts. */
function sumsOf(value: Value | undefined): Linear | undefined {
  if (value?.kind !== 'layers') return undefined
  const { first, rest, last } = value.layers
  return rest.length === 0 && last === undefined && !first.hasTests ? first : undefined
}

const through = (linear: Linear, step: Curve['step']): Value => ({ kind: 'curve', linear, step })

const erf: Operation = (_, [value]) => {
  const linear = sumsOf(value)
  return linear && through(linear, 'erf')
}

/** The exponential of more than 700 is no number that counts. */
const minimum: Operation = (_, [value, most]) => {
  const linear = sumsOf(value)
  const isCap =
    most?.kind === 'constant' && most.tensor.numbers?.length === 1 && most.tensor.numbers[0] === 700
  return linear && isCap ? through(linear, 'capped') : undefined
}

const exponential: Operation = (_, [value]) => {
  if (value?.kind === 'curve') {
    if (value.step === 'capped') return through(value.linear, 'exp')
    return value.step === '-exp' ? through(value.linear, 'exp(-exp)') : undefined
  }
  const linear = sumsOf(value)
  return linear && through(linear, 'exp')
}

/** What a curve is times a factor and plus a summand; undefined where that leads nowhere. */
export function scaledCurve({ linear, step }: Curve, factor: number, summand: number): Value | undefined {
  if (step === 'erf' && factor === 1 && summand === 1) return through(linear, 'erf + 1')
  if (step === 'exp' && factor === -1 && summand === 0) return through(linear, '-exp')
  if (step === 'exp(-exp)' && factor === -1 && summand === 1)
    return { kind: 'scores', part: linear.toPart('comp_log_log') }
  if (step !== 'erf + 1' || factor !== 0.5 || summand !== 0) return undefined
  const one = linear.scaled(
    () => Math.SQRT2,
    () => 0,
  )
  return { kind: 'scores', part: one.toPart('probit') }
}

/** What operations may take instead of a value that they do not take as it is: scores, where it is some. */
export function settled(value: Value, features: readonly FeatureSpec[]): Value {
  if (value.kind === 'curve' && value.step === 'exp')
    return { kind: 'scores', part: value.linear.toPart('log') }
  if (value.kind === 'one')
    return { kind: 'scores', part: oneOutput(partOf(value.of, features)!, value.index) }
  return value
}

/** The second of two scores less the first. */
export function differenceOf(of: Scored, features: readonly FeatureSpec[]): Value {
  const part = partOf(of, features)!
  const isSum = part.kind === 'sum' && part.parts[0]!.outputs === 2
  const sum = isSum
    ? part
    : ({ kind: 'sum', parts: [part], scales: Float64Array.of(1), votes: false } as const)
  return { kind: 'scores', part: { ...sum, parts: [...sum.parts], outputs: 1 } }
}

export const curves: Record<string, Operation> = { Erf: erf, Min: minimum, Exp: exponential }
