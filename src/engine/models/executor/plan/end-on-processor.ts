import {
  type Buffer,
  inputsOf,
  type MapStep,
  type Plan,
  type SoftmaxStep,
  type Step,
  type View,
} from './plan.ts'
import { withLives } from './with-lives.ts'

/** A plan without its ends, and what they do. */
export interface EndedPlan {
  plan: Plan
  /** What happens to the pixels of some images first. */
  before(pixels: Float32Array): Float32Array
  /** What happens to the results last. */
  after(results: Float32Array[]): Float32Array[]
}

/** Takes off a plan what a graphics card need not do: arithmetic on the image before anything else reads it, which is
 *  how the graph of 2015 scales its pixels, and softmax of a result that nothing else reads. */
export function endOnProcessor(whole: Plan): EndedPlan {
  const steps = [...whole.steps]
  const maps: MapStep[] = []
  let { input } = whole
  for (
    let map = leadingMap(steps, input, whole.outputs);
    map;
    map = leadingMap(steps, input, whole.outputs)
  ) {
    steps.splice(steps.indexOf(map), 1)
    maps.push(map)
    input = map.output
  }
  const tails = whole.outputs.map((view) => takeTail(steps, view, whole.outputs))
  const outputs = whole.outputs.map((view, i) => (tails[i]![0] ? inputsOf(tails[i]![0])[0]! : view))
  const sizes = whole.buffers.map(({ size }): Pick<Buffer, 'size'> => ({ size }))
  return {
    plan: { ...whole, steps, input, outputs, buffers: withLives(sizes, { steps, input, outputs }) },
    before: (pixels) => carryOut(maps, pixels),
    after: (results) => results.map((values, i) => carryOut(tails[i]!, values)),
  }
}

type End = MapStep | SoftmaxStep

/** Steps one after the other, on dense values. */
const carryOut = (steps: readonly End[], start: Float32Array): Float32Array =>
  steps.reduce(
    (values, step) =>
      step.kind === 'map'
        ? mapEach(values, step.output.channels, step.compute)
        : softmaxEach(values, step.output.channels),
    start,
  )

/** A map of the image alone, where nothing else reads the image. */
function leadingMap(steps: readonly Step[], image: View, outputs: readonly View[]): MapStep | undefined {
  const readers = steps.filter((step) => inputsOf(step).some((view) => view.buffer === image.buffer))
  const [map] = readers
  if (map?.kind !== 'map' || readers.length > 1 || map.inputs.length > 1) return undefined
  const isWhole = map.output.pitch === map.output.channels && map.output.offset === 0
  return isWhole && !outputs.some((view) => view.buffer === image.buffer) ? map : undefined
}

/** Removes the steps at the end of what makes a result, as long as only this result takes them.
 *  @returns them, first to last */
function takeTail(steps: Step[], result: View, outputs: readonly View[]): End[] {
  const tail: End[] = []
  for (let view = result; ; ) {
    const isSame = (other: View): boolean => other.buffer === view.buffer
    const makers = steps.filter(({ output }) => isSame(output))
    const [step] = makers
    const isEnd = step?.kind === 'softmax' || (step?.kind === 'map' && step.inputs.length === 1)
    // The result itself counts among the outputs once, and what it is made of not at all.
    const isShared =
      steps.some((other) => inputsOf(other).some(isSame)) ||
      outputs.filter(isSame).length > (tail.length === 0 ? 1 : 0)
    if (!step || !isEnd || makers.length > 1 || isShared) return tail
    steps.splice(steps.indexOf(step), 1)
    tail.unshift(step)
    view = inputsOf(step)[0]!
  }
}

function mapEach(values: Float32Array, channels: number, compute: MapStep['compute']): Float32Array {
  const mapped = new Float32Array(values.length)
  for (let i = 0, c = 0; i < values.length; i++, c = c + 1 === channels ? 0 : c + 1)
    mapped[i] = compute(values[i]!, 0, c)
  return mapped
}

/** Softmax over each `channels` numbers, the largest taken off first, so that no power overflows. */
function softmaxEach(values: Float32Array, channels: number): Float32Array {
  const shares = new Float32Array(values.length)
  for (let start = 0; start < values.length; start += channels) {
    const part = values.subarray(start, start + channels)
    const largest = part.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
    const powers = part.map((value) => Math.exp(value - largest))
    const sum = powers.reduce((total, power) => total + power, 0)
    shares.set(
      powers.map((power) => power / sum),
      start,
    )
  }
  return shares
}
