import { shapeAttr } from '../attributes.ts'
import { type Graph, type GraphNode, nodeOf, type ShapedGraph, type ShapedNode } from '../graph.ts'
import { OPERATIONS } from '../operations.ts'
import { beyond, misfit, type Operands, product, show } from './shape-rule.ts'

/** Numbers in one tensor, for one image: three times what the largest layer of any Inception has at four times its
 *  usual size, and 64 MB. */
const MAX_VALUES = 2 ** 24

/** Multiplications that one image may take: ten times Inception-v3's 5.7 thousand million. */
const MAX_MULTIPLICATIONS = 60e9

/** Every node with the shape of its value, for a batch of `images`. The graph holds operations of `OPERATIONS` alone.
 *  Nothing is run: what passes here fits together, and keeps within bounds of memory and time.
 *  @throws EngineError `bad-file` naming the first node whose inputs do not fit it; `not-supported` */
export function inferShapes(graph: Graph, images = 1): ShapedGraph {
  const shaped: ShapedGraph = new Map()
  let multiplications = 0
  for (const node of graph.values()) {
    const shape = inferShape(shaped, node, images)
    shaped.set(node.name, { ...node, shape })
    multiplications += countMultiplications(shaped, node, shape)
    if (multiplications > MAX_MULTIPLICATIONS * images)
      throw beyond(
        node,
        `brings the network beyond ${MAX_MULTIPLICATIONS / 1e9} thousand million multiplications`,
      )
  }
  return shaped
}

/** The shape of one node's value, its inputs being in `graph`. */
export function inferShape(graph: ShapedGraph, node: GraphNode, images: number): number[] {
  const shape = shapeOf(graph, node, images)
  if (shape.some((size) => !Number.isSafeInteger(size) || size < 1) && !node.value)
    throw misfit(node, `gives ${show(shape)}`)
  if (!(product(shape) <= MAX_VALUES * images)) throw beyond(node, `gives ${show(shape)}, which is too large`)
  return shape
}

function shapeOf(graph: ShapedGraph, node: GraphNode, images: number): number[] {
  if (node.value) {
    const { shape, data } = node.value
    if (product(shape) !== data.length) throw misfit(node, `has ${data.length} numbers for ${show(shape)}`)
    return [...shape]
  }
  if (node.op === 'Placeholder')
    return (shapeAttr(node, 'shape') ?? []).map((size) => (size === -1 ? images : size))
  const operation = OPERATIONS.get(node.op)
  if (!operation) throw beyond(node, 'is no operation that is known here')
  const inputs = node.inputs.map((input) => graph.get(nodeOf(input))!)
  const settings =
    operation.settings === 'last' ? inputs.length - 1 : (operation.settings ?? Number.POSITIVE_INFINITY)
  const operands: Operands = {
    node,
    shapes: inputs.map(({ shape }) => shape),
    constants: inputs.map((input) => constantBehind(graph, input)),
  }
  const odd = operands.constants.findIndex(
    (constant, i) => i < settings && constant && constant.dtype !== 'float32',
  )
  if (odd >= 0) throw misfit(node, `computes with "${inputs[odd]!.name}", which holds no broken numbers`)
  return operation.shape(operands)
}

function constantBehind(graph: ShapedGraph, node: ShapedNode): GraphNode['value'] {
  let source: ShapedNode | undefined = node
  while (source?.op === 'Identity') source = graph.get(nodeOf(source.inputs[0]!))
  return source?.value
}

/** Of convolutions and products of matrices: the rest is small beside them. */
export function countMultiplications(
  graph: ShapedGraph,
  { op, inputs }: GraphNode,
  shape: readonly number[],
): number {
  if (!/Conv2d|Conv2D|MatMul/.test(op)) return 0
  const filter = graph.get(nodeOf(inputs[1]!))!.shape
  const depthwise = /Depthwise/.test(op)
  const window = filter.length === 4 ? filter[0]! * filter[1]! : 1
  const depth = depthwise ? 1 : filter.length === 4 ? filter[2]! : product(filter) / shape.at(-1)!
  return product(shape) * window * depth
}
