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
  /** Computes nodes for a batch.
   *  @param pixels shape (images, height, width, 3)
   *  @param outputs nodes as listed in `nodes`; `mean` averages a node over its positions, in the graph
   *  @returns for each output its values, image after image */
  run(pixels: Float32Array, images: number, outputs: readonly NodeOutput[]): Promise<Float32Array[]>
  /** Whether its memory is not what it was when it was loaded. Absent where that cannot be told. */
  isDamaged?(): boolean
  /** Bytes of memory that it holds beside tfjs's tensors. */
  bytes?(): number
  dispose(): void
}

/** One output that was asked for, resolved to a node. */
export interface NodeOutput {
  node: string
  mean: boolean
  /** Shape of one image's value, leading 1. */
  shape: number[]
}
