import { EngineError } from '../../../contract/errors.ts'
import { param } from '../../params.ts'
import { checkFileUrl } from '../check-file-url.ts'
import { defineProcedure, summarizeRowErrors } from '../define-procedure.ts'
import { LEARNING_PARAMS, readLearner } from './classifier-params.ts'
import { readLabelledRows } from './read-examples.ts'
import { summarizeModel } from './summarize-model.ts'
import { trainOn } from './train.ts'

/** Trains a classifier and saves it as a file and, if named, as a function. */
export const classifierTrain = defineProcedure({
  type: 'classifier.train',
  summary: 'Trains a classifier on a query that gives `features` (a row) and `label`.',
  params: {
    trainingData: param.query('Rows to learn from: `features`, `label` and maybe `weight`.'),
    ...LEARNING_PARAMS,
    modelFileUrl: param.string('Where to save the model: a file:/// URL.', { default: '' }),
    functionName: param.string('Name of a `classifier` function to create; needs modelFileUrl.', {
      default: '',
    }),
  },
  check(params) {
    readLearner(params)
    if (params.functionName !== '' && params.modelFileUrl === '') {
      throw new EngineError(
        'invalid-argument',
        `functionName '${params.functionName}' needs a modelFileUrl to save the model`,
      )
    }
    if (params.modelFileUrl !== '') checkFileUrl(params.modelFileUrl, 'modelFileUrl')
  },
  async run({ params, context, call }) {
    const { modelFileUrl, functionName, equalizationFactor, seed } = params
    const rows = await readLabelledRows(params.trainingData, 'trainingData', context, call)
    const bytes = await trainOn(rows, { ...readLearner(params), equalizationFactor, seed }, context, call)
    if (modelFileUrl !== '') await context.files.write(modelFileUrl, bytes)
    if (functionName !== '') {
      await context.functions.put({ id: functionName, type: 'classifier', params: { modelFileUrl } }, call)
    }
    const { unlabelled, featureless, rowErrors } = rows
    return {
      status: {
        examples: rows.labels.length,
        ...summarizeModel(bytes),
        ...(unlabelled > 0 ? { rowsWithoutLabel: unlabelled } : {}),
        ...(featureless > 0 ? { rowsWithoutFeatures: featureless } : {}),
        ...summarizeRowErrors(rowErrors),
      },
    }
  },
})
