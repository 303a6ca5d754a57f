import { EngineError } from '../../../contract/errors.ts'
import type { ClassifierMode } from '../../../contract/learning.ts'
import type { Call, RowError } from '../../../contract/progress.ts'
import type { DatasetWriter, EngineContext } from '../../context.ts'
import { booleanCut } from '../../models/learners/parts/explain-any.ts'
import { loadAnyModel } from '../../models/learners/parts/load-any-model.ts'
import { createRowScorer } from '../../models/learners/parts/score-rows.ts'
import { aggregate } from '../../models/metrics/aggregate.ts'
import { type ParamValues, param } from '../../params.ts'
import type { QueryOptions, Statement } from '../../sql/sql.ts'
import { checkFileUrl } from '../check-file-url.ts'
import { defineProcedure, summarizeRowErrors } from '../define-procedure.ts'
import { checkLearnerParams, LEARNING_PARAMS, readLearner } from './classifier-params.ts'
import { type Evaluation, evaluate } from './evaluate.ts'
import { describeFold, FOLD_PARAMS, type Fold, refinement, toFolds } from './folds.ts'
import { toKeptModel } from './model-output.ts'
import { type LabelledRows, readLabelledRows } from './read-examples.ts'
import { summarizeModel } from './summarize-model.ts'
import { trainOn } from './train.ts'
import { trainingFacts } from './training-facts.ts'

const PARAMS = {
  experimentName: param.string('Prefix of what the experiment creates.'),
  inputData: param.optional(
    param.query('Rows to learn from and test on: `features`, `label` and maybe `weight`.'),
  ),
  testingDataOverride: param.optional(param.query('Other rows to test on.')),
  kfold: param.integer('Number of folds of a cross-validation; 0 for none.', { default: 0 }),
  datasetFolds: param.list(
    param.structure(FOLD_PARAMS, ''),
    'Which rows to train and to test on, fold by fold.',
    {
      default: [],
    },
  ),
  ...LEARNING_PARAMS,
  recallOverN: param.list(
    param.integer('', { min: 1 }),
    'Also the share of rows whose label is among the N best.',
    {
      default: [],
    },
  ),
  modelFileUrlPattern: param.string('Where to save the models; `$runid` becomes `<experimentName>-<fold>`.', {
    default: 'file:///models/$runid.cls',
  }),
  keepArtifacts: param.boolean('Accepted for compatibility: there are no intermediate procedures to keep.', {
    default: false,
  }),
  evalTrain: param.boolean('Also test on the rows trained on.', { default: false }),
  outputAccuracyDataset: param.boolean('Write a dataset of results per fold.', { default: true }),
  uniqueScoresOnly: param.boolean('Mode boolean: a row per distinct score in the datasets of results.', {
    default: false,
  }),
}

type Params = ParamValues<typeof PARAMS>

/** Trains and tests a classifier, fold by fold. What it creates appears when all folds are done. */
export const classifierExperiment = defineProcedure({
  type: 'classifier.experiment',
  summary: 'Trains a classifier on one part of the rows and tests it on the other; makes a function of it.',
  params: PARAMS,
  check(params) {
    if (params.experimentName === '')
      throw invalid('experimentName is a required property and must not be empty')
    if (params.inputData === undefined) throw invalid('Training data must be specified.')
    checkLearnerParams(params)
    toFolds(params)
    checkFileUrl(params.modelFileUrlPattern, 'modelFileUrlPattern')
  },
  async run({ params, context, call }) {
    const folds = toFolds(params)
    const done: FoldResult[] = []
    for (const [i, fold] of folds.entries()) {
      done.push(await runFold({ params, context, call }, fold, { index: i, count: folds.length }))
    }
    await publish(done, params, context, call)
    return {
      status: summarize(done, params),
      details: { folds: done.map(({ test }) => ({ curves: test.curves(), ...test.ranks() })) },
    }
  },
})

const invalid = (message: string): EngineError => new EngineError('invalid-argument', message)

interface FoldResult {
  fold: Fold
  modelFileUrl: string
  functionName: string
  accuracyDataset: string
  model: Uint8Array
  test: Evaluation
  train: Evaluation | undefined
  durationSecs: { train: number; test: number }
  leftOut: { rowsWithoutLabel: number; rowsWithoutFeatures: number }
  rowErrors: readonly RowError[]
}

interface Work {
  params: Params
  context: EngineContext
  call: Call
}

async function runFold(
  work: Work,
  fold: Fold,
  { index, count }: { index: number; count: number },
): Promise<FoldResult> {
  const { params, context, call } = work
  const { mode, config } = await readLearner(params, context, call)
  const { equalizationFactor, seed, multilabelStrategy } = params
  const training = await read(work, params.inputData!, 'training data', refinement(fold, 'training'))
  const started = performance.now()
  const model = await trainOn(
    training,
    { mode, config, equalizationFactor, seed, multilabelStrategy },
    context,
    call,
  )
  const trained = performance.now()
  const testing = await read(
    work,
    params.testingDataOverride ?? params.inputData!,
    'testing data',
    refinement(fold, 'testing'),
  )
  if (testing.labels.length === 0) {
    throw invalid(
      `Cannot run classifier.test procedure on empty test set: fold ${index} has no row where ${fold.testingWhere}`,
    )
  }
  const test = score(model, testing, mode, params.recallOverN)
  const tested = performance.now()
  return {
    fold,
    modelFileUrl: modelFileUrl(params, index, count),
    functionName: `${params.experimentName}_scorer_${index}`,
    accuracyDataset: `${params.experimentName}_results_${index}`,
    model,
    test,
    train: params.evalTrain ? score(model, training, mode, params.recallOverN) : undefined,
    durationSecs: { train: (trained - started) / 1000, test: (tested - trained) / 1000 },
    leftOut: {
      rowsWithoutLabel: training.unlabelled + testing.unlabelled,
      rowsWithoutFeatures: training.featureless + testing.featureless,
    },
    rowErrors: [...training.rowErrors, ...testing.rowErrors],
  }
}

const read = (
  { context, call }: Work,
  statement: Statement,
  what: string,
  options: QueryOptions,
): Promise<LabelledRows> => readLabelledRows(statement, what, context, call, options)

function score(
  bytes: Uint8Array,
  rows: LabelledRows,
  mode: ClassifierMode,
  recallOverN: number[],
): Evaluation {
  const model = loadAnyModel(bytes)
  const { rowNames, labels, weights } = rows
  const scores = createRowScorer(model)(rows.features.toRowsOf(model.features), labels.length)
  const cut = mode === 'boolean' ? booleanCut(model) : undefined
  const scored = {
    rowNames,
    labels,
    scoredLabels: model.labels,
    scores,
    cut,
    ...(weights ? { weights } : {}),
  }
  return evaluate(scored, mode, recallOverN)
}

/** A pattern without `$runid` is an address as it is; several folds then get their number before the extension, or they
 *  would overwrite each other. */
function modelFileUrl(
  { modelFileUrlPattern: pattern, experimentName }: Params,
  index: number,
  count: number,
): string {
  if (pattern.includes('$runid')) return pattern.replaceAll('$runid', `${experimentName}-${index}`)
  return count === 1 ? pattern : pattern.replace(/(\.\w+)?$/, `-${index}$1`)
}

/** Makes datasets, models and functions of all folds appear. */
async function publish(
  folds: readonly FoldResult[],
  params: Params,
  context: EngineContext,
  call: Call,
): Promise<void> {
  const writers: DatasetWriter[] = []
  try {
    for (const { test, accuracyDataset } of params.outputAccuracyDataset ? folds : []) {
      const writer = await context.datasets.write({ id: accuracyDataset, type: 'tabular', params: {} }, call)
      writers.push(writer)
      await writer.append(test.toBatch(params))
    }
    const facts = await trainingFacts(params.inputData!, params.algorithm, context)
    await context.functions.publish(
      folds.map(({ modelFileUrl: path, model, test, fold }) => {
        const metrics = { test: test.statistics, fold: describeFold(fold) }
        return { path, bytes: toKeptModel(model, { ...facts, metrics }) }
      }),
      folds.map(({ functionName: id, modelFileUrl }) => ({
        id,
        type: 'classifier',
        params: { modelFileUrl },
      })),
      call,
    )
    for (const writer of writers) await writer.commit()
  } finally {
    for (const writer of writers) await writer.abort()
  }
}

function summarize(folds: readonly FoldResult[], params: Params) {
  const first = folds[0]!
  return {
    folds: folds.map(
      ({ fold, modelFileUrl, functionName, accuracyDataset, model, test, train, durationSecs, leftOut }) => ({
        fold: describeFold(fold),
        modelFileUrl,
        functionName,
        ...(params.outputAccuracyDataset ? { accuracyDataset } : {}),
        resultsTest: test.statistics,
        ...(train ? { resultsTrain: train.statistics } : {}),
        durationSecs,
        ...summarizeModel(model),
        ...notZero(leftOut),
      }),
    ),
    aggregatedTest: aggregate(folds.map(({ test }) => test.statistics)),
    ...(first.train ? { aggregatedTrain: aggregate(folds.map(({ train }) => train!.statistics)) } : {}),
    avgDuration: aggregate(folds.map(({ durationSecs }) => durationSecs)),
    ...summarizeRowErrors(folds.flatMap(({ rowErrors }) => rowErrors)),
  }
}

const notZero = (counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
