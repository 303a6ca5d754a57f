import { EngineError } from '../../../contract/errors.ts'
import type { Value } from '../../../contract/values.ts'
import { applyProbabilizer, parseProbabilizer } from '../../models/learners/glz/fit-probabilizer.ts'
import { param } from '../../params.ts'
import { defineFunction } from '../define-function.ts'
import { NUMBER } from './classifier.ts'

/** A model of probabilizer.train as a function: a score to the probability that it is true. */
export const probabilizer = defineFunction({
  type: 'probabilizer',
  summary: 'The probability that an example of some score is true, by a model that probabilizer.train made.',
  params: { modelFileUrl: param.url('The model file, a file:/// URL.') },
  async create({ id, params, context }) {
    const bytes = await context.files.read(params.modelFileUrl)
    if (!bytes) {
      throw new EngineError('fetch-failed', `There is no model file ${params.modelFileUrl}`, {
        url: params.modelFileUrl,
      })
    }
    const model = parseProbabilizer(bytes)
    const applySync = ([score = null]: Value[]): Value => ({
      kind: 'row',
      columns: [[['prob'], typeof score === 'number' ? applyProbabilizer(model, score) : null]],
    })
    return {
      function: {
        kind: 'native',
        id,
        input: [{ name: 'score', type: NUMBER }],
        output: { columns: [{ path: ['prob'], values: NUMBER }], open: false },
        mode: 'sync',
        apply: async (rows) => rows.map(applySync),
        applySync,
      },
      status: { ...model },
      details: () => ({ model }),
    }
  },
})
