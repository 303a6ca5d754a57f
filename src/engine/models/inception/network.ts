import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'

/** A node of a loaded network, with its shape for one image (leading 1). */
export interface NetworkNode {
  name: string
  shape: number[]
}

/** A network on the current backend, whatever file format it came from. */
export interface Network {
  /** Every node that can be read and whose shape is known, in the order of computation. */
  nodes: NetworkNode[]
  /** The node whose average over its positions are the features that `pool_3` names in the graph of 2015.
   *  undefined if the network has no such node. */
  pooled: string | undefined
  /** Computes nodes for a batch of shape (n, height, width, 3). The caller disposes of the results.
   *  @param outputs nodes as listed in `nodes`; `mean` averages a node over its positions, in the graph */
  run(batch: Tensor4D, outputs: readonly NodeOutput[]): Promise<Tensor[]>
  dispose(): void
}

/** One output that was asked for, resolved to a node. */
export interface NodeOutput {
  node: string
  mean: boolean
  /** Shape of one image's value, leading 1. */
  shape: number[]
}
