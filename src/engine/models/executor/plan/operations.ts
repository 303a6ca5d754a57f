import { numberAttr, textAttr } from '../../graph/attributes.ts'
import { type Constant, constantOf, type Graph, type GraphNode } from '../../graph/graph.ts'
import { NotPlanned, type Window } from './plan.ts'
import { placeWindow } from './window.ts'

/** A value's shape for one image: [1, height, width, channels], or [1, channels]. */
export type Shape = readonly number[]

/** What a node does, worked out from the shapes of what it takes. `shape` is its result's. */
export type Operation = { shape: Shape } & (
  | { kind: 'input' }
  | { kind: 'same' }
  | { kind: 'reshape' }
  | { kind: 'part'; channel: number }
  | { kind: 'softmax' }
  | { kind: 'concatenation'; parts: number }
  | { kind: 'pool'; mode: 'largest' | 'mean'; window: Window }
  | { kind: 'convolution'; window: Window; filter: Constant; bias: Float32Array; low: number; high: number }
  | { kind: 'map'; taken: number[]; compute(first: number, second: number, channel: number): number }
)

type Read = (node: GraphNode, shapes: (Shape | undefined)[], graph: Graph) => Operation

/** @param shapes of the node's inputs; undefined for one that is a constant
 *  @throws NotPlanned for an operation, or a use of it, that the executor lacks */
export function readOperation(node: GraphNode, shapes: (Shape | undefined)[], graph: Graph): Operation {
  const read = Object.hasOwn(READERS, node.op) ? READERS[node.op] : undefined
  if (!read) throw new NotPlanned(`the operation ${node.op} ("${node.name}") is none of ours`)
  if (node.inputs.some((input) => /:[1-9]\d*$/.test(input)))
    throw new NotPlanned(`"${node.name}" takes a second output of a node`)
  if (textAttr(node, 'data_format')?.startsWith('NC'))
    throw new NotPlanned(`"${node.name}" has its channels before its positions`)
  return read(node, shapes, graph)
}

const none = (node: GraphNode, why: string): NotPlanned => new NotPlanned(`${node.op} "${node.name}" ${why}`)

/** The shape of an input that must be computed, of one of the ranks. */
function shapeOf(node: GraphNode, shapes: (Shape | undefined)[], index: number, ranks = [2, 4]): Shape {
  const shape = shapes[index]
  if (!shape || !ranks.includes(shape.length))
    throw none(node, 'takes values of a shape that is not known here')
  return shape
}

const channelsOf = (shape: Shape): number => shape.at(-1)!

const readConvolution: Read = (node, shapes, graph) => {
  const input = shapeOf(node, shapes, 0, [4])
  const filter = constantOf(graph, node.inputs[1])
  if (filter?.shape.length !== 4 || filter.dtype !== 'float32' || filter.shape[2] !== channelsOf(input))
    throw none(node, 'has weights that do not fit')
  const [height = 1, width = 1, , channels = 1] = filter.shape
  const placed = slide(node, input, height, width)
  const steps = fusedSteps(node)
  const bias = steps.length > 0 ? constantOf(graph, node.inputs[2])?.data : new Float32Array(channels)
  if (bias?.length !== channels) throw none(node, 'has a bias that does not fit')
  const [low, high] = boundsOf(node, steps.at(-1) === 'BiasAdd' ? 'Identity' : (steps.at(-1) ?? 'Identity'))
  return {
    kind: 'convolution',
    shape: [1, placed.height, placed.width, channels],
    window: placed.window,
    filter,
    bias: Float32Array.from(bias),
    low,
    high,
  }
}

function fusedSteps(node: GraphNode): string[] {
  const { list } = (node.attrs.fused_ops ?? {}) as { list?: { s?: string[] } }
  return (list?.s ?? []).map((step) => atob(step))
}

function boundsOf(node: GraphNode, activation: string): [number, number] {
  if (activation === 'Relu') return [0, Number.POSITIVE_INFINITY]
  if (activation === 'Relu6') return [0, 6]
  if (activation === 'Identity') return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  throw none(node, `ends in ${activation}`)
}

function slide(node: GraphNode, [, inputHeight = 1, inputWidth = 1]: Shape, height: number, width: number) {
  const padding = textAttr(node, 'padding')
  if (padding !== 'SAME' && padding !== 'VALID') throw none(node, `has the padding ${padding ?? 'none'}`)
  const [strideY, strideX] = pairOf(node, 'strides')
  const [dilationY, dilationX] = pairOf(node, 'dilations')
  if ([height, width, strideY, strideX, dilationY, dilationX].some((size) => !isWindowSize(size)))
    throw none(node, `has a window whose sizes are not from 1 to ${MAX_WINDOW}`)
  try {
    return placeWindow(
      { height: inputHeight, width: inputWidth },
      { height, width, strideY, strideX, dilationY, dilationX },
      padding,
    )
  } catch (error) {
    throw none(node, (error as Error).message)
  }
}

/** Windows of real networks are smaller. */
const MAX_WINDOW = 64

const isWindowSize = (size: number): boolean => Number.isInteger(size) && size >= 1 && size <= MAX_WINDOW

/** The two sizes between images and channels. */
function pairOf(node: GraphNode, name: string): [number, number] {
  const { list } = (node.attrs[name] ?? {}) as { list?: { i?: unknown[] } }
  const [, y = 1, x = 1] = (list?.i ?? []).map(Number)
  return [y, x]
}

const readPool =
  (mode: 'largest' | 'mean'): Read =>
  (node, shapes) => {
    const input = shapeOf(node, shapes, 0, [4])
    const { window, height, width } = slide(node, input, ...pairOf(node, 'ksize'))
    return { kind: 'pool', mode, window, shape: [1, height, width, channelsOf(input)] }
  }

/** The average over all positions. */
const readMean: Read = (node, shapes, graph) => {
  const input = shapeOf(node, shapes, 0, [4])
  const axes = [...(constantOf(graph, node.inputs[1])?.data ?? [])].sort()
  if (axes.length !== 2 || axes[0] !== 1 || axes[1] !== 2) throw none(node, 'is not over all positions')
  const [, height = 1, width = 1] = input
  const { window } = placeWindow({ height, width }, { height, width, strideY: 1, strideX: 1 }, 'VALID')
  const channels = channelsOf(input)
  const keep = (node.attrs.keep_dims ?? node.attrs.keepDims)?.b === true
  return { kind: 'pool', mode: 'mean', window, shape: keep ? [1, 1, 1, channels] : [1, channels] }
}

const readConcatenation: Read = (node, shapes, graph) => {
  const parts = node.inputs.length - 1
  const inputs = Array.from({ length: parts }, (_, i) => shapeOf(node, shapes, i))
  const [first] = inputs as [Shape]
  const axis = Number(constantOf(graph, node.inputs[parts])?.data[0])
  const isLast = axis === -1 || axis === first.length - 1
  const fits = inputs.every((shape) => shape.slice(0, -1).join() === first.slice(0, -1).join())
  if (!isLast || !fits) throw none(node, 'does not join channels')
  const channels = inputs.reduce((sum, shape) => sum + channelsOf(shape), 0)
  return { kind: 'concatenation', parts, shape: [...first.slice(0, -1), channels] }
}

/** A matrix product is a convolution of one position. */
const readMatrixProduct: Read = (node, shapes, graph) => {
  const input = shapeOf(node, shapes, 0, [2])
  const matrix = constantOf(graph, node.inputs[1])
  const flags = ['transpose_a', 'transpose_b', 'transposeA', 'transposeB']
  const [rows = 0, columns = 0] = matrix?.shape ?? []
  if (
    matrix?.shape.length !== 2 ||
    rows !== channelsOf(input) ||
    flags.some((flag) => node.attrs[flag]?.b === true)
  )
    throw none(node, 'has a matrix that does not fit')
  const { window } = placeWindow(
    { height: 1, width: 1 },
    { height: 1, width: 1, strideY: 1, strideX: 1 },
    'VALID',
  )
  const [low, high] = boundsOf(node, 'Identity')
  return {
    kind: 'convolution',
    shape: [1, columns],
    window,
    filter: { ...matrix, shape: [1, 1, rows, columns] },
    bias: new Float32Array(columns),
    low,
    high,
  }
}

const readReshape: Read = (node, shapes, graph) => {
  const input = shapeOf(node, shapes, 0)
  const size = input.reduce((product, part) => product * part, 1)
  const wanted = [...(constantOf(graph, node.inputs[1])?.data ?? [])]
  const known = wanted.filter((part) => part !== -1).reduce((product, part) => product * part, 1)
  // One image: -1 in the place of the images is 1, wherever else it may stand.
  const shape = wanted.map((part) => (part === -1 ? size / known : part))
  const total = shape.reduce((product, part) => product * part, 1)
  if ((shape.length !== 2 && shape.length !== 4) || shape[0] !== 1 || total !== size)
    throw none(node, 'makes a shape that is not known here')
  return { kind: 'reshape', shape }
}

/** Some of the channels, of all positions. */
const readSlice: Read = (node, shapes, graph) => {
  const input = shapeOf(node, shapes, 0)
  const [begin = [], size = []] = [1, 2].map((index) => [
    ...(constantOf(graph, node.inputs[index])?.data ?? []),
  ])
  const last = input.length - 1
  const isWhole = (axis: number) => begin[axis] === 0 && (size[axis] === -1 || size[axis] === input[axis])
  const channel = begin[last] ?? -1
  const left = channelsOf(input) - channel
  const channels = size[last] === -1 ? left : (size[last] ?? 0)
  const fits = begin.length === input.length && size.length === input.length
  if (
    !fits ||
    !input.slice(0, -1).every((_, axis) => isWhole(axis)) ||
    channel < 0 ||
    channels < 1 ||
    channels > left
  )
    throw none(node, 'takes no part of the channels')
  return { kind: 'part', channel, shape: [...input.slice(0, -1), channels] }
}

const readSqueeze: Read = (node, shapes) => {
  const input = shapeOf(node, shapes, 0)
  if (input.length !== 4 || input[1] !== 1 || input[2] !== 1)
    throw none(node, 'leaves out more than positions')
  const { list } = (node.attrs.squeeze_dims ?? node.attrs.axis ?? {}) as { list?: { i?: unknown[] } }
  const axes = (list?.i ?? []).map(Number).sort()
  if (axes.join() !== '1,2') throw none(node, 'leaves out more than positions')
  return { kind: 'reshape', shape: [1, channelsOf(input)] }
}

/** One number of a constant for each channel. */
function channelValues(node: GraphNode, constant: Constant | undefined, channels: number): Float32Array {
  const { data, shape } = constant ?? { data: new Float32Array(0), shape: [] }
  if (data.length === 1) return new Float32Array(channels).fill(data[0]!)
  if (data.length !== channels || shape.at(-1) !== channels)
    throw none(node, 'has a constant that does not fit')
  return Float32Array.from(data)
}

const readUnary =
  (compute: (value: number) => number): Read =>
  (node, shapes) => ({ kind: 'map', shape: shapeOf(node, shapes, 0), taken: [0], compute })

const readBinary =
  (compute: (first: number, second: number) => number): Read =>
  (node, shapes, graph) => {
    const [first, second] = shapes
    if (first && second) {
      if (first.join() !== second.join()) throw none(node, 'takes two shapes that differ')
      return { kind: 'map', shape: shapeOf(node, shapes, 0), taken: [0, 1], compute }
    }
    const index = first ? 0 : 1
    const shape = shapeOf(node, shapes, index)
    const values = channelValues(node, constantOf(graph, node.inputs[1 - index]), channelsOf(shape))
    return {
      kind: 'map',
      shape,
      taken: [index],
      compute: (value, _, channel) =>
        index === 0 ? compute(value, values[channel]!) : compute(values[channel]!, value),
    }
  }

const readBatchNorm: Read = (node, shapes, graph) => {
  const shape = shapeOf(node, shapes, 0)
  const part = (index: number) =>
    channelValues(node, constantOf(graph, node.inputs[index]), channelsOf(shape))
  const [scale, offset, mean, variance] = [part(1), part(2), part(3), part(4)]
  const epsilon = numberAttr(node, 'epsilon', 1e-4)
  const factors = scale.map((value, i) => value / Math.sqrt(variance[i]! + epsilon))
  return {
    kind: 'map',
    shape,
    taken: [0],
    compute: (value, _, channel) => (value - mean[channel]!) * factors[channel]! + offset[channel]!,
  }
}

const readInput: Read = (node) => {
  throw none(node, 'is a second input')
}

const same: Read = (node, shapes) => ({ kind: 'same', shape: shapeOf(node, shapes, 0) })
const add = readBinary((a, b) => a + b)

const READERS: Record<string, Read> = {
  Placeholder: readInput,
  Identity: same,
  Conv2D: readConvolution,
  _FusedConv2D: readConvolution,
  MaxPool: readPool('largest'),
  AvgPool: readPool('mean'),
  Mean: readMean,
  ConcatV2: readConcatenation,
  MatMul: readMatrixProduct,
  Reshape: readReshape,
  Slice: readSlice,
  Squeeze: readSqueeze,
  Softmax: (node, shapes) => ({ kind: 'softmax', shape: shapeOf(node, shapes, 0) }),
  BiasAdd: add,
  Add: add,
  AddV2: add,
  Sub: readBinary((a, b) => a - b),
  Mul: readBinary((a, b) => a * b),
  RealDiv: readBinary((a, b) => a / b),
  FusedBatchNorm: readBatchNorm,
  FusedBatchNormV2: readBatchNorm,
  FusedBatchNormV3: readBatchNorm,
  Relu: readUnary((value) => Math.max(0, value)),
  Relu6: readUnary((value) => Math.min(6, Math.max(0, value))),
  Sigmoid: readUnary((value) => 1 / (1 + Math.exp(-value))),
  Tanh: readUnary(Math.tanh),
}
