import { param } from '../../params.ts'
import { defineProcedure } from '../define-procedure.ts'
import { checkLearnerParams, LEARNING_PARAMS, readLearner } from './classifier-params.ts'
import { checkModelOutput, MODEL_OUTPUT, publishModel, toKeptModel } from './model-output.ts'
import { readLabelledRows } from './read-examples.ts'
import { summarizeModel } from './summarize-model.ts'
import { summarizeTraining, trainOn } from './train.ts'
import { trainingFacts } from './training-facts.ts'

/** Trains a classifier and saves it as a file and, if named, as a function. */
export const classifierTrain = defineProcedure({
  type: 'classifier.train',
  summary: 'Trains a classifier on a query that gives `features` (a row) and `label`.',
  params: {
    trainingData: param.query('Rows to learn from: `features`, `label` and maybe `weight`.'),
    ...LEARNING_PARAMS,
    ...MODEL_OUTPUT,
  },
  check(params) {
    checkLearnerParams(params)
    checkModelOutput(params)
  },
  async run({ params, context, call }) {
    const { equalizationFactor, seed, multilabelStrategy } = params
    const learner = await readLearner(params, context, call)
    const rows = await readLabelledRows(params.trainingData, 'trainingData', context, call)
    const options = { ...learner, equalizationFactor, seed, multilabelStrategy }
    const bytes = await trainOn(rows, options, context, call)
    const facts = await trainingFacts(params.trainingData, params.algorithm, context)
    await publishModel(toKeptModel(bytes, facts), 'classifier', params, context, call)
    return { status: { ...summarizeTraining(rows), ...summarizeModel(bytes) } }
  },
})
