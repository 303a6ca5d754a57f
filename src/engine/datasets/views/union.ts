import { EngineError } from '../../../contract/errors.ts'
import { param } from '../../params.ts'
import { defineView } from './define-view.ts'
import { sourceParam, sourceText } from './source-param.ts'

/** More would be a statement that SQLite does not take. */
const MAX_DATASETS = 100

/** The rows of several datasets below one another. */
export const union = defineView({
  type: 'union',
  summary:
    'A view of several datasets: the rows of all, each named by the place of its dataset, from 0, and its own name: `0.row1`.',
  params: { datasets: param.list(sourceParam(''), 'The datasets.') },
  from({ datasets }) {
    if (datasets.length === 0)
      throw new EngineError('invalid-argument', 'datasets must name at least one dataset')
    if (datasets.length > MAX_DATASETS) {
      throw new EngineError(
        'invalid-argument',
        `Too many datasets in the union: ${datasets.length}, at most ${MAX_DATASETS}; make unions of unions`,
      )
    }
    return `"union"(${datasets.map(sourceText).join(', ')})`
  },
})
