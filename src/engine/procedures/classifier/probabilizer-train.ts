import { EngineError } from '../../../contract/errors.ts'
import type { Value } from '../../../contract/values.ts'
import { fitProbabilizer } from '../../models/learners/glz/fit-probabilizer.ts'
import { LINK_FUNCTIONS } from '../../models/learners/parts/part.ts'
import { param } from '../../params.ts'
import { defineProcedure } from '../define-procedure.ts'
import { toBooleans } from './code-labels.ts'
import { checkModelOutput, MODEL_OUTPUT, publishModel } from './model-output.ts'
import { readWeight } from './read-examples.ts'

/** Learns what a boolean classifier's score says about the probability that the label is true. */
export const probabilizerTrain = defineProcedure({
  type: 'probabilizer.train',
  summary: 'Fits probabilities to scores: a query gives `score`, `label` and maybe `weight`.',
  params: {
    trainingData: param.query('Rows: `score` (a number), `label` and maybe `weight`. Not those trained on.'),
    link: param.oneOf('How the linear sum becomes the probability.', LINK_FUNCTIONS, { default: 'logit' }),
    ...MODEL_OUTPUT,
  },
  check: (params) => checkModelOutput(params),
  async run({ params, context, call }) {
    const result = await context.sql.query(params.trainingData, call)
    const at = (name: string): number =>
      result.columns.findIndex(({ path }) => path.length === 1 && path[0] === name)
    const [score, label, weight] = [at('score'), at('label'), at('weight')]
    if (score < 0 || label < 0) {
      throw new EngineError('invalid-argument', "trainingData must return a 'score' and a 'label'")
    }
    const scores: number[] = []
    const labels: Value[] = []
    const weights: number[] = []
    for await (const { rowNames, columns } of result.batches()) {
      for (const [r, name] of rowNames.entries()) {
        const value = columns[score]![r]!
        const truth = columns[label]![r]!
        if (value === null || truth === null) continue
        if (typeof value !== 'number') {
          throw new EngineError('type-mismatch', `the score of row '${name}' is no number`, { rowName: name })
        }
        scores.push(value)
        labels.push(truth)
        if (weight >= 0) weights.push(readWeight(columns[weight]![r]!, name))
      }
    }
    const model = fitProbabilizer(
      Float64Array.from(scores),
      toBooleans(labels),
      params.link,
      weight >= 0 ? Float64Array.from(weights) : undefined,
    )
    const bytes = new TextEncoder().encode(JSON.stringify(model))
    await publishModel(bytes, 'probabilizer', params, context, call)
    return { status: { examples: scores.length, ...model } }
  },
})
