import { EngineError } from '../../../contract/errors.ts'
import { numberAttr, text } from './attributes.ts'
import { type Constant, constantOf, type Graph, type GraphNode, nodeOf, sortGraph } from './graph.ts'
import { whyNotSupported } from './supported-operations.ts'

/** A graph cut down to what can be computed from its image, in operations that every backend has: nodes that lead to
 *  the image (decoder, resize) go, `input` becomes its placeholder, operations of 2015 become those of today, and
 *  shapes that state one image take many. Names stay.
 *  @throws EngineError `not-supported` naming the first operation in the way if nothing can be computed */
export function lowerGraph(graph: Graph, input: string, size: { width: number; height: number }): Graph {
  const computable: Graph = new Map()
  const fromImage = new Set([input])
  const reasons: string[] = []
  for (const node of graph.values()) {
    if (node.name === input) computable.set(input, placeholder(input, size))
    else if (node.value) computable.set(node.name, { ...node, op: 'Const', inputs: [] })
    else if (node.inputs.length > 0 && node.inputs.every((name) => computable.has(nodeOf(name)))) {
      const why = whyNotSupported(node)
      if (why === undefined) {
        for (const lowered of lowerNode(computable, node)) computable.set(lowered.name, lowered)
        if (node.inputs.some((name) => fromImage.has(nodeOf(name)))) fromImage.add(node.name)
      } else reasons.push(`"${node.name}": ${why}`)
    }
  }
  if (fromImage.size === 1)
    throw new EngineError(
      'not-supported',
      `Nothing of this graph can be computed here${reasons[0] ? ` (${reasons[0]})` : ''}.`,
    )
  return keepUsed(computable, fromImage)
}

/** Cut down to `names` and what they need. */
export function keepUsed(graph: Graph, names: ReadonlySet<string>): Graph {
  const used = new Set(names)
  for (const node of [...graph.values()].reverse())
    if (used.has(node.name)) for (const input of node.inputs) used.add(nodeOf(input))
  return sortGraph([...graph.values()].filter(({ name }) => used.has(name)))
}

function placeholder(name: string, { width, height }: { width: number; height: number }): GraphNode {
  const dim = [-1, height, width, 3].map((size) => ({ size: String(size) }))
  return {
    name,
    op: 'Placeholder',
    inputs: [],
    attrs: { dtype: { type: 'DT_FLOAT' }, shape: { shape: { dim } } },
  }
}

function lowerNode(graph: Graph, node: GraphNode): GraphNode[] {
  switch (node.op) {
    case 'CheckNumerics':
    case 'StopGradient':
    case 'PlaceholderWithDefault':
      return [{ ...node, op: 'Identity', inputs: node.inputs.slice(0, 1) }]
    case 'Concat':
      return [{ ...node, op: 'ConcatV2', inputs: [...node.inputs.slice(1), node.inputs[0]!] }]
    case 'BatchNormWithGlobalNormalization':
      return lowerBatchNorm(graph, node)
    case 'Reshape':
      return lowerReshape(graph, node)
    case 'Conv2D':
    case 'DepthwiseConv2dNative':
      return [withDefaults(node, { dilations: { list: { i: [1, 1, 1, 1] } } })]
    default:
      return [withDefaults(node, {})]
  }
}

/** A file may leave out attributes that have their usual value; tfjs does not know all of those values. */
const withDefaults = (node: GraphNode, defaults: GraphNode['attrs']): GraphNode => ({
  ...node,
  attrs: { data_format: text('NHWC'), ...defaults, ...node.attrs },
})

/** The batch norm of 2015 takes its parts in another order, and may leave out gamma. */
function lowerBatchNorm(graph: Graph, node: GraphNode): GraphNode[] {
  const [values, mean, variance, beta, gamma] = node.inputs as [string, string, string, string, string]
  const { attrs } = node
  const epsilon = { f: numberAttr(node, 'variance_epsilon', 0.001) }
  const normalised = (scale: string): GraphNode => ({
    name: node.name,
    op: 'FusedBatchNormV3',
    inputs: [values, scale, beta, mean, variance],
    attrs: { T: { type: 'DT_FLOAT' }, epsilon, is_training: { b: false } },
  })
  if (attrs.scale_after_normalization?.b === true) return [normalised(gamma)]
  const length = constantOf(graph, mean)?.data.length ?? 0
  const ones = constantNode(freeName(graph, `${node.name}/ones`), {
    dtype: 'float32',
    shape: [length],
    data: new Float32Array(length).fill(1),
  })
  return [ones, normalised(ones.name)]
}

/** `[1, 2048]` means "one image of 2,048 numbers": any number of images then. */
function lowerReshape(graph: Graph, node: GraphNode): GraphNode[] {
  const shape = constantOf(graph, node.inputs[1])
  const [images, ...rest] = shape?.data ?? []
  if (images !== 1 || rest.length === 0 || rest.some((size) => size <= 0)) return [node]
  const many = constantNode(freeName(graph, `${node.name}/many`), {
    dtype: 'int32',
    shape: [rest.length + 1],
    data: Int32Array.from([-1, ...rest]),
  })
  return [many, { ...node, inputs: [node.inputs[0]!, many.name] }]
}

/** A name that no node has yet, like `wanted`. */
export function freeName(graph: Graph, wanted: string): string {
  let name = wanted
  for (let i = 1; graph.has(name); i++) name = `${wanted}_${i}`
  return name
}

const TYPE_NAMES = { float32: 'DT_FLOAT', int32: 'DT_INT32', bool: 'DT_BOOL' } as const

/** A node that is a constant. */
export const constantNode = (name: string, value: Constant): GraphNode => ({
  name,
  op: 'Const',
  inputs: [],
  attrs: { dtype: { type: TYPE_NAMES[value.dtype] } },
  value,
})
