import { EngineError } from '../../../contract/errors.ts'
import { type ParamValues, param } from '../../params.ts'
import type { QueryOptions } from '../../sql/sql.ts'

/** One entry of `datasetFolds`. */
export const FOLD_PARAMS = {
  trainingWhere: param.string('Rows to train on.', { default: 'true' }),
  testingWhere: param.string('Rows to test on.', { default: 'true' }),
  trainingOffset: param.integer('Rows to skip.', { default: 0, min: 0 }),
  testingOffset: param.integer('Rows to skip.', { default: 0, min: 0 }),
  trainingLimit: param.integer('Rows at most; −1 for all.', { default: -1, min: -1 }),
  testingLimit: param.integer('Rows at most; −1 for all.', { default: -1, min: -1 }),
  trainingOrderBy: param.string('Order before offset and limit.', { default: 'rowHash()' }),
  testingOrderBy: param.string('Order before offset and limit.', { default: 'rowHash()' }),
}

export type Fold = ParamValues<typeof FOLD_PARAMS>

const WHOLE: Fold = {
  trainingWhere: 'true',
  testingWhere: 'true',
  trainingOffset: 0,
  testingOffset: 0,
  trainingLimit: -1,
  testingLimit: -1,
  trainingOrderBy: 'rowHash()',
  testingOrderBy: 'rowHash()',
}

interface FoldParams {
  kfold: number
  datasetFolds: readonly Fold[]
  testingDataOverride?: unknown
}

/** The folds of an experiment: those given; else `kfold` of them; else all rows against other test data; else two
 *  halves.
 *  @throws EngineError `invalid-argument` where the parameters contradict each other */
export function toFolds({ kfold, datasetFolds, testingDataOverride }: FoldParams): Fold[] {
  if (kfold !== 0 && datasetFolds.length > 0) {
    throw invalid('The datasetFolds and kfold parameters cannot be specified at the same time.')
  }
  if (kfold === 1 || kfold < 0) throw invalid('When using the kfold parameter, it must be >= 2.')
  if (kfold !== 0 && testingDataOverride !== undefined) {
    throw invalid('Should not use a k-fold cross-validation if testing dataset is specified.')
  }
  if (datasetFolds.length > 0) return [...datasetFolds]
  if (kfold > 0) {
    return Array.from({ length: kfold }, (_, i) => ({
      ...WHOLE,
      trainingWhere: `rowHash() % ${kfold} != ${i}`,
      testingWhere: `rowHash() % ${kfold} = ${i}`,
    }))
  }
  if (testingDataOverride !== undefined) return [WHOLE]
  return [{ ...WHOLE, trainingWhere: 'rowHash() % 2 != 1', testingWhere: 'rowHash() % 2 = 1' }]
}

const invalid = (message: string): EngineError => new EngineError('invalid-argument', message)

/** A fold as the status shows it: offsets and limits only where they are set. */
export const describeFold = (fold: Fold): Partial<Fold> =>
  Object.fromEntries(Object.entries(fold).filter(([, value]) => value !== 0 && value !== -1))

/** What a fold makes of a query, for one of its two parts. */
export function refinement(fold: Fold, part: 'training' | 'testing'): QueryOptions {
  const where = fold[`${part}Where`]
  const limit = fold[`${part}Limit`]
  const offset = fold[`${part}Offset`]
  return {
    refine: {
      ...(where.trim() === 'true' ? {} : { where }),
      orderBy: fold[`${part}OrderBy`],
      ...(limit >= 0 ? { limit } : {}),
      ...(offset > 0 ? { offset } : {}),
    },
  }
}
