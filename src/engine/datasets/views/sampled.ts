import { EngineError } from '../../../contract/errors.ts'
import { param } from '../../params.ts'
import { defineView } from './define-view.ts'
import { type Source, sourceParam, sourceText } from './source-param.ts'

/** `sample(a, {…})` under a name. */
export const sampled = defineView({
  type: 'sampled',
  summary:
    'A view of some rows of a dataset, drawn at random: the same at every reading while its source stays.',
  params: {
    dataset: param.optional(sourceParam('The dataset.')),
    rows: param.optional(
      param.integer('How many rows; 1 where neither rows nor fraction is given.', { min: 0 }),
    ),
    fraction: param.number('Which part of the rows, between 0 and 1, in place of rows.', { default: 0 }),
    withReplacement: param.boolean('A row may be drawn several times.', { default: false }),
    seed: param.optional(
      param.integer('The same seed draws the same rows; where none is given, one is drawn at creation.'),
    ),
  },
  settle: (params) => ({ ...params, seed: params.seed ?? Math.floor(Math.random() * 2 ** 31) }),
  from({ dataset, rows, fraction, withReplacement, seed = 0 }) {
    const source = requireDataset(dataset)
    if (fraction < 0 || fraction > 1) {
      throw new EngineError('invalid-argument', "The 'fraction' parameter needs to be between 0 and 1", {
        parameter: 'fraction',
      })
    }
    if (rows !== undefined && fraction !== 0) {
      throw new EngineError('invalid-argument', "Give 'rows' or 'fraction', not both", {
        parameter: 'fraction',
      })
    }
    const amount = fraction === 0 ? `rows: ${rows ?? 1}` : `fraction: ${fraction}`
    return `sample(${sourceText(source)}, {${amount}, withReplacement: ${Number(withReplacement)}, seed: ${seed}})`
  },
})

function requireDataset(dataset: Source | undefined): Source {
  if (dataset !== undefined) return dataset
  throw new EngineError('invalid-argument', 'You need to define the dataset key', { parameter: 'dataset' })
}
