import { expect, test } from 'vitest'
import { runGraph } from '../../../../../tests/golden/inception/run-graph.ts'
import {
  type AttrDef,
  constant,
  FLOAT,
  jpegFrontEnd,
  type NodeDef,
  writeGraphDef,
} from '../../../../../tests/golden/inception/write-graph-def.ts'
import type { Graph } from '../graph.ts'
import { readFrozenGraph } from '../read-frozen-graph.ts'
import { readModelFiles } from '../read-model-files.ts'
import { foldBatchNorm } from './fold-batch-norm.ts'
import { foldScalars } from './fold-scalars.ts'
import { fuseConvolution } from './fuse-convolution.ts'
import { mergeSiblings } from './merge-siblings.ts'
import { optimiseGraph } from './optimise-graph.ts'
import type { Pass } from './pass.ts'
import { prune } from './prune.ts'
import { removeNoOps } from './remove-no-ops.ts'

const SIZE = 9
const node = (name: string, op: string, inputs: string[], attrs: Record<string, AttrDef> = {}): NodeDef => ({
  name,
  op,
  inputs,
  attrs: { T: { type: FLOAT }, ...attrs },
})
const numbers = (name: string, shape: number[], scale = 1, shift = 0) => {
  const length = shape.reduce((product, size) => product * size, 1)
  return constant(name, {
    shape,
    values: Float32Array.from({ length }, (_, i) => Math.sin(i * 12.9898) * scale + shift),
  })
}
const conv = (name: string, input: string, filter: string, op = 'Conv2D') =>
  node(name, op, [input, filter], { strides: { ints: [1, 1, 1, 1] }, padding: { s: 'SAME' } })
const norm = (name: string, input: string, channels: number): NodeDef[] => [
  numbers(`${name}/gamma`, [channels], 0.5, 1),
  numbers(`${name}/beta`, [channels]),
  numbers(`${name}/mean`, [channels]),
  numbers(`${name}/variance`, [channels], 0.4, 0.6),
  node(
    name,
    'FusedBatchNormV3',
    [input, ...['gamma', 'beta', 'mean', 'variance'].map((part) => `${name}/${part}`)],
    {
      epsilon: { f: 0.01 },
      is_training: { b: false },
    },
  ),
]

function graphOf(...nodes: NodeDef[]): Graph {
  const { modelJson, weights } = readFrozenGraph(writeGraphDef([...jpegFrontEnd(SIZE), ...nodes]))
  return readModelFiles(modelJson, weights)!
}

const operations = (graph: Graph) => [...graph.values()].map(({ op }) => op).filter((op) => op !== 'Const')

/** Runs the pass, demands the same numbers of `outputs`, and gives the operations that are left. */
function check(pass: Pass, graph: Graph, outputs: string[]): string[] {
  const after = pass(graph, new Set(outputs))
  const pixels = Float32Array.from({ length: SIZE * SIZE * 3 }, (_, i) => (i * 37) % 256)
  const expected = runGraph(graph, pixels, [1, SIZE, SIZE, 3], outputs)
  const actual = runGraph(after, pixels, [1, SIZE, SIZE, 3], outputs)
  for (const [i, { shape, data }] of expected.entries()) {
    expect(actual[i]!.shape).toEqual(shape)
    const largest = data.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - actual[i]!.data[at]!)),
      0,
    )
    expect(largest).toBeLessThan(1e-5)
    expect(data.some((value) => value !== data[0])).toBe(true)
  }
  return operations(after)
}

const FRONT = ['Placeholder', 'Sub', 'Mul']

test('prune drops what the outputs do not need', () => {
  const graph = graphOf(node('a', 'Relu', ['Mul']), node('b', 'Tanh', ['Mul']))
  expect(check(prune, graph, ['a'])).toEqual([...FRONT, 'Relu'])
})

test('no-ops go, unless they are read by name', () => {
  const graph = graphOf(
    node('checked', 'CheckNumerics', ['Mul']),
    node('same', 'Identity', ['checked']),
    node('relu', 'Relu', ['same']),
    node('named', 'Identity', ['relu']),
  )
  expect(check(removeNoOps, graph, ['named'])).toEqual([...FRONT, 'Relu', 'Identity'])
})

test('a batch norm goes into the convolution before it', () => {
  const graph = graphOf(numbers('w', [3, 3, 3, 4], 0.2), conv('c', 'Mul', 'w'), ...norm('n', 'c', 4))
  expect(check((g, keep) => prune(foldBatchNorm(g, keep), keep), graph, ['n'])).toEqual([
    ...FRONT,
    'Conv2D',
    'BiasAdd',
  ])
})

test('a batch norm goes into a convolution with bias, and into a depthwise one', () => {
  const graph = graphOf(
    numbers('w', [3, 3, 3, 4], 0.2),
    numbers('b', [4]),
    conv('c', 'Mul', 'w'),
    node('biased', 'BiasAdd', ['c', 'b']),
    ...norm('n', 'biased', 4),
    numbers('dw', [3, 3, 4, 2], 0.3),
    conv('d', 'n', 'dw', 'DepthwiseConv2dNative'),
    ...norm('dn', 'd', 8),
  )
  expect(check((g, keep) => prune(foldBatchNorm(g, keep), keep), graph, ['dn'])).toEqual([
    ...FRONT,
    'Conv2D',
    'BiasAdd',
    'DepthwiseConv2dNative',
    'BiasAdd',
  ])
})

test('a batch norm stays where the convolution is read by others or by name', () => {
  const nodes = [numbers('w', [1, 1, 3, 4], 0.2), conv('c', 'Mul', 'w'), ...norm('n', 'c', 4)]
  expect(check(foldBatchNorm, graphOf(...nodes), ['n', 'c'])).toContain('FusedBatchNormV3')
  const shared = graphOf(...nodes, node('other', 'Relu', ['c']), node('sum', 'AddV2', ['n', 'other']))
  expect(check(foldBatchNorm, shared, ['sum'])).toContain('FusedBatchNormV3')
})

test('scalar arithmetic after a convolution goes into it', () => {
  const graph = graphOf(
    numbers('w', [1, 1, 3, 4], 0.2),
    conv('c', 'Mul', 'w'),
    numbers('by', [4], 0.3, 1),
    node('scaled', 'Mul', ['c', 'by']),
    constant('half', { shape: [], values: [0.5] }),
    node('more', 'AddV2', ['half', 'scaled']),
    node('less', 'Sub', ['half', 'more']),
    node('divided', 'RealDiv', ['less', 'half']),
  )
  expect(check((g, keep) => prune(foldScalars(g, keep), keep), graph, ['divided'])).toEqual([
    ...FRONT,
    'Conv2D',
    'BiasAdd',
  ])
})

test('what is no number a channel stays', () => {
  const graph = graphOf(
    numbers('w', [1, 1, 3, 4], 0.2),
    conv('c', 'Mul', 'w'),
    numbers('rows', [SIZE, 1, 1]),
    node('scaled', 'Mul', ['c', 'rows']),
    constant('two', { shape: [], values: [2] }),
    conv('c2', 'Mul', 'w'),
    node('inverse', 'RealDiv', ['two', 'c2']),
  )
  const left = check(foldScalars, graph, ['scaled', 'inverse'])
  expect(left.filter((op) => op === 'Mul')).toHaveLength(2)
  expect(left).toContain('RealDiv')
})

test.each(['Relu', 'Relu6'])('a convolution, its bias and %s become one operation', (activation) => {
  const graph = graphOf(
    numbers('w', [3, 3, 3, 4], 0.2),
    numbers('b', [4]),
    conv('c', 'Mul', 'w'),
    node('biased', 'BiasAdd', ['c', 'b']),
    node('active', activation, ['biased']),
    numbers('dw', [3, 3, 4, 1], 0.3),
    conv('d', 'active', 'dw', 'DepthwiseConv2dNative'),
    node('dbiased', 'BiasAdd', ['d', 'b']),
  )
  expect(check(fuseConvolution, graph, ['dbiased'])).toEqual([
    ...FRONT,
    '_FusedConv2D',
    'FusedDepthwiseConv2dNative',
  ])
  expect(check(fuseConvolution, graph, ['dbiased', 'biased'])).toContain(activation)
})

test('siblings of one position become one convolution, save what is joined or is another kind', () => {
  const fused = (name: string, channels: number): NodeDef[] => [
    numbers(`${name}/w`, [1, 1, 3, channels], 0.2, channels / 100),
    numbers(`${name}/b`, [channels], 0.1),
    conv(`${name}/c`, 'Mul', `${name}/w`),
    node(`${name}/d`, 'BiasAdd', [`${name}/c`, `${name}/b`]),
    node(name, 'Relu', [`${name}/d`]),
  ]
  const graph = graphOf(
    ...['one', 'two', 'three', 'joined', 'kept'].flatMap((name, i) => fused(name, 4 + 4 * i)),
    numbers('wide', [3, 3, 3, 4], 0.2),
    conv('other', 'Mul', 'wide'),
    numbers('w1', [3, 3, 4, 4], 0.2),
    conv('after', 'one', 'w1'),
    node('sum', 'AddV2', ['after', 'other']),
    constant('axis', { shape: [], values: [3], type: 'int32' }),
    node('join', 'ConcatV2', ['sum', 'joined', 'axis'], { N: { i: 2 } }),
    node('second', 'Tanh', ['two']),
    node('third', 'Tanh', ['three']),
  )
  const left = check((g, keep) => prune(mergeSiblings(fuseConvolution(g, keep), keep), keep), graph, [
    'join',
    'second',
    'third',
    'kept',
  ])
  expect(left.filter((op) => op === '_FusedConv2D')).toHaveLength(3)
  expect(left.filter((op) => op === 'Slice')).toHaveLength(3)
})

test('all passes together leave one operation of six', () => {
  const graph = graphOf(
    numbers('w', [3, 3, 3, 4], 0.2),
    conv('c', 'Mul', 'w'),
    ...norm('n', 'c', 4),
    node('checked', 'CheckNumerics', ['n']),
    node('dependency', 'Identity', ['n', '^checked']),
    constant('two', { shape: [], values: [2] }),
    node('twice', 'Mul', ['dependency', 'two']),
    node('out', 'Relu', ['twice']),
  )
  expect(check(optimiseGraph, graph, ['out'])).toEqual([...FRONT, '_FusedConv2D'])
})
