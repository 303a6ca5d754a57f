import type { EntityConfig, EntityStatus, ErrorBody } from '../../../contract/rest.ts'
import { fromErrorBody } from '../../error-body.ts'
import { param } from '../../params.ts'
import { defineProcedure } from '../define-procedure.ts'

/** A dataset, function or procedure, made by a procedure. */
export const createEntity = defineProcedure({
  type: 'createEntity',
  summary:
    'Creates a dataset, function or procedure, as a PUT would; one of that id is replaced. Result: `kind`, `config` and `status`.',
  params: {
    kind: param.oneOf('What to create.', ['dataset', 'function', 'procedure']),
    id: param.optional(param.string('Its id; generated where it is left out.')),
    type: param.string('Its type.'),
    params: param.object('Its parameters.', { default: {} }),
  },
  async run({ params: { kind, id, type, params }, context, call }) {
    const config: EntityConfig = { ...(id === undefined ? {} : { id }), type, params }
    const path = id === undefined ? `/v1/${kind}s` : `/v1/${kind}s/${encodeURIComponent(id)}`
    const method = id === undefined ? 'POST' : 'PUT'
    const answer = await context.request({ method, path, body: config }, call)
    if (answer.status >= 400) throw fromErrorBody(answer.body as ErrorBody)
    const created = answer.body as EntityStatus
    return { status: { kind, config: created.config, status: created } }
  },
})
