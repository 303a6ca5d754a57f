import type { NetworkFiles } from '../../../contract/inception.ts'
import { makePlan } from '../executor/plan/make-plan.ts'
import { readOperations } from '../executor/plan/read-operations.ts'
import { createExecutor, type Executor } from '../executor/wasm/create-executor.ts'
import { type Graph, type GraphNode, sortGraph } from '../graph/graph.ts'
import { constantNode, freeName } from '../graph/new-nodes.ts'
import { openNetwork } from '../graph/open-network.ts'
import { foldBatchNorm } from '../graph/optimise/fold-batch-norm.ts'
import { foldScalars } from '../graph/optimise/fold-scalars.ts'
import { fuseConvolution } from '../graph/optimise/fuse-convolution.ts'
import { prune } from '../graph/optimise/prune.ts'
import { removeNoOps } from '../graph/optimise/remove-no-ops.ts'
import type { Network, NodeOutput } from './network.ts'

/** Plans for different outputs that are kept at once: each has the weights that it needs. */
const MAX_EXECUTORS = 2

/** Passes that leave nothing but what the executor does anyway: it needs no sibling merged and no concatenation laid
 *  out, for it reads and writes parts of tensors where they are. */
const PASSES = [prune, removeNoOps, foldBatchNorm, foldScalars, fuseConvolution, prune]

/** Loads a network onto the kernels of our own. Nothing is computed yet: for the outputs that are asked for, the
 *  network is read again, cut down to them, and laid out.
 *  @throws NotPlanned for a network with something that they lack; EngineError `bad-file`, `not-supported` */
export function loadOwnNetwork(files: NetworkFiles): Network {
  const { graph, nodes, pooled } = openNetwork(files)
  readOperations(graph, files.preprocessing) // All of it can be planned, so that any part of it can.
  const executors = new Map<string, Promise<Executor>>()

  const executorFor = (outputs: readonly NodeOutput[]): Promise<Executor> => {
    const key = JSON.stringify(outputs.map(({ node, mean }) => [node, mean]))
    const known = executors.get(key)
    if (known) return known
    if (executors.size >= MAX_EXECUTORS) executors.delete(executors.keys().next().value!)
    const executor = layOut(files, outputs)
    executors.set(key, executor)
    executor.then(
      ({ bytes }) => sizes.set(key, bytes),
      () => executors.delete(key),
    )
    return executor
  }
  const sizes = new Map<string, number>()
  let last: Executor | undefined

  return {
    nodes,
    pooled,
    run: async (pixels, images, outputs) => {
      const executor = await executorFor(outputs)
      last = executor
      const size = pixels.length / images
      const results = Array.from({ length: images }, (_, i) =>
        executor.run(pixels.subarray(i * size, (i + 1) * size)),
      )
      return outputs.map((_, n) => join(results.map((values) => values[n]!)))
    },
    isDamaged: () => last?.isDamaged() ?? false,
    bytes: () => [...executors.keys()].reduce((sum, key) => sum + (sizes.get(key) ?? 0), 0),
    dispose: () => executors.clear(),
  }
}

function layOut(files: NetworkFiles, outputs: readonly NodeOutput[]): Promise<Executor> {
  const graph: Graph = new Map(openNetwork(files).graph)
  const names = outputs.map((output) => (output.mean ? addMean(graph, output.node) : output.node))
  const keep = new Set(names)
  const optimised = PASSES.reduce((current, pass) => pass(current, keep), sortGraph([...graph.values()]))
  return createExecutor(makePlan(optimised, files.preprocessing, names))
}

/** Adds the average of a node over its positions. */
function addMean(graph: Graph, node: string): string {
  const axes = constantNode(freeName(graph, `${node}/axes`), {
    dtype: 'int32',
    shape: [2],
    data: Int32Array.of(1, 2),
  })
  const mean: GraphNode = {
    name: freeName(graph, `${node}/mean`),
    op: 'Mean',
    inputs: [node, axes.name],
    attrs: {},
  }
  for (const added of [axes, mean]) graph.set(added.name, added)
  return mean.name
}

function join(parts: Float32Array[]): Float32Array {
  const [first] = parts
  if (parts.length === 1 && first) return first
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
