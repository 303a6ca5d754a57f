import { EngineError } from '../../../../contract/errors.ts'
import type { LearnerConfig, TrainTask } from '../../../../contract/learning.ts'
import { familyOf } from '../glz/train-glz.ts'
import { parseArch } from '../perceptron/parse-arch.ts'
import type { GlzConfig, PerceptronConfig } from './general-config.ts'

/** Rejects what the learners of a configuration cannot learn from, before any of it is sent to workers.
 *  @throws EngineError `invalid-argument`, `not-supported` */
export function checkLearner(task: TrainTask, config: LearnerConfig = task.config): void {
  const { mode, examples } = task
  const weak = config.weak_learner as LearnerConfig | undefined
  if (weak) {
    checkLearner(task, weak)
    return
  }
  if (config.type === 'naive_bayes' && mode === 'regression') {
    throw new EngineError('not-supported', 'naive_bayes does not do regression; use glz_linear, rf or bbdt')
  }
  if (config.type === 'perceptron') {
    const levels = examples.features.reduce((n, feature) => n + (feature.levels?.length ?? 1), 0)
    parseArch((config as PerceptronConfig).arch, levels)
  }
  if (config.type === 'glz' && mode === 'regression') checkRange(examples.y, config as GlzConfig)
}

function checkRange(y: Float64Array, { link_function: link }: GlzConfig): void {
  const family = familyOf(link, 'regression')
  const fits = family === 'poisson' ? (v: number) => v >= 0 : (v: number) => v >= 0 && v <= 1
  const bad = family === 'gaussian' ? -1 : y.findIndex((value) => !fits(value))
  if (bad < 0) return
  const range = family === 'poisson' ? 'of 0 or more' : 'from 0 to 1'
  throw new EngineError(
    'invalid-argument',
    `A regression by glz with link_function ${link} needs labels ${range}, and one is ${y[bad]}; use link_function linear (algorithm glz_linear)`,
    { suggestion: 'linear' },
  )
}
