import { EngineError } from '../../../contract/errors.ts'
import type { LearningApi, TrainTask } from '../../../contract/learning.ts'
import type { Call } from '../../../contract/progress.ts'
import { codeExamples } from './code-examples.ts'
import { gradientMemory } from './gbt/gradient-memory.ts'
import { gradientLayout } from './gbt/gradient-workspace.ts'
import type { TrainableConfig } from './learner-config.ts'
import { joinModelFile } from './model-file.ts'
import { checkLearner } from './parts/check-general.ts'
import { isTreeConfig } from './parts/general-config.ts'
import { toGeneralFile } from './parts/general-file.ts'
import type { Part } from './parts/part.ts'
import { type Trainer, trainGeneral } from './parts/train-general.ts'
import { checkTask, toModel } from './train-model.ts'
import { unitCount } from './train-unit.ts'
import { joinTallies } from './training-tally.ts'
import type { Trees } from './tree.ts'
import type { WorkerLike } from './worker-like.ts'
import { WorkerPool } from './worker-pool.ts'

/** What the pool needs of the world around it. */
export interface LearningOptions {
  /** Starts a worker that runs `exposeTrees`. */
  spawn: () => WorkerLike
  /** Workers at once; usually the number of processor cores. */
  workers: number
  /** Whether workers may look at one copy of the examples. By default wherever SharedArrayBuffer is allowed: where a
   *  page is cross-origin isolated, and in Node. */
  shareMemory?: boolean
  /** From so many cells of examples on all workers grow each tree of gradient boosting together: for fewer it costs more
   *  to wait for each other than it saves. */
  teamCells?: number
}

const TEAM_CELLS = 1 << 19

/** Preparing examples lets others run this often. */
const PAUSE_MS = 30

/** Trains in a pool of workers; the same seed gives the same bytes whatever their number. Trainings that are asked
 *  for while one runs wait for their turn. */
export function createLearning(options: LearningOptions): LearningApi & { close(): void } {
  const pool = new WorkerPool(options.spawn, Math.max(1, options.workers))
  const share = options.shareMemory ?? mayShare()
  const { teamCells = TEAM_CELLS } = options
  let turn: Promise<unknown> = Promise.resolve()
  return {
    train(task, call) {
      const training = turn.then(() => train(pool, { share, teamCells }, task, call))
      turn = training.catch(() => {})
      return training
    },
    close: () => pool.close(),
  }
}

function mayShare(): boolean {
  const { crossOriginIsolated } = globalThis as { crossOriginIsolated?: boolean }
  return typeof SharedArrayBuffer === 'function' && crossOriginIsolated !== false
}

async function train(
  pool: WorkerPool,
  { share, teamCells }: { share: boolean; teamCells: number },
  task: TrainTask,
  call: Call,
): Promise<Uint8Array> {
  checkTask(task)
  checkLearner(task)
  throwIfCancelled(call.signal)
  if (task.mode === 'multilabel' || !isTreeConfig(task.config)) {
    return toGeneralFile(await trainGeneral(poolTrainer(pool, share, call), task))
  }
  const config = task.config
  const { signal, onProgress } = call
  const units = unitCount(config)
  // Without several parts the rounds of the one part are what can be counted.
  const trees = config.type === 'bagging' ? treesPerUnit(config.weak_learner) : treesPerUnit(config)
  const total = units * trees
  const report = (done: number): void => onProgress?.({ phase: 'trees', step: 'train', done, total })
  report(0)
  const examples = await codeExamples(task.examples, {
    ...task,
    ...(share && { allocate: (size: number) => new SharedArrayBuffer(size) }),
    afterColumn: pauser(signal),
  })
  let reported = 0
  const { parts, tallies } = await pool.train<Trees>({
    examples,
    config,
    units,
    seed: task.seed,
    signal,
    ...(share &&
      config.type === 'gradient_boosting' &&
      examples.rows * examples.columns >= teamCells && {
        teamMemory: (size: number) => {
          const layout = gradientLayout(examples, config, size)
          return { layout, memory: gradientMemory(layout, true) }
        },
      }),
    onDone: (done) => {
      reported = Math.max(reported, Math.floor(done * trees))
      report(reported)
    },
  })
  report(total)
  return joinModelFile(toModel(task, config, parts, joinTallies(tallies)), parts)
}

/** The pool as what general training needs. */
function poolTrainer(pool: WorkerPool, share: boolean, { signal, onProgress }: Call): Trainer {
  let reported = -1
  return {
    async train(examples, config, units, seed, onShare) {
      const onDone = (done: number): void => onShare(done / units)
      return (await pool.train<Part>({ examples, config, units, seed, signal, onDone })).parts
    },
    ...(share && { allocate: (size: number) => new SharedArrayBuffer(size) }),
    pause: pauser(signal),
    onShare(part) {
      const done = Math.floor(100 * part)
      if (done <= reported) return
      reported = done
      onProgress?.({ phase: 'percent', step: 'train', done, total: 100 })
    },
  }
}

/** The most trees one part can have: boosting may keep fewer. */
function treesPerUnit(config: TrainableConfig): number {
  switch (config.type) {
    case 'decision_tree':
      return 1
    case 'bagging':
      return config.num_bags * treesPerUnit(config.weak_learner)
    default:
      return config.max_iter
  }
}

function pauser(signal: AbortSignal | undefined): () => Promise<void> | undefined {
  let pausedMs = performance.now()
  return () => {
    throwIfCancelled(signal)
    if (performance.now() - pausedMs < PAUSE_MS) return undefined
    return new Promise((resolve) => {
      setTimeout(() => {
        pausedMs = performance.now()
        resolve()
      }, 0)
    })
  }
}

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new EngineError('cancelled', 'The training was cancelled.')
}
