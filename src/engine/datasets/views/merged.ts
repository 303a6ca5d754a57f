import { EngineError } from '../../../contract/errors.ts'
import { param } from '../../params.ts'
import { defineView } from './define-view.ts'
import { sourceParam, sourceText } from './source-param.ts'

/** `merge(a, b)` under a name. */
export const merged = defineView({
  type: 'merged',
  summary:
    'A view of several datasets: rows of the same name become one, with the cells of all. Of two values of one cell that of the later dataset stands.',
  params: { datasets: param.list(sourceParam(''), 'The datasets.') },
  from({ datasets }) {
    if (datasets.length === 0)
      throw new EngineError('invalid-argument', 'datasets must name at least one dataset')
    return `merge(${datasets.map(sourceText).join(', ')})`
  },
})
