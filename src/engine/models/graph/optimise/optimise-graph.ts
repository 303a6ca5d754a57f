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

/** All passes, one after the other. */
export const optimiseGraph: Pass = (graph, keep) =>
  PASSES.reduce((rewritten, pass) => pass(rewritten, keep), graph)
