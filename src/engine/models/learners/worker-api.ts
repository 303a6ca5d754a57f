import type { CodedExamples } from './coded-examples.ts'
import { SharedTeam, type TeamPlace } from './gbt/shared-team.ts'
import type { Team } from './gbt/team.ts'
import type { TrainableConfig } from './learner-config.ts'
import type { GeneralConfig } from './parts/general-config.ts'
import type { GeneralExamples } from './parts/general-examples.ts'
import type { Part } from './parts/part.ts'
import { PartTrainer } from './parts/part-trainer.ts'
import type { Steps } from './train-boosting.ts'
import { UnitTrainer } from './train-unit.ts'
import type { TrainingTally } from './training-tally.ts'
import type { Trees } from './tree.ts'
import { packTrees, withoutEmpty } from './tree-builder.ts'

/** Some parts of a training, for one worker to do. */
export interface TrainRequest {
  config: TrainableConfig | GeneralConfig
  units: number[]
  seed: number
  /** Present where all workers of the pool train the one part together. */
  team?: TeamPlace
}

/** What a worker of the pool answers to. */
export interface TreeWorkerApi {
  /** Sets the examples that requests refer to; undefined frees them. */
  init(examples: CodedExamples | GeneralExamples | undefined): void
  /** Trains parts in turn. `onDone` hears, a few times a second, how many are done (with the share of the current one).
   *  @returns what each part is, trees of coded examples; fewer than asked for if it was cancelled */
  train(request: TrainRequest, onDone: (units: number) => void): Promise<(Trees | Part)[]>
  /** What the trees trained since `init` say about their model; undefined for other parts. To be asked once. */
  tally(): TrainingTally | undefined
  /** Ends the training that runs after its current tree. */
  cancel(): void
}

/** Messages are heard, and progress is sent, this often. */
const PAUSE_MS = 50

/** Where units come from: trees from codes, other parts from values. */
interface UnitSource {
  tally?(): TrainingTally
  train(config: GeneralConfig, unit: number, seed: number, team?: Team): Steps<Trees | Part>
}

function treeSource(examples: CodedExamples): UnitSource {
  const trainer = new UnitTrainer(examples)
  const outputs = examples.labels > 2 ? examples.labels : 1
  return {
    tally: () => trainer.tally,
    *train(config, unit, seed, team) {
      const grown = yield* trainer.train(config as TrainableConfig, unit, seed, team)
      return withoutEmpty(packTrees(grown, outputs))
    },
  }
}

/** The worker's side of the pool, as an object that needs no worker: `expose` it by Comlink, or call it. */
export function createTreeWorker(): TreeWorkerApi {
  let trainer: UnitSource | undefined
  // Each training has its own: a new one must not revive one that is cancelled but has not noticed yet.
  let current = { cancelled: false }
  return {
    init(examples) {
      trainer = examples && ('codes' in examples ? treeSource(examples) : new PartTrainer(examples))
    },
    async train({ config, units, seed, team: place }, onDone) {
      const own = { cancelled: false }
      current = own
      const team = place && new SharedTeam(place)
      const results: (Trees | Part)[] = []
      let pausedMs = performance.now()
      const pause = async (share: number): Promise<void> => {
        if (performance.now() - pausedMs < PAUSE_MS) return
        onDone(results.length + share)
        await new Promise((resolve) => setTimeout(resolve, 0))
        pausedMs = performance.now()
      }
      for (const unit of units) {
        if (!trainer) throw new Error('init must come before train')
        const steps = trainer.train(config as GeneralConfig, unit, seed, team)
        let step = steps.next()
        while (!step.done) {
          await pause(step.value)
          if (own.cancelled) return results
          step = steps.next()
        }
        results.push(step.value)
        await pause(0)
        if (own.cancelled) return results
      }
      return results
    },
    tally: () => trainer?.tally?.(),
    cancel() {
      current.cancelled = true
    },
  }
}
