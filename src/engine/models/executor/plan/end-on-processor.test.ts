import { expect, test } from 'vitest'
import {
  constant,
  FLOAT,
  jpegFrontEnd,
  type NodeDef,
  writeGraphDef,
} from '../../../../../tests/golden/inception/write-graph-def.ts'
import { findFrontEnd } from '../../graph/find-front-end.ts'
import { lowerGraph } from '../../graph/lower-graph.ts'
import { prune } from '../../graph/optimise/prune.ts'
import { readFrozenGraph } from '../../graph/read-frozen-graph.ts'
import { readModelFiles } from '../../graph/read-model-files.ts'
import { createExecutor } from '../wasm/create-executor.ts'
import { endOnProcessor } from './end-on-processor.ts'
import { makePlan } from './make-plan.ts'
import type { Plan } from './plan.ts'

const SIZE = { width: 8, height: 8 }
const node = (name: string, op: string, inputs: string[], attrs: NodeDef['attrs'] = {}): NodeDef => ({
  name,
  op,
  inputs,
  attrs: { T: { type: FLOAT }, ...attrs },
})
const ramp = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(i * 1.7))

/** As the graph of 2015 begins and ends: pixels are scaled; a matrix, its bias, softmax. */
function planOf(...outputs: string[]): Plan {
  const { modelJson, weights } = readFrozenGraph(
    writeGraphDef([
      ...jpegFrontEnd(8),
      constant('w', { shape: [3, 3, 3, 8], values: ramp(216) }),
      node('conv', 'Conv2D', ['Mul', 'w'], { strides: { ints: [1, 1, 1, 1] }, padding: { s: 'SAME' } }),
      constant('axes', { shape: [2], values: [1, 2], type: 'int32' }),
      node('pool', 'Mean', ['conv', 'axes']),
      constant('m', { shape: [8, 4], values: ramp(32) }),
      node('product', 'MatMul', ['pool', 'm']),
      constant('b', { shape: [4], values: ramp(4) }),
      node('logits', 'BiasAdd', ['product', 'b']),
      node('softmax', 'Softmax', ['logits']),
    ]),
  )
  const read = readModelFiles(modelJson, weights)
  const graph = lowerGraph(read, findFrontEnd(read).input, SIZE)
  return makePlan(prune(graph, new Set(outputs)), SIZE, outputs)
}

const pixels = Float32Array.from({ length: 8 * 8 * 3 }, (_, i) => (i * 37) % 256)

test.each([
  [['softmax'], ['convolution', 'pool', 'convolution']],
  [
    ['softmax', 'pool'],
    ['convolution', 'pool', 'convolution'],
  ],
  [
    ['logits', 'softmax'],
    ['convolution', 'pool', 'convolution', 'map'],
  ],
  [
    ['Mul', 'pool'],
    ['convolution', 'pool'],
  ],
  [
    ['Sub', 'pool'],
    ['map', 'convolution', 'pool'],
  ],
])('what makes %j is cut to %j for the graphics card, and gives the same', async (outputs, kinds) => {
  const whole = planOf(...outputs)
  const { plan, before, after } = endOnProcessor(whole)
  const kept = plan.steps.map(({ kind }) => kind)
  expect(kept).toEqual(kinds)
  const expected = (await createExecutor(whole)).run(pixels)
  const actual = after((await createExecutor(plan)).run(before(pixels)))
  for (const [i, values] of expected.entries()) {
    expect(actual[i]).toHaveLength(values.length)
    for (const [at, value] of values.entries()) expect(actual[i]![at]).toBeCloseTo(value, 5)
  }
})
