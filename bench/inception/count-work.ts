import type { NetworkFiles } from '../../src/contract/inception.ts'
import { endOnProcessor } from '../../src/engine/models/executor/plan/end-on-processor.ts'
import {
  inputsOf,
  type Plan,
  positionsOf,
  type Step,
  type View,
} from '../../src/engine/models/executor/plan/plan.ts'
import { schedule } from '../../src/engine/models/executor/webgpu/schedule.ts'
import { openNetwork } from '../../src/engine/models/graph/open-network.ts'
import { fuseConvolution } from '../../src/engine/models/graph/optimise/fuse-convolution.ts'
import { prune } from '../../src/engine/models/graph/optimise/prune.ts'
import { removeNoOps } from '../../src/engine/models/graph/optimise/remove-no-ops.ts'
import { planOutputs } from '../../src/engine/models/inception/load-own-network.ts'

/** Dispatches, operations and bytes of one image's pooled features: by our plan as it runs on a graphics card, and by one dispatch
 *  a layer with siblings apart and concatenations copied. */
export function countWork(files: NetworkFiles) {
  const { graph, pooled } = openNetwork(files)
  const outputs = [{ node: pooled!, mean: true }]
  const { plan } = endOnProcessor(planOutputs(graph, files, outputs))
  const layers = planOutputs(graph, files, outputs, [prune, removeNoOps, fuseConvolution, prune])
  const concatenations = [...graph.values()].filter(({ op }) => op === 'ConcatV2').length
  const sum = ({ steps }: Plan, of: (step: Step) => number): number =>
    steps.reduce((total, step) => total + of(step), 0)
  return {
    floatingPointOperations: sum(plan, operationsOf),
    ours: { dispatches: schedule(plan).levels.length, bytes: sum(plan, bytesOf) },
    layerByLayer: {
      dispatches: layers.steps.length + concatenations,
      // Each concatenation is read and written once more.
      bytes: sum(layers, bytesOf) + 2 * joinedViews(layers),
    },
  }
}

/** Bytes of all buffers that are written part by part. */
const joinedViews = ({ steps, buffers }: Plan): number =>
  buffers.reduce((sum, { size }, buffer) => {
    const writers = steps.filter(({ output }) => output.buffer === buffer)
    return writers.length > 1 ? sum + size * 4 : sum
  }, 0)

const numbersOf = (view: View): number => positionsOf(view) * view.channels

function bytesOf(step: Step): number {
  const weights = step.kind === 'convolution' ? step.filter.length + step.bias.length : 0
  const read = inputsOf(step).reduce((sum, view) => sum + numbersOf(view), 0)
  return 4 * (read + weights + numbersOf(step.output))
}

const operationsOf = (step: Step): number =>
  step.kind === 'convolution' ? 2 * positionsOf(step.output) * step.filter.length : 0
