import { type CopyStep, type MapStep, positionsOf, type SoftmaxStep, type View } from '../plan/plan.ts'
import type { Place, Work } from './place.ts'

/** Where each position of a view begins, as an index of numbers. */
const startOf = (view: View, { addressOf }: Place) => {
  const first = addressOf(view) / 4
  return (position: number): number => first + position * view.pitch
}

/** Steps that are rare or small, in JavaScript on the kernels' memory. */
export function copy({ input, output }: CopyStep, place: Place): Work {
  const [from, to] = [startOf(input, place), startOf(output, place)]
  return (_, floats) => {
    for (let i = 0; i < positionsOf(input); i++) floats.copyWithin(to(i), from(i), from(i) + input.channels)
  }
}

export function map({ inputs, output, compute }: MapStep, place: Place): Work {
  const [first, second = first!] = inputs.map((view) => startOf(view, place))
  const to = startOf(output, place)
  return (_, floats) => {
    for (let i = 0; i < positionsOf(output); i++) {
      const [a, b, result] = [first!(i), second(i), to(i)]
      for (let c = 0; c < output.channels; c++)
        floats[result + c] = compute(floats[a + c]!, floats[b + c]!, c)
    }
  }
}

/** With the largest taken off first, so that no power overflows. */
export function softmax({ input, output }: SoftmaxStep, place: Place): Work {
  const [from, to] = [startOf(input, place), startOf(output, place)]
  return (_, floats) => {
    for (let i = 0; i < positionsOf(output); i++) {
      const values = floats.slice(from(i), from(i) + input.channels)
      const largest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
      const powers = values.map((value) => Math.exp(value - largest))
      const sum = powers.reduce((total, power) => total + power, 0)
      floats.set(
        powers.map((power) => power / sum),
        to(i),
      )
    }
  }
}
