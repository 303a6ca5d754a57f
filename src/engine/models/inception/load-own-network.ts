import type { NetworkFiles } from '../../../contract/inception.ts'
import { makePlan } from '../executor/plan/make-plan.ts'
import { NotPlanned, type Plan } from '../executor/plan/plan.ts'
import { readOperations } from '../executor/plan/read-operations.ts'
import type { PlanRunner, StartPlan } from '../executor/plan-runner.ts'
import { type Graph, type GraphNode, sortGraph } from '../graph/graph.ts'
import { constantNode, freeName } from '../graph/new-nodes.ts'
import { openNetwork } from '../graph/open-network.ts'
import { foldBatchNorm } from '../graph/optimise/fold-batch-norm.ts'
import { foldScalars } from '../graph/optimise/fold-scalars.ts'
import { fuseConvolution } from '../graph/optimise/fuse-convolution.ts'
import { mergeSiblings } from '../graph/optimise/merge-siblings.ts'
import type { Pass } from '../graph/optimise/pass.ts'
import { prune } from '../graph/optimise/prune.ts'
import { removeNoOps } from '../graph/optimise/remove-no-ops.ts'
import type { Network, NodeOutput } from './network.ts'

/** Plans for different outputs that are kept at once: each has the weights that it needs. */
const MAX_RUNNERS = 2

/** What makes a plan short. Parts of channels are views in it, so that merging siblings saves reading a tensor twice. */
const PASSES = [prune, removeNoOps, foldBatchNorm, foldScalars, fuseConvolution, mergeSiblings, prune]

/** Loads a network onto kernels of our own. Nothing is computed yet: for the outputs that are asked for, the network is
 *  read again, cut down to them, and laid out.
 *  @param start lays a plan out on a backend
 *  @param otherwise another way to compute outputs for which the backend cannot carry the plan out
 *  @throws NotPlanned for a network with something that no backend of ours has; EngineError `bad-file`,
 *    `not-supported` */
export function loadOwnNetwork(
  files: NetworkFiles,
  start: StartPlan,
  otherwise: () => Promise<Network>,
): Network {
  const { graph, nodes, pooled } = openNetwork(files)
  readOperations(graph, files.preprocessing) // All of it can be planned, so that any part of it can.
  // Its weights are as large as the network: whoever needs them again while they are there need not read them again.
  const opened = new WeakRef(graph)
  const runners = new Map<string, Promise<PlanRunner | undefined>>()
  const live = new Set<PlanRunner>()
  let other: Promise<Network> | undefined

  const evictOldest = async (): Promise<void> => {
    const [key, oldest] = runners.entries().next().value!
    runners.delete(key)
    const runner = await oldest.catch(() => undefined)
    runner?.dispose()
    if (runner) live.delete(runner)
  }

  const startRunner = async (outputs: readonly NodeOutput[]): Promise<PlanRunner | undefined> => {
    try {
      const runner = await start(planOutputs(opened.deref() ?? openNetwork(files).graph, files, outputs))
      live.add(runner)
      return runner
    } catch (error) {
      if (error instanceof NotPlanned) return undefined
      throw error
    }
  }

  const runnerFor = async (outputs: readonly NodeOutput[]): Promise<PlanRunner | undefined> => {
    const key = JSON.stringify(outputs.map(({ node, mean }) => [node, mean]))
    const known = runners.get(key)
    if (known) return known
    if (runners.size >= MAX_RUNNERS) await evictOldest()
    const runner = startRunner(outputs)
    runners.set(key, runner)
    runner.catch(() => runners.delete(key))
    return runner
  }

  return {
    nodes,
    pooled,
    run: async (pixels, images, outputs) => {
      const runner = await runnerFor(outputs)
      if (runner) return runner.run(pixels, images)
      other ??= otherwise()
      return (await other).run(pixels, images, outputs)
    },
    isDamaged: () => [...live].some((runner) => runner.isDamaged?.()),
    bytes: () => [...live].reduce((sum, runner) => sum + runner.bytes(), 0),
    dispose: () => {
      for (const runner of live) runner.dispose()
      live.clear()
      runners.clear()
      void other?.then((network) => network.dispose())
      other = undefined
    },
  }
}

/** The network cut down to some outputs, optimised, as the steps that kernels of ours carry out.
 *  @throws NotPlanned; EngineError `bad-file`, `not-supported` */
export function planOutputs(
  whole: Graph,
  { preprocessing }: Pick<NetworkFiles, 'preprocessing'>,
  outputs: readonly Pick<NodeOutput, 'node' | 'mean'>[],
  passes: readonly Pass[] = PASSES,
): Plan {
  const graph: Graph = new Map(whole)
  const names = outputs.map((output) => (output.mean ? addMean(graph, output.node) : output.node))
  const keep = new Set(names)
  const optimised = passes.reduce((current, pass) => pass(current, keep), sortGraph([...graph.values()]))
  return makePlan(optimised, preprocessing, names)
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
