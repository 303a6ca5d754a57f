import type { Graph, ShapedGraph } from '../graph.ts'
import { inferShapes } from '../shapes/infer-shapes.ts'
import { foldBatchNorm } from './fold-batch-norm.ts'
import { foldScalars } from './fold-scalars.ts'
import { fuseConvolution } from './fuse-convolution.ts'
import type { Pass } from './pass.ts'
import { prune } from './prune.ts'
import { removeNoOps } from './remove-no-ops.ts'

/** In this order: folding makes the biases that fusing looks for, and each leaves constants that nobody reads. */
export const PASSES: readonly Pass[] = [
  prune,
  removeNoOps,
  foldBatchNorm,
  foldScalars,
  fuseConvolution,
  prune,
]

/** All passes, one after the other.
 *  @param keep nodes that are read by name
 *  @returns what is left, measured for one image */
export const optimiseGraph = (graph: Graph, keep: ReadonlySet<string>): ShapedGraph =>
  inferShapes(PASSES.reduce((rewritten, pass) => pass(rewritten, keep), graph))
