import { EngineError } from '../../../contract/errors.ts'
import { checkCancelled } from '../../check-cancelled.ts'
import { param } from '../../params.ts'
import { defineProcedure } from '../define-procedure.ts'
import { inside, readNested } from './nested.ts'

/** Several procedures, one after the other. */
export const serial = defineProcedure({
  type: 'serial',
  summary:
    'Runs procedures one after the other, up to the first that fails. Result: `steps`, what each of them gave.',
  params: {
    steps: param.list(
      param.json('', {}),
      'The procedures: `{"type", "params"}` each, with an `id` or `name` to be called by, or `{"id"}` alone for one that exists. All are checked before the first runs.',
    ),
  },
  async run({ id, params, context, call }) {
    const steps = params.steps.map((step, i) => readNested(step, `step ${i + 1}`, context, [id]))
    const results: unknown[] = []
    for (const [i, step] of steps.entries()) {
      checkCancelled(call)
      const where = step.id === `step ${i + 1}` ? step.id : `step ${i + 1}, '${step.id}'`
      try {
        const { status } = await context.procedures.execute(step, call)
        results.push({ name: step.id, type: step.type, ...(status === undefined ? {} : { status }) })
      } catch (error) {
        throw error instanceof EngineError ? inside(where, error) : error
      }
      call.onProgress?.({ phase: 'rows', step: 'steps', done: i + 1, total: steps.length })
    }
    return { status: { steps: results } }
  },
})
