import type { Examples, TrainTask } from '../../../../contract/learning.ts'
import { codeExamples } from '../code-examples.ts'
import { exampleWeights } from '../example-weights.ts'
import { deriveSeed, Random } from '../random.ts'
import { type GeneralConfig, growsTrees, isTreeConfig } from './general-config.ts'
import { type GeneralExamples, toGeneralExamples } from './general-examples.ts'
import type { GeneralModel } from './general-model.ts'
import type { Part } from './part.ts'
import { meanOf } from './part-trainer.ts'
import { toDense } from './score-rows.ts'

/** Where a training runs: a pool of workers, or the calling thread. */
export interface Trainer {
  /** Trains the parts 0 to `units` - 1 of a configuration. `onShare` hears what share of them is done. */
  train(
    examples: GeneralExamples,
    config: GeneralConfig,
    units: number,
    seed: number,
    onShare: (share: number) => void,
  ): Promise<Part[]>
  /** Memory that workers may share, where they may. */
  allocate?: (sizeBytes: number) => ArrayBufferLike
  /** Lets others run while examples are made ready. */
  pause?: () => Promise<void> | undefined
  /** Hears what share of all is done. */
  onShare?: (share: number) => void
}

type Single = TrainTask & { mode: GeneralExamples['mode'] }

/** Trains whatever is not just a sum of trees; several labels a row by the strategy asked for. */
export async function trainGeneral(trainer: Trainer, task: TrainTask): Promise<GeneralModel> {
  const { mode, examples, config, equalizationFactor, seed } = task
  const part =
    mode === 'multilabel'
      ? await trainMultilabel(trainer, task)
      : await trainSingle(trainer, toSingle(task), trainer.onShare)
  return {
    mode,
    features: examples.features,
    labels: mode === 'regression' ? [] : examples.labels,
    config,
    equalizationFactor,
    seed,
    training: { rows: examples.rows },
    part,
  }
}

/** One label alone has one score: whether it is that label. */
function toSingle(task: TrainTask): Single {
  const lone = task.mode === 'categorical' && task.examples.labels.length === 1
  return { ...task, mode: lone ? 'boolean' : task.mode } as Single
}

async function trainSingle(trainer: Trainer, task: Single, onShare: Trainer['onShare']): Promise<Part> {
  const config = task.config as GeneralConfig
  const examples = await readyExamples(trainer, task)
  const bags = config.type === 'bagging' && !isTreeConfig(config) ? config.num_bags : 0
  const parts = await trainer.train(examples, config, bags || 1, task.seed, onShare ?? (() => {}))
  return bags > 0 ? meanOf(parts) : parts[0]!
}

async function readyExamples({ allocate, pause }: Trainer, task: Single): Promise<GeneralExamples> {
  const { examples, mode, config, equalizationFactor } = task
  const general = toGeneralExamples(
    examples,
    mode,
    exampleWeights(examples, mode, equalizationFactor),
    allocate,
  )
  if (!growsTrees(config)) return general
  const { sparse, rows, features } = examples
  const dense = sparse ? { ...examples, X: toDense(sparse, rows, features.length) } : examples
  const coded = await codeExamples(dense, {
    mode,
    equalizationFactor,
    ...(allocate && { allocate }),
    ...(pause && { afterColumn: pause }),
  })
  return { ...general, coded }
}

async function trainMultilabel(trainer: Trainer, task: TrainTask): Promise<Part> {
  const { examples, seed, multilabelStrategy = 'one-vs-all' } = task
  if (multilabelStrategy !== 'one-vs-all') {
    const single = multilabelStrategy === 'random' ? oneOfEach(examples, seed) : oneRowEach(examples)
    const part = await trainSingle(
      trainer,
      { ...task, examples: single, mode: 'categorical' },
      trainer.onShare,
    )
    return part
  }
  const parts: Part[] = []
  const count = examples.labels.length
  for (let k = 0; k < count; k++) {
    const own = { ...task, examples: againstTheRest(examples, k), mode: 'boolean' as const }
    parts.push(await trainSingle(trainer, own, (share) => trainer.onShare?.((k + share) / count)))
  }
  return { kind: 'per-label', outputs: count, parts }
}

/** Each row with one of its labels, drawn by chance; rows without a label are left out. */
function oneOfEach(examples: Examples, seed: number): Examples {
  const { offsets, labels } = examples.labelSets!
  const random = new Random(deriveSeed(seed, 5))
  const rows: number[] = []
  const y: number[] = []
  for (let r = 0; r < examples.rows; r++) {
    const count = offsets[r + 1]! - offsets[r]!
    if (count === 0) continue
    rows.push(r)
    y.push(labels[offsets[r]! + random.below(count)]!)
  }
  return pick(examples, rows, y)
}

/** Each row as often as it has labels, with one of them each. */
function oneRowEach(examples: Examples): Examples {
  const { offsets, labels } = examples.labelSets!
  const rows: number[] = []
  const y: number[] = []
  for (let r = 0; r < examples.rows; r++) {
    for (let i = offsets[r]!; i < offsets[r + 1]!; i++) {
      rows.push(r)
      y.push(labels[i]!)
    }
  }
  return pick(examples, rows, y)
}

/** Whether a row has one label. */
function againstTheRest({ labelSets, ...examples }: Examples, label: number): Examples {
  const { offsets, labels } = labelSets!
  const y = new Float64Array(examples.rows)
  for (let r = 0; r < examples.rows; r++) {
    for (let i = offsets[r]!; i < offsets[r + 1]!; i++) if (labels[i] === label) y[r] = 1
  }
  return { ...examples, y, labels: ['0', '1'] }
}

/** Some rows of examples, in the order given, with other labels. */
function pick({ labelSets: _, ...examples }: Examples, rows: number[], y: number[]): Examples {
  const { X, sparse, weights, features } = examples
  const width = features.length
  const picked = { ...examples, rows: rows.length, y: Float64Array.from(y) }
  if (weights) picked.weights = Float64Array.from(rows, (r) => weights[r]!)
  if (!sparse) {
    picked.X = new Float32Array(rows.length * width)
    rows.forEach((r, i) => {
      picked.X.set(X.subarray(r * width, (r + 1) * width), i * width)
    })
    return picked
  }
  const { offsets } = sparse
  const sizes = rows.map((r) => offsets[r + 1]! - offsets[r]!)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const chosen = {
    offsets: new Uint32Array(rows.length + 1),
    columns: new Uint32Array(total),
    values: new Float32Array(total),
  }
  let at = 0
  rows.forEach((r, i) => {
    chosen.columns.set(sparse.columns.subarray(offsets[r]!, offsets[r + 1]!), at)
    chosen.values.set(sparse.values.subarray(offsets[r]!, offsets[r + 1]!), at)
    at += sizes[i]!
    chosen.offsets[i + 1] = at
  })
  return { ...picked, sparse: chosen }
}
