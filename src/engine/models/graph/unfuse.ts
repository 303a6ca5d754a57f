import { listedTexts } from './attributes.ts'
import type { GraphNode } from './graph.ts'
import { freeName, type Names } from './new-nodes.ts'

const PLAIN: Record<string, string> = {
  _FusedConv2D: 'Conv2D',
  FusedDepthwiseConv2dNative: 'DepthwiseConv2dNative',
  _FusedMatMul: 'MatMul',
}

/** Activations that a fused operation may end in, with attributes of their own. */
const ACTIVATIONS = new Set(['Relu', 'Relu6', 'Elu', 'LeakyRelu', 'Sigmoid', 'Tanh'])

/** An operation that TensorFlow's converter fused, as those that it was made of: so that every pass knows one form.
 *  The last has the node's name. One that cannot be taken apart comes back as it is. */
export function unfuse(node: GraphNode, names: Names): GraphNode[] {
  const [first, activation, ...more] = listedTexts(node, 'fused_ops')
  const known = activation === undefined || ACTIVATIONS.has(activation)
  if (first !== 'BiasAdd' || !known || more.length > 0 || node.inputs.length !== 3)
    return [{ ...node, op: `${node.op} of ${[first, activation, ...more].join(', ')}` }]
  const { fused_ops: _, num_args: __, epsilon: ___, ...attrs } = node.attrs
  const T = { T: { type: 'DT_FLOAT' } }
  const op = PLAIN[node.op]!
  const product = freeName(names, `${node.name}/${op}`)
  const sum = activation === undefined ? node.name : freeName(names, `${node.name}/BiasAdd`)
  const alpha = node.attrs.leakyrelu_alpha
  return [
    { name: product, op, inputs: node.inputs.slice(0, 2), attrs },
    { name: sum, op: 'BiasAdd', inputs: [product, node.inputs[2]!], attrs: T },
    ...(activation === undefined
      ? []
      : [{ name: node.name, op: activation, inputs: [sum], attrs: { ...T, ...(alpha ? { alpha } : {}) } }]),
  ]
}
