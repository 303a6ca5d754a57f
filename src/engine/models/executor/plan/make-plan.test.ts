import { expect, test } from 'vitest'
import { numbers } from '../../../../../tests/golden/inception/plan-of-one-step.ts'
import { text } from '../../graph/attributes.ts'
import { type Attribute, type Constant, type GraphNode, sortGraph } from '../../graph/graph.ts'
import { createExecutor } from '../wasm/create-executor.ts'
import { assignOffsets } from './assign-offsets.ts'
import { makePlan } from './make-plan.ts'
import { NotPlanned, type Plan } from './plan.ts'

const SIZE = { width: 5, height: 4 }
const node = (
  name: string,
  op: string,
  inputs: string[],
  attrs: Record<string, Attribute> = {},
): GraphNode => ({
  name,
  op,
  inputs,
  attrs,
})
const constant = (name: string, shape: number[], data: Constant['data']): GraphNode => ({
  ...node(name, 'Const', []),
  value: { dtype: data instanceof Int32Array ? 'int32' : 'float32', shape, data },
})
const filter = (name: string, inputs: number, outputs: number) =>
  constant(name, [1, 1, inputs, outputs], numbers(inputs * outputs, outputs))
const SAME = { padding: text('SAME') }
const IMAGE = node('image', 'Placeholder', [])
const AXIS = constant('axis', [], Int32Array.of(3))
const convolution = (name: string, input: string, weights: string) =>
  node(name, 'Conv2D', [input, weights], SAME)

const inception = [
  IMAGE,
  AXIS,
  filter('f1', 3, 8),
  filter('f2', 3, 12),
  filter('f3', 20, 4),
  convolution('a', 'image', 'f1'),
  convolution('b', 'image', 'f2'),
  node('same', 'Identity', ['b']),
  node('inner', 'ConcatV2', ['a', 'same', 'axis'], {}),
  convolution('c', 'inner', 'f3'),
  node('outer', 'ConcatV2', ['inner', 'c', 'axis'], {}),
]

test('concatenations, also of concatenations, are written in place', async () => {
  const plan = makePlan(sortGraph(inception), SIZE, ['outer'])
  expect(plan.steps.map(({ kind }) => kind)).toEqual(['convolution', 'convolution', 'convolution'])
  expect(plan.steps.map(({ output }) => [output.buffer, output.offset, output.pitch])).toEqual([
    [1, 0, 24],
    [1, 8, 24],
    [1, 20, 24],
  ])
  const parts = makePlan(sortGraph(inception), SIZE, ['a', 'b', 'c'])
  const pixels = numbers(60)
  const [whole] = (await createExecutor(plan)).run(pixels)
  const [a, b, c] = (await createExecutor(parts)).run(pixels)
  for (let i = 0; i < 20; i++)
    expect([...whole!.subarray(i * 24, i * 24 + 24)]).toEqual([
      ...a!.subarray(i * 8, i * 8 + 8),
      ...b!.subarray(i * 12, i * 12 + 12),
      ...c!.subarray(i * 4, i * 4 + 4),
    ])
})

test('laying concatenations out changes no number, and spares their copies', async () => {
  const graph = sortGraph(inception)
  const [before, after] = [
    makePlan(graph, SIZE, ['outer'], () => new Map()),
    makePlan(graph, SIZE, ['outer']),
  ]
  const copies = ({ steps }: Plan) => steps.filter(({ kind }) => kind === 'copy').length
  expect([copies(before), copies(after)]).toEqual([4, 0])
  const pixels = numbers(60)
  const [copied] = (await createExecutor(before)).run(pixels)
  const [placed] = (await createExecutor(after)).run(pixels)
  for (const [i, value] of copied!.entries()) expect(Math.abs(value - placed![i]!)).toBeLessThan(1e-5)
})

test('a part of channels is a view, which is copied only into a concatenation', async () => {
  const graph = sortGraph([
    IMAGE,
    AXIS,
    filter('f1', 3, 8),
    filter('f2', 4, 4),
    constant('begin', [4], Int32Array.of(0, 0, 0, 4)),
    constant('size', [4], Int32Array.of(-1, -1, -1, 4)),
    convolution('a', 'image', 'f1'),
    node('part', 'Slice', ['a', 'begin', 'size']),
    convolution('b', 'part', 'f2'),
    node('join', 'ConcatV2', ['b', 'part', 'axis'], {}),
  ])
  const plan = makePlan(graph, SIZE, ['join', 'a'])
  expect(plan.steps.map(({ kind }) => kind)).toEqual(['convolution', 'convolution', 'copy'])
  const [join, a] = (await createExecutor(plan)).run(numbers(60))
  for (let i = 0; i < 20; i++)
    expect(join!.subarray(i * 8 + 4, i * 8 + 8)).toEqual(a!.subarray(i * 8 + 4, i * 8 + 8))
})

test('a part that stands in two concatenations, or twice in one, is copied to the second place', async () => {
  const graph = sortGraph([
    IMAGE,
    AXIS,
    filter('f1', 3, 8),
    convolution('a', 'image', 'f1'),
    node('twice', 'ConcatV2', ['a', 'a', 'image', 'axis'], {}),
  ])
  const plan = makePlan(graph, SIZE, ['twice'])
  expect(plan.steps.map(({ kind }) => kind)).toEqual(['convolution', 'copy', 'copy'])
  const pixels = numbers(60)
  const [values] = (await createExecutor(plan)).run(pixels)
  for (let i = 0; i < 20; i++) {
    const row = values!.subarray(i * 19, i * 19 + 19)
    expect(row.subarray(0, 8)).toEqual(row.subarray(8, 16))
    expect(row.subarray(16)).toEqual(pixels.subarray(i * 3, i * 3 + 3))
  }
})

test('other operations: batch norm, sums, products with constants, reshape, matrix, softmax', async () => {
  const graph = sortGraph([
    IMAGE,
    constant('scale', [3], Float32Array.of(2, 3, 4)),
    constant('offset', [3], Float32Array.of(1, 0, -1)),
    constant('mean', [3], Float32Array.of(0.5, 0, 0)),
    constant('variance', [3], Float32Array.of(1, 4, 1)),
    constant('two', [], Float32Array.of(2)),
    constant('flat', [2], Int32Array.of(-1, 60)),
    constant('matrix', [60, 2], numbers(120)),
    node('norm', 'FusedBatchNormV3', ['image', 'scale', 'offset', 'mean', 'variance'], { epsilon: { f: 0 } }),
    node('double', 'Mul', ['norm', 'two']),
    node('from', 'Sub', ['two', 'image']),
    node('sum', 'AddV2', ['double', 'from']),
    node('relu', 'Relu6', ['sum']),
    node('flattened', 'Reshape', ['relu', 'flat']),
    node('product', 'MatMul', ['flattened', 'matrix']),
    node('softmax', 'Softmax', ['product']),
  ])
  const plan = makePlan(graph, SIZE, ['relu', 'product', 'softmax'])
  const pixels = numbers(60)
  const [relu, product, softmax] = (await createExecutor(plan)).run(pixels)
  const [scale, offset, mean, deviation] = [
    [2, 3, 4],
    [1, 0, -1],
    [0.5, 0, 0],
    [1, 2, 1],
  ]
  const expected = pixels.map((value, i) => {
    const c = i % 3
    const normalised = ((value - mean![c]!) / deviation![c]!) * scale![c]! + offset![c]!
    return Math.min(6, Math.max(0, normalised * 2 + 2 - value))
  })
  for (const [i, value] of relu!.entries()) expect(value).toBeCloseTo(expected[i]!, 5)
  const matrix = numbers(120)
  const products = [0, 1].map((j) => expected.reduce((sum, value, i) => sum + value * matrix[i * 2 + j]!, 0))
  for (const [i, value] of product!.entries()) expect(value).toBeCloseTo(products[i]!, 4)
  expect(softmax![0]! / softmax![1]!).toBeCloseTo(Math.exp(products[0]! - products[1]!), 3)
  expect(softmax![0]! + softmax![1]!).toBeCloseTo(1, 6)
})

test.each<[string, GraphNode[], RegExp]>([
  ['an unknown operation', [node('x', 'Erf', ['image'])], /the operation Erf \("x"\) is none of ours/],
  [
    'a second image',
    [node('x', 'Placeholder', []), node('y', 'Add', ['image', 'x'])],
    /computed from the image|second input/,
  ],
  ['weights that do not fit', [filter('f', 4, 2), convolution('x', 'image', 'f')], /weights that do not fit/],
  ['a padding of another kind', [filter('f', 3, 2), node('x', 'Conv2D', ['image', 'f'], {})], /padding none/],
  [
    'a window beyond reason',
    [node('x', 'MaxPool', ['image'], { ...SAME, ksize: { list: { i: [1, 1e9, 1, 1] } } })],
    /sizes are not from 1 to 64/,
  ],
  [
    'more numbers than memory',
    [filter('f', 3, 2 ** 21), convolution('x', 'image', 'f')],
    /larger than our kernels take/,
  ],
])('%s is not planned, and the reason is told', (_, nodes, reason) => {
  const plan = () => makePlan(sortGraph([IMAGE, ...nodes]), SIZE, [nodes.at(-1)!.name])
  expect(plan).toThrow(NotPlanned)
  expect(plan).toThrow(reason)
})

test('buffers that are needed at the same time do not overlap, and others share memory', () => {
  const buffers = Array.from({ length: 60 }, (_, i) => {
    const from = Math.imul(i, 7) % 40
    return { size: 1 + (Math.imul(i, 37) % 50), from, to: from + (i % 5) }
  })
  const { offsets, size } = assignOffsets(buffers, 4)
  for (const [i, a] of buffers.entries())
    for (const [j, b] of buffers.entries()) {
      if (i === j || a.from > b.to || b.from > a.to) continue
      expect(offsets[i]! + a.size <= offsets[j]! || offsets[j]! + b.size <= offsets[i]!).toBe(true)
    }
  expect(offsets.every((offset) => offset % 4 === 0)).toBe(true)
  expect(size).toBeLessThan(buffers.reduce((sum, buffer) => sum + buffer.size, 0) / 3)
})
