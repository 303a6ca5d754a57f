import { listAttr, listedTexts, textAttr } from '../../src/engine/models/graph/attributes.ts'
import {
  constantOf,
  type Graph,
  type GraphNode,
  nodeOf,
  type ShapedGraph,
} from '../../src/engine/models/graph/graph.ts'

type Bytes = Uint8Array

/** A network as an ONNX model (opset 17), so that other runtimes run the very same weights: input `image` of shape
 *  [1, 3, height, width], output of the name asked for. Field numbers are those of onnx.proto.
 *  @param graph optimised: convolutions fused with bias and activation, pools, concatenations and averages, no more */
export function writeOnnx(graph: ShapedGraph, output: string): Uint8Array {
  const nodes: Bytes[] = []
  const weights: Bytes[] = []
  const names = new Map<string, string>()
  let size: readonly number[] = []
  for (const node of graph.values()) {
    if (node.value) continue
    names.set(node.name, node.op === 'Placeholder' ? 'image' : node.name)
    if (node.op === 'Placeholder') size = node.shape
    else writeNode(graph, node, names, { nodes, weights })
  }
  const [, height = 0, width = 0] = size
  const shape = graph.get(output)!.shape
  const graphProto = concat([
    ...nodes.map((node) => field(1, node)),
    field(2, text('network')),
    ...weights.map((weight) => field(5, weight)),
    field(11, valueInfo('image', [1, 3, height, width])),
    field(12, valueInfo(output, [1, shape.at(-1)!, 1, 1])),
  ])
  return concat([number(1, 8), field(7, graphProto), field(8, number(2, 17))])
}

function writeNode(
  graph: Graph,
  node: GraphNode,
  names: Map<string, string>,
  { nodes, weights }: { nodes: Bytes[]; weights: Bytes[] },
): void {
  const input = names.get(nodeOf(node.inputs[0]!))!
  const add = (op: string, inputs: string[], output: string, attributes: Bytes[] = []) =>
    void nodes.push(
      concat([
        ...inputs.map((name) => field(1, text(name))),
        field(2, text(output)),
        field(4, text(op)),
        ...attributes.map((attribute) => field(5, attribute)),
      ]),
    )
  switch (node.op) {
    case '_FusedConv2D': {
      const filter = constantOf(graph, node.inputs[1])!
      const bias = constantOf(graph, node.inputs[2])!
      const [height = 1, width = 1, from = 1, to = 1] = filter.shape
      weights.push(
        tensor(`${node.name}/filter`, [to, from, height, width], channelsFirst(filter.data, filter.shape)),
      )
      weights.push(tensor(`${node.name}/bias`, [to], bias.data as Float32Array))
      const isRelu = listedTexts(node, 'fused_ops').includes('Relu')
      const result = isRelu ? `${node.name}/linear` : node.name
      const inputs = [input, `${node.name}/filter`, `${node.name}/bias`]
      add('Conv', inputs, result, windowAttributes(node, [height, width]))
      if (isRelu) add('Relu', [result], node.name)
      return
    }
    case 'MaxPool':
    case 'AvgPool': {
      const [, height = 1, width = 1] = listAttr(node, 'ksize') ?? []
      add(
        node.op === 'MaxPool' ? 'MaxPool' : 'AveragePool',
        [input],
        node.name,
        windowAttributes(node, [height, width]),
      )
      return
    }
    case 'ConcatV2':
      add(
        'Concat',
        node.inputs.slice(0, -1).map((name) => names.get(nodeOf(name))!),
        node.name,
        [attribute('axis', 2, number(3, 1))],
      )
      return
    case 'Mean':
      add('GlobalAveragePool', [input], node.name)
      return
    default:
      throw new Error(`no ONNX for ${node.op}`)
  }
}

function windowAttributes(node: GraphNode, window: [number, number]): Bytes[] {
  const [, strideY = 1, strideX = 1] = listAttr(node, 'strides') ?? []
  const padding = textAttr(node, 'padding') === 'SAME' ? 'SAME_UPPER' : 'VALID'
  const integers = (values: number[]) => concat(values.map((value) => number(8, value)))
  return [
    attribute('kernel_shape', 7, integers(window)),
    attribute('strides', 7, integers([strideY, strideX])),
    attribute('auto_pad', 3, field(4, text(padding))),
  ]
}

/** From [height, width, in, out] to [out, in, height, width]. */
function channelsFirst(
  data: ArrayLike<number>,
  [height = 1, width = 1, from = 1, to = 1]: readonly number[],
) {
  const result = new Float32Array(data.length)
  let at = 0
  for (let o = 0; o < to; o++)
    for (let i = 0; i < from; i++)
      for (let tap = 0; tap < height * width; tap++) result[at++] = data[(tap * from + i) * to + o]!
  return result
}

const attribute = (name: string, type: number, value: Bytes): Bytes =>
  concat([field(1, text(name)), value, number(20, type)])

const tensor = (name: string, shape: number[], data: Float32Array): Bytes =>
  concat([
    ...shape.map((size) => number(1, size)),
    number(2, 1),
    field(8, text(name)),
    field(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ])

function valueInfo(name: string, shape: number[]): Bytes {
  const dimensions = concat(shape.map((size) => field(1, number(1, size))))
  return concat([field(1, text(name)), field(2, field(1, concat([number(1, 1), field(2, dimensions)])))])
}

const text = (value: string): Bytes => new TextEncoder().encode(value)

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80)
  return [...bytes, rest]
}

const number = (id: number, value: number): Bytes => Uint8Array.from([...varint(id * 8), ...varint(value)])
const field = (id: number, content: Bytes): Bytes =>
  concat([Uint8Array.from([...varint(id * 8 + 2), ...varint(content.length)]), content])

function concat(parts: Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
