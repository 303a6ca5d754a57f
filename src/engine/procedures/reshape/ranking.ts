import { param } from '../../params.ts'
import { defineProcedure } from '../define-procedure.ts'
import { readRanked, writeRanked } from './ranked-rows.ts'

/** The place of each row in an order. */
export const ranking = defineProcedure({
  type: 'ranking',
  summary: 'Numbers the rows of a query in its order, from 0.',
  params: {
    inputData: param.query('The query; its ORDER BY ranks the rows.'),
    outputDataset: param.outputDataset(
      'The dataset to write; an existing one is replaced.',
      'sparse.mutable',
    ),
    rankingType: param.oneOf('What a rank is: the number of rows before.', ['index'], { default: 'index' }),
    rankingColumnName: param.string('The column of the ranks.', { default: 'rank' }),
  },
  async run({ params, context, call }) {
    const rows = await readRanked(params.inputData, context, call)
    const rowCount = await writeRanked(
      params.outputDataset,
      params.rankingColumnName,
      rows,
      (rank) => rank,
      context,
      call,
    )
    return { status: { rowCount } }
  },
})
