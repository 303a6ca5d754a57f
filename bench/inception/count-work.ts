import { makePlan } from '../../src/engine/models/executor/plan/make-plan.ts'
import {
  inputsOf,
  type Plan,
  positionsOf,
  type Step,
  type View,
} from '../../src/engine/models/executor/plan/plan.ts'
import { schedule } from '../../src/engine/models/executor/webgpu/schedule.ts'
import type { Graph } from '../../src/engine/models/graph/graph.ts'
import { fuseConvolution } from '../../src/engine/models/graph/optimise/fuse-convolution.ts'
import { prune } from '../../src/engine/models/graph/optimise/prune.ts'
import { removeNoOps } from '../../src/engine/models/graph/optimise/remove-no-ops.ts'

const OUTPUT = 'pool_3'

/** Dispatches, operations and bytes of one image by our plan, and by one dispatch a layer with concatenations copied. */
export function countWork(graph: Graph) {
  const passes = [prune, removeNoOps, fuseConvolution, prune]
  const keep = new Set([OUTPUT])
  const plan = makePlan(
    passes.reduce((current, pass) => pass(current, keep), graph),
    { width: 299, height: 299 },
    [OUTPUT],
  )
  const concatenations = [...graph.values()].filter(({ op }) => op === 'ConcatV2').length
  const whole = joinedViews(plan)
  const bytes = plan.steps.reduce((sum, step) => sum + bytesOf(step), 0)
  return {
    floatingPointOperations: plan.steps.reduce((sum, step) => sum + operationsOf(step), 0),
    ours: { dispatches: schedule(plan).levels.length, bytes },
    layerByLayer: {
      dispatches: plan.steps.length + concatenations,
      // Each concatenation is read and written once more.
      bytes: bytes + 2 * whole,
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
