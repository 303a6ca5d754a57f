import type { TrainTask } from '../../../contract/learning.ts'
import { codeExamples } from './code-examples.ts'
import type { TrainableConfig } from './learner-config.ts'
import type { Model } from './model.ts'
import { checkLearner } from './parts/check-general.ts'
import type { GeneralModel } from './parts/general-model.ts'
import { PartTrainer } from './parts/part-trainer.ts'
import { trainGeneral } from './parts/train-general.ts'
import { checkTask, toModel } from './train-model.ts'
import { UnitTrainer, unitCount } from './train-unit.ts'
import { joinTrees, packTrees } from './tree-builder.ts'

/** Trains in the calling thread, without workers: for tests, and as the definition of what any pool must produce. */
export async function trainHere(task: TrainTask): Promise<Model> {
  checkTask(task)
  const config = task.config as TrainableConfig
  const coded = await codeExamples(task.examples, task)
  const trainer = new UnitTrainer(coded)
  const outputs = coded.labels > 2 ? coded.labels : 1
  const parts = []
  for (let unit = 0; unit < unitCount(config); unit++) {
    const steps = trainer.train(config, unit, task.seed)
    let step = steps.next()
    while (!step.done) step = steps.next()
    parts.push(packTrees(step.value, outputs))
  }
  return { ...toModel(task, config, parts, trainer.tally), trees: joinTrees(parts) }
}

/** The same for what is not just a sum of trees. */
export function trainGeneralHere(task: TrainTask): Promise<GeneralModel> {
  checkTask(task)
  checkLearner(task)
  return trainGeneral(
    {
      async train(examples, config, units, seed) {
        const trainer = new PartTrainer(examples)
        return Array.from({ length: units }, (_, unit) => {
          const steps = trainer.train(config, unit, seed)
          let step = steps.next()
          while (!step.done) step = steps.next()
          return step.value
        })
      },
    },
    task,
  )
}
