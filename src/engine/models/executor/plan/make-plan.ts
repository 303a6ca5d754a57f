import { type Graph, nodeOf } from '../../graph/graph.ts'
import type { Operation, Shape } from './operations.ts'
import { placeConcatenations } from './place-concatenations.ts'
import type { Buffer, Plan, Step, View } from './plan.ts'
import { readOperations } from './read-operations.ts'
import { withLives } from './with-lives.ts'

/** The steps that compute `outputs` from one image. Concatenations are not copied: what computes a part writes it to
 *  its place in the whole.
 *  @param graph optimised, with `outputs` kept
 *  @param place lays concatenations out; what it gives no place is copied
 *  @throws NotPlanned for a graph with an operation that is none of ours */
export function makePlan(
  graph: Graph,
  size: { width: number; height: number },
  outputs: readonly string[],
  place = placeConcatenations,
): Plan {
  const operations = readOperations(graph, size)
  const places = place(graph, operations)
  const buffers: Omit<Buffer, 'from' | 'to'>[] = []
  const views = new Map<string, View>()
  const steps: Step[] = []

  const newBuffer = (shape: Shape): View => {
    const [, height = 1, width = 1] = shape.length === 4 ? shape : []
    const channels = shape.at(-1)!
    buffers.push({ size: height * width * channels })
    return { buffer: buffers.length - 1, height, width, channels, pitch: channels, offset: 0 }
  }

  /** Where a node's result goes. The whole of a concatenation is made when its first part is. */
  const viewFor = (name: string): View => {
    const known = views.get(name)
    if (known) return known
    const { shape } = operations.get(name)!
    const part = places.get(name)
    const view = part ? slice(viewFor(part.whole), part.channel, shape.at(-1)!) : newBuffer(shape)
    views.set(name, view)
    return view
  }

  for (const [name, operation] of operations) {
    const inputs = graph.get(name)!.inputs.map((input) => views.get(nodeOf(input)))
    const taken = inputs.filter((view) => view !== undefined)
    if (operation.kind === 'same') views.set(name, taken[0]!)
    else if (operation.kind === 'part')
      views.set(name, slice(taken[0]!, operation.channel, operation.shape.at(-1)!))
    else if (operation.kind === 'reshape')
      views.set(name, reshape(taken[0]!, operation.shape, newBuffer, steps))
    else if (operation.kind === 'concatenation') {
      const whole = viewFor(name)
      let channel = 0
      for (const input of inputs.slice(0, operation.parts)) {
        const part = slice(whole, channel, input!.channels)
        channel += part.channels
        if (!isSame(part, input!)) steps.push({ kind: 'copy', input: input!, output: part })
      }
    } else {
      const step = toStep(operation, inputs, viewFor(name))
      if (step) steps.push(step)
    }
  }
  const [input] = [...operations].find(([, { kind }]) => kind === 'input')!
  const plan = { steps, input: views.get(input)!, outputs: outputs.map((name) => views.get(name)!) }
  return { ...plan, buffers: withLives(buffers, plan) }
}

const slice = (whole: View, channel: number, channels: number): View => ({
  ...whole,
  channels,
  offset: whole.offset + channel,
})

const isSame = (a: View, b: View): boolean =>
  a.buffer === b.buffer && a.offset === b.offset && a.pitch === b.pitch && a.channels === b.channels

/** The same numbers seen otherwise; copied first where they do not lie one after the other. */
function reshape(view: View, shape: Shape, newBuffer: (shape: Shape) => View, steps: Step[]): View {
  let dense = view
  if (view.pitch !== view.channels && view.height * view.width > 1) {
    dense = newBuffer([1, view.height, view.width, view.channels])
    steps.push({ kind: 'copy', input: view, output: dense })
  }
  const [, height = 1, width = 1] = shape.length === 4 ? shape : []
  const channels = shape.at(-1)!
  return { buffer: dense.buffer, offset: dense.offset, height, width, channels, pitch: channels }
}

function toStep(operation: Operation, inputs: (View | undefined)[], output: View): Step | undefined {
  const input = inputs[0]!
  switch (operation.kind) {
    case 'convolution': {
      const { window, filter, bias, low, high } = operation
      return {
        kind: 'convolution',
        input,
        output,
        window,
        filter: filter.data as Float32Array,
        bias,
        low,
        high,
      }
    }
    case 'pool':
      return { kind: 'pool', mode: operation.mode, input, output, window: operation.window }
    case 'map': {
      const { taken, compute } = operation
      return { kind: 'map', inputs: taken.map((index) => inputs[index]!), output, compute }
    }
    case 'softmax':
      return { kind: 'softmax', input, output }
    default:
      return undefined
  }
}
