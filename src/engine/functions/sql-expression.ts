import { param } from '../params.ts'
import { defineFunction } from './define-function.ts'

/** A select list as a function. SQL binds it in place of the call, so an async call inside it is hoisted like any
 *  other and costs no call of its own. */
export const sqlExpression = defineFunction({
  type: 'sql.expression',
  summary: 'Evaluates a list of SQL expressions over its input.',
  params: {
    expression: param.string('A select list without the keyword: `x + 1 AS y, lower(name) AS name`.'),
    prepared: param.boolean('Bind when the function is created, so that mistakes appear at once.', {
      default: false,
    }),
    raw: param.boolean('Return the bare value of the one expression, not a row.', { default: false }),
    autoInput: param.boolean('A one-argument call takes its argument without a row around it.', {
      default: false,
    }),
  },
  async create({ id, params, context, call }) {
    const { expression, raw, autoInput } = params
    if (params.prepared) {
      await context.functions.prepare(expression, call)
      context.sql.describe(expression)
    }
    return { function: { kind: 'expression', id, expression, raw, autoInput } }
  },
})
