import { text } from '../attributes.ts'
import { constantOf, countUses, type Graph, type GraphNode, nodeOf, sortGraph } from '../graph.ts'
import type { Pass } from './pass.ts'

/** Activations that all backends compute within a convolution. */
const ACTIVATIONS = new Set(['Relu', 'Relu6'])

const FUSED: Record<string, string> = {
  Conv2D: '_FusedConv2D',
  DepthwiseConv2dNative: 'FusedDepthwiseConv2dNative',
}

/** Makes one operation of a convolution, its bias and its activation, under the name of the last. */
export const fuseConvolution: Pass = (graph, keep) => {
  const result: Graph = new Map(graph)
  const uses = countUses(graph)
  const mayGo = (node: GraphNode) => !keep.has(node.name) && uses.get(node.name) === 1
  for (const node of graph.values()) {
    const isActivation = ACTIVATIONS.has(node.op)
    const bias = isActivation ? graph.get(nodeOf(node.inputs[0]!)) : node
    if (bias?.op !== 'BiasAdd' || (isActivation && !mayGo(bias))) continue
    const convolution = graph.get(nodeOf(bias.inputs[0]!))
    const op = convolution && FUSED[convolution.op]
    if (!op || !mayGo(convolution) || constantOf(graph, bias.inputs[1])?.shape.length !== 1) continue
    const steps = ['BiasAdd', ...(isActivation ? [node.op] : [])]
    const attrs = {
      ...convolution.attrs,
      fused_ops: { list: { s: steps.map((step) => text(step).s) } },
      num_args: { i: 1 },
      epsilon: { f: 0 },
    }
    result.set(node.name, {
      name: node.name,
      op,
      inputs: [...convolution.inputs.slice(0, 2), bias.inputs[1]!],
      attrs,
    })
    result.delete(convolution.name)
    if (isActivation) result.delete(bias.name)
  }
  return sortGraph([...result.values()])
}
