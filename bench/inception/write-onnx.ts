import { listAttr, listedTexts, textAttr } from '../../src/engine/models/graph/attributes.ts'
import {
  constantOf,
  type Graph,
  type GraphNode,
  nodeOf,
  type ShapedGraph,
} from '../../src/engine/models/graph/graph.ts'
import { type AttributeValue, OnnxWriter } from '../../src/engine/models/onnx/onnx-writer.ts'

/** A network as an ONNX model (opset 17), so that other runtimes run the very same weights: input `image` of shape
 *  [1, 3, height, width], output of the name asked for.
 *  @param graph optimised: convolutions fused with bias and activation, pools, concatenations and averages, no more */
export function writeOnnx(graph: ShapedGraph, output: string): Uint8Array {
  const writer = new OnnxWriter()
  const names = new Map<string, string>()
  for (const node of graph.values()) {
    if (node.value) continue
    names.set(node.name, node.op === 'Placeholder' ? 'image' : node.name)
    if (node.op === 'Placeholder') {
      const [, height = 0, width = 0] = node.shape
      writer.input('image', 'FLOAT', [1, 3, height, width])
    } else writeNode(graph, node, names, writer)
  }
  writer.output(output, 'FLOAT', [1, graph.get(output)!.shape.at(-1)!, 1, 1])
  return writer.finish({ '': 17 })
}

function writeNode(graph: Graph, node: GraphNode, names: Map<string, string>, writer: OnnxWriter): void {
  const input = names.get(nodeOf(node.inputs[0]!))!
  switch (node.op) {
    case '_FusedConv2D': {
      const filter = constantOf(graph, node.inputs[1])!
      const bias = constantOf(graph, node.inputs[2])!
      const [height = 1, width = 1, from = 1, to = 1] = filter.shape
      const inputs = [
        input,
        writer.constant(channelsFirst(filter.data, filter.shape), [to, from, height, width]),
        writer.constant(bias.data as Float32Array, [to]),
      ]
      const window = windowAttributes(node, [height, width])
      if (listedTexts(node, 'fused_ops').includes('Relu'))
        writer.node('Relu', [writer.node('Conv', inputs, window)], {}, node.name)
      else writer.node('Conv', inputs, window, node.name)
      return
    }
    case 'MaxPool':
    case 'AvgPool': {
      const [, height = 1, width = 1] = listAttr(node, 'ksize') ?? []
      const op = node.op === 'MaxPool' ? 'MaxPool' : 'AveragePool'
      writer.node(op, [input], windowAttributes(node, [height, width]), node.name)
      return
    }
    case 'ConcatV2': {
      const inputs = node.inputs.slice(0, -1).map((name) => names.get(nodeOf(name))!)
      writer.node('Concat', inputs, { axis: { int: 1 } }, node.name)
      return
    }
    case 'Mean':
      writer.node('GlobalAveragePool', [input], {}, node.name)
      return
    default:
      throw new Error(`no ONNX for ${node.op}`)
  }
}

function windowAttributes(node: GraphNode, window: [number, number]): Record<string, AttributeValue> {
  const [, strideY = 1, strideX = 1] = listAttr(node, 'strides') ?? []
  return {
    kernel_shape: { ints: window },
    strides: { ints: [strideY, strideX] },
    auto_pad: { string: textAttr(node, 'padding') === 'SAME' ? 'SAME_UPPER' : 'VALID' },
  }
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
