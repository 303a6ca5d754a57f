import { textAttr } from './attributes.ts'
import type { GraphNode } from './graph.ts'
import {
  concatShape,
  expandDimsShape,
  padShape,
  reshapeShape,
  resizeShape,
  squeezeShape,
  transposeShape,
} from './shapes/arrange-shapes.ts'
import {
  batchNormShape,
  biasShape,
  broadcastShape,
  matMulShape,
  reduceShape,
  sameShape,
  softmaxShape,
  withBias,
} from './shapes/pointwise-shapes.ts'
import type { ShapeRule } from './shapes/shape-rule.ts'
import { convolutionShape, depthwiseShape, poolShape } from './shapes/window-shapes.ts'

/** What is known of an operation of image networks that runs here on every backend. */
export interface Operation {
  /** Inputs that it takes: exactly this many, or from the first to the second number. */
  inputs: number | readonly [fewest: number, most: number]
  shape: ShapeRule
  /** Inputs that are whole numbers (sizes, axes), not values of the network: those from here on; `last` alone. */
  settings?: number | 'last'
}

const pointwise: Operation = { inputs: 1, shape: sameShape }
const arithmetic: Operation = { inputs: 2, shape: broadcastShape }
const norm: Operation = { inputs: 5, shape: batchNormShape }
const pool: Operation = { inputs: 1, shape: poolShape }
const reduce: Operation = { inputs: 2, shape: reduceShape, settings: 1 }

/** Operations by their TensorFlow names. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    Abs: pointwise,
    Add: arithmetic,
    AddV2: arithmetic,
    AvgPool: pool,
    BiasAdd: { inputs: 2, shape: biasShape },
    ConcatV2: { inputs: [2, 1001], shape: concatShape, settings: 'last' },
    Conv2D: { inputs: 2, shape: convolutionShape },
    DepthwiseConv2dNative: { inputs: 2, shape: depthwiseShape },
    Div: arithmetic,
    Elu: pointwise,
    Exp: pointwise,
    ExpandDims: { inputs: 2, shape: expandDimsShape, settings: 1 },
    FusedBatchNorm: norm,
    FusedBatchNormV2: norm,
    FusedBatchNormV3: norm,
    Identity: pointwise,
    LeakyRelu: pointwise,
    LogSoftmax: { inputs: 1, shape: softmaxShape },
    MatMul: { inputs: 2, shape: matMulShape },
    Max: reduce,
    MaxPool: pool,
    Maximum: arithmetic,
    Mean: reduce,
    Min: reduce,
    Minimum: arithmetic,
    Mul: arithmetic,
    Neg: pointwise,
    Pad: { inputs: 2, shape: padShape, settings: 1 },
    RealDiv: arithmetic,
    Relu: pointwise,
    Relu6: pointwise,
    Reshape: { inputs: 2, shape: reshapeShape, settings: 1 },
    ResizeBilinear: { inputs: 2, shape: resizeShape, settings: 1 },
    Rsqrt: pointwise,
    Selu: pointwise,
    Sigmoid: pointwise,
    Softmax: { inputs: 1, shape: softmaxShape },
    Softplus: pointwise,
    Sqrt: pointwise,
    Square: pointwise,
    SquaredDifference: arithmetic,
    Squeeze: { inputs: 1, shape: squeezeShape },
    Sub: arithmetic,
    Sum: reduce,
    Tanh: pointwise,
    Transpose: { inputs: 2, shape: transposeShape, settings: 1 },
    // Made by optimise/fuse-convolution.ts: convolution, bias, and activation if any.
    _FusedConv2D: { inputs: 3, shape: withBias(convolutionShape) },
    FusedDepthwiseConv2dNative: { inputs: 3, shape: withBias(depthwiseShape) },
  } satisfies Record<string, Operation>),
)

/** Why an operation cannot be computed here, or undefined if it can. */
export function whyNotSupported(node: GraphNode): string | undefined {
  const { op, inputs } = node
  const operation = OPERATIONS.get(op)
  if (!operation) return `the operation ${op.slice(0, 100)} is not known here`
  const [fewest, most] =
    typeof operation.inputs === 'number' ? [operation.inputs, operation.inputs] : operation.inputs
  if (inputs.length < fewest || inputs.length > most)
    return `${op} takes ${fewest === most ? fewest : `${fewest} to ${most}`} inputs, not ${inputs.length}`
  if (inputs.some((input) => /:[1-9]\d*$/.test(input))) return 'it takes a second output of a node'
  const layout = textAttr(node, 'data_format') ?? 'NHWC'
  if (layout.startsWith('NC')) return `${op} has its channels before its positions`
  // A backend takes what it does not know for one of the two.
  if (layout !== 'NHWC') return `${op} has a data_format that is not NHWC`
  if (textAttr(node, 'padding') === 'EXPLICIT') return `${op} has explicit padding`
  return undefined
}
