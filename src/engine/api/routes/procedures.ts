import { EngineError } from '../../../contract/errors.ts'
import { isObject, param, parseParams } from '../../params.ts'
import type { RunOptions } from '../../procedures/create-procedures.ts'
import { type Exchange, empty, json, type Route } from '../route.ts'
import { created, isAsync, readEntityConfig, refuseExisting } from './entity-config.ts'

async function create(exchange: Exchange) {
  const { api, call } = exchange
  const config = readEntityConfig(exchange, 'procedures')
  refuseExisting(exchange, 'procedures', config.id, api.procedures.has(config.id))
  const status = isAsync(exchange)
    ? await api.procedures.putAsync(config)
    : await api.procedures.put(config, call)
  return created(exchange, ['v1', 'procedures', config.id], status)
}

const RUN_PARAMS = {
  id: param.optional(param.string('The run’s id; generated where it is left out.')),
  params: param.object('Parameters for this run, over the procedure’s own.', { default: {} }),
}

async function run(exchange: Exchange) {
  const { api, path, request, call } = exchange
  const id = path.id!
  api.procedures.status(id)
  if (request.body === undefined || request.body === null) {
    throw new EngineError('invalid-argument', `${request.method} to collection 'runs' with empty payload`)
  }
  const given = parseParams(RUN_PARAMS, request.body, 'run')
  const runId = path.run ?? given.id
  const options: RunOptions = { params: given.params, ...(runId === undefined ? {} : { id: runId }) }
  const status = isAsync(exchange)
    ? await api.procedures.runAsync(id, options)
    : await api.procedures.run(id, options, call)
  return created(exchange, ['v1', 'procedures', id, 'runs', status.id], status)
}

/** The runs of a procedure that must exist. */
function runsOf({ api, path }: Exchange) {
  api.procedures.status(path.id!)
  return api.procedures.runs
}

function setState(exchange: Exchange) {
  const { body } = exchange.request
  if (!isObject(body) || body.state !== 'cancelled') {
    throw new EngineError('invalid-argument', 'the state of a run can only be set to {"state": "cancelled"}')
  }
  runsOf(exchange).cancel(exchange.path.id!, exchange.path.run!)
  return json({})
}

function latest(exchange: Exchange) {
  const id = exchange.path.id!
  const run = runsOf(exchange).ids(id).at(-1)
  if (run === undefined) throw new EngineError('not-found', `procedure '${id}' has no run`)
  const location = `/v1/procedures/${encodeURIComponent(id)}/runs/${encodeURIComponent(run)}`
  return json(runsOf(exchange).status(id, run), 307, { Location: location })
}

export const procedureRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/v1/procedures',
    summary: 'Ids of all procedures.',
    handle: ({ api }) => json(api.procedures.ids()),
  },
  { method: 'POST', pattern: '/v1/procedures', summary: 'Creates a procedure and runs it.', handle: create },
  {
    method: 'PUT',
    pattern: '/v1/procedures/:id',
    summary:
      'Creates or replaces a procedure and runs it. Where that run fails or is cancelled, a procedure that had ended well stays as it was, with its runs.',
    handle: create,
  },
  {
    method: 'GET',
    pattern: '/v1/procedures/:id',
    summary: 'Status of a procedure.',
    handle: ({ api, path }) => json(api.procedures.status(path.id!)),
  },
  {
    method: 'DELETE',
    pattern: '/v1/procedures/:id',
    summary: 'Deletes a procedure and its runs; one that executes is cancelled.',
    async handle({ api, path }) {
      await api.procedures.delete(path.id!)
      return empty()
    },
  },
  {
    method: 'GET',
    pattern: '/v1/procedures/:id/runs',
    summary: 'Ids of the runs of a procedure, oldest first.',
    handle: (exchange) => json(runsOf(exchange).ids(exchange.path.id!)),
  },
  { method: 'POST', pattern: '/v1/procedures/:id/runs', summary: 'Runs a procedure.', handle: run },
  {
    method: 'PUT',
    pattern: '/v1/procedures/:id/runs/:run',
    summary: 'Runs a procedure, under a chosen id.',
    handle: run,
  },
  {
    method: 'GET',
    pattern: '/v1/procedures/:id/runs/:run',
    summary: 'Status of a run, with its progress while it executes.',
    handle: (exchange) => json(runsOf(exchange).status(exchange.path.id!, exchange.path.run!)),
  },
  {
    method: 'GET',
    pattern: '/v1/procedures/:id/runs/:run/details',
    summary: 'Further output of a run.',
    handle(exchange) {
      const { id, run: runId } = exchange.path
      runsOf(exchange).status(id!, runId!)
      return json(runsOf(exchange).details(id!, runId!))
    },
  },
  {
    method: 'GET',
    pattern: '/v1/procedures/:id/runs/:run/state',
    summary: 'State of a run.',
    handle: (exchange) =>
      json({ state: runsOf(exchange).status(exchange.path.id!, exchange.path.run!).state }),
  },
  {
    method: 'PUT',
    pattern: '/v1/procedures/:id/runs/:run/state',
    summary: '`{"state":"cancelled"}` asks a run to stop.',
    handle: setState,
  },
  {
    method: 'GET',
    pattern: '/v1/procedures/:id/latestrun',
    summary: 'Leads to the newest run.',
    handle: latest,
  },
]
