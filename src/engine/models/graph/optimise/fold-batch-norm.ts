import { flagAttr, numberAttr } from '../attributes.ts'
import { constantOf, type Graph, type GraphNode } from '../graph.ts'
import { type Affine, foldEach } from './fold-into-convolution.ts'
import type { Pass } from './pass.ts'

/** Puts a batch norm after a convolution into its weights and bias (Jacob et al. 2018, "Quantization and Training of
 *  Neural Networks for Efficient Integer-Arithmetic-Only Inference", 3.2). */
export const foldBatchNorm: Pass = (graph, keep) =>
  foldEach(graph, keep, (current, node, find) => {
    if (!/^FusedBatchNorm(V2|V3)?$/.test(node.op) || flagAttr(node, 'is_training', false)) return undefined
    const foldable = find(node.inputs[0])
    const affine = foldable && normAffine(current, node, foldable.channels)
    return foldable && affine && { foldable, affine }
  })

/** @param channels every part must have this many numbers */
function normAffine(graph: Graph, node: GraphNode, channels: number): Affine | undefined {
  const parts = node.inputs.slice(1, 5).map((input) => constantOf(graph, input)?.data)
  const [scale, offset, mean, variance] = parts
  if (!scale || !offset || !mean || !variance || parts.some((part) => part?.length !== channels))
    return undefined
  const epsilon = numberAttr(node, 'epsilon', 1e-4)
  const factors = Array.from(scale, (value, i) => value / Math.sqrt(variance[i]! + epsilon))
  return {
    factor: Float32Array.from(factors),
    term: Float32Array.from(offset, (value, i) => value - mean[i]! * factors[i]!),
  }
}
