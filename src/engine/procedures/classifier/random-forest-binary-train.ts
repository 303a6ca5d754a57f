import { EngineError } from '../../../contract/errors.ts'
import { parseConfig } from '../../models/learners/parse-config.ts'
import { param } from '../../params.ts'
import { defineProcedure } from '../define-procedure.ts'
import { checkModelOutput, MODEL_OUTPUT, publishModel, toKeptModel } from './model-output.ts'
import { readLabelledRows } from './read-examples.ts'
import { summarizeTraining, trainOn } from './train.ts'
import { trainingFacts } from './training-facts.ts'

/** The original's random forest for two labels: samples of the examples, of each several trees. */
export const randomForestBinaryTrain = defineProcedure({
  type: 'randomforest.binary.train',
  summary:
    'Trains a random forest on a query that gives `features` (numbers and texts, none NULL) and a boolean `label`.',
  params: {
    trainingData: param.query('Rows to learn from: `features`, `label` and maybe `weight`.'),
    ...MODEL_OUTPUT,
    featureVectorSamplings: param.integer('Samples of the examples.', { default: 5, min: 1, max: 1000 }),
    featureVectorSamplingProp: param.number('Share of the examples in each sample.', {
      default: 0.3,
      min: 0.05,
      max: 1,
    }),
    featureSamplings: param.integer('Trees of each sample.', { default: 20, min: 1, max: 1000 }),
    featureSamplingProp: param.number('Share of the features that each split of a tree tries.', {
      default: 0.3,
      min: 0,
      max: 1,
    }),
    maxDepth: param.integer('Levels of splits in a tree.', { default: 20, min: 1, max: 10_000 }),
    verbosity: param.boolean('Accepted and ignored.', { default: false }),
    seed: param.integer('Seed of every random choice: the same seed gives the same model.', { default: 1 }),
  },
  check: (params) => checkModelOutput(params),
  async run({ params, context, call }) {
    const rows = await readLabelledRows(params.trainingData, 'trainingData', context, call)
    const missing = rows.features.firstIncomplete()
    if (missing !== undefined) {
      throw new EngineError(
        'invalid-argument',
        `randomforest.binary.train takes no NULL among the features, and '${missing}' has one; leave it out, fill it, or use classifier.train with algorithm rf`,
        { column: missing },
      )
    }
    const config = parseConfig({
      type: 'bagging',
      num_bags: params.featureVectorSamplings,
      // A sample of the whole is a bootstrap; of a share, what is left when the rest is held out.
      validation_split: params.featureVectorSamplingProp === 1 ? 0 : 1 - params.featureVectorSamplingProp,
      weak_learner: {
        type: 'bagging',
        num_bags: params.featureSamplings,
        validation_split: 0,
        weak_learner: {
          type: 'decision_tree',
          max_depth: params.maxDepth,
          update_alg: 'prob',
          random_feature_propn: params.featureSamplingProp,
        },
      },
    })
    const options = { mode: 'boolean', config, equalizationFactor: 0, seed: params.seed } as const
    const bytes = await trainOn(rows, options, context, call)
    const facts = await trainingFacts(params.trainingData, 'randomforest.binary', context)
    await publishModel(toKeptModel(bytes, facts), 'classifier', params, context, call)
    return { status: summarizeTraining(rows) }
  },
})
