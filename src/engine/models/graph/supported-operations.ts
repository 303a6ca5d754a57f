import { numberAttr, textAttr } from './attributes.ts'
import type { GraphNode } from './graph.ts'

/** Operations of image networks that run here on every backend, with the fewest inputs that each takes. */
const OPERATIONS: Record<string, number> = {
  Abs: 1,
  Add: 2,
  AddV2: 2,
  AvgPool: 1,
  BatchNormWithGlobalNormalization: 5,
  BiasAdd: 2,
  CheckNumerics: 1,
  Concat: 2,
  ConcatV2: 2,
  Conv2D: 2,
  DepthwiseConv2dNative: 2,
  Div: 2,
  Elu: 1,
  Exp: 1,
  ExpandDims: 2,
  FusedBatchNorm: 5,
  FusedBatchNormV2: 5,
  FusedBatchNormV3: 5,
  Identity: 1,
  LogSoftmax: 1,
  MatMul: 2,
  Max: 2,
  MaxPool: 1,
  Maximum: 2,
  Mean: 2,
  Min: 2,
  Minimum: 2,
  Mul: 2,
  Neg: 1,
  Pad: 2,
  PlaceholderWithDefault: 1,
  RealDiv: 2,
  Relu: 1,
  Relu6: 1,
  Reshape: 2,
  ResizeBilinear: 2,
  Rsqrt: 1,
  Selu: 1,
  Sigmoid: 1,
  Softmax: 1,
  Softplus: 1,
  Sqrt: 1,
  Square: 1,
  SquaredDifference: 2,
  Squeeze: 1,
  StopGradient: 1,
  Sub: 2,
  Sum: 2,
  Tanh: 1,
  Transpose: 2,
}

/** Why an operation cannot be computed here, or undefined if it can. */
export function whyNotSupported(node: GraphNode): string | undefined {
  const fewest = Object.hasOwn(OPERATIONS, node.op) ? OPERATIONS[node.op]! : undefined
  if (fewest === undefined) return `the operation ${node.op} is not known here`
  if (node.inputs.length < fewest) return `${node.op} takes at least ${fewest} inputs`
  if (node.inputs.some((input) => /:[1-9]\d*$/.test(input))) return 'it takes a second output of a node'
  if (textAttr(node, 'data_format')?.startsWith('NC'))
    return `${node.op} has its channels before its positions`
  if (textAttr(node, 'padding') === 'EXPLICIT') return `${node.op} has explicit padding`
  if (numberAttr(node, 'N', 0) > 1000) return `${node.op} joins too many`
  return undefined
}
