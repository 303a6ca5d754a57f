import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { RowValue, Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { isObject, param } from '../../params.ts'
import type { FunctionInput, FunctionOutput } from '../../sql/catalog.ts'
import { valueToJson } from '../../sql/values/value-to-json.ts'
import { jsonToValue } from '../json-to-value.ts'
import { readParameters } from '../parameters.ts'
import { type Api, type Exchange, empty, json, type Route } from '../route.ts'
import { toCompatJson } from '../to-compat-json.ts'
import { created, isAsync, readEntityConfig, refuseExisting } from './entity-config.ts'

async function create(exchange: Exchange) {
  const { api, call } = exchange
  const config = readEntityConfig(exchange, 'functions')
  refuseExisting(exchange, 'functions', config.id, api.functions.ids().includes(config.id))
  const status = isAsync(exchange) ? api.functions.putAsync(config) : await api.functions.put(config, call)
  return created(exchange, ['v1', 'functions', config.id], status)
}

/** Parameters of `GET /v1/functions/{id}/application`. */
export const APPLICATION_PARAMS = {
  input: param.json('Argument names to values.', { default: {} }),
  keepValues: param.optional(
    param.list(param.string(''), 'Names of the outputs to return; all where left out.'),
  ),
  outputFormat: param.oneOf(
    '`compat`: the original’s form, with times; `json`: plain JSON without the wrapper; `compact`: embeddings as typed arrays, only within a page.',
    ['compat', 'json', 'compact'],
    { default: 'compat' },
  ),
}

async function application(exchange: Exchange) {
  const { api, path, call } = exchange
  api.functions.status(path.id!)
  const { input, keepValues, outputFormat } = readParameters(APPLICATION_PARAMS, exchange, 'application')
  const [output] = await applyTo(api, path.id!, [input], call)
  const kept = keep(output!, keepValues)
  if (outputFormat === 'json') return json(valueToJson(kept))
  return json({ output: outputFormat === 'compact' ? kept : toCompatJson(kept) })
}

/** Parameters of `GET /v1/functions/{id}/batch`. */
export const BATCH_PARAMS = {
  input: param.json('A list, or an object, of arguments.'),
}

async function batch(exchange: Exchange) {
  const { api, path, call } = exchange
  api.functions.status(path.id!)
  const { input } = readParameters(BATCH_PARAMS, exchange, 'batch')
  if (Array.isArray(input)) return json((await applyTo(api, path.id!, input, call)).map(valueToJson))
  if (!isObject(input))
    throw new EngineError('invalid-argument', 'input of batch must be a list or an object')
  const keys = Object.keys(input)
  const outputs = await applyTo(api, path.id!, Object.values(input), call)
  return json(Object.fromEntries(keys.map((key, i) => [key, valueToJson(outputs[i]!)])))
}

/** Applies a function to all arguments in one go, so that async work is batched.
 *  @throws EngineError why the first argument that failed did */
async function applyTo(api: Api, id: string, arguments_: unknown[], call: Call): Promise<Value[]> {
  await api.functions.get(id, call)
  const rows = arguments_.map((argument): RowValue => {
    const value = jsonToValue(argument)
    if (value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'row') return value
    throw new EngineError(
      'invalid-argument',
      `input of function '${id}' must be an object of argument names to values`,
    )
  })
  const name = `"${id.replaceAll('"', '""')}"`
  const results = await api.context.sql.evaluate(`${name}({*}) AS output`, rows, call)
  return results.map((result) => {
    if (!('kind' in result)) {
      throw new EngineError(
        result.code as EngineError['code'],
        `Executing function ${id}: ${result.message}`,
        {
          rowError: result,
        },
      )
    }
    return collectOutput(result)
  })
}

/** The value of column `output`; where it was taken apart into `output.x`, the row that it was. */
function collectOutput({ columns }: RowValue): Value {
  const [first] = columns
  if (columns.length === 1 && first && first[0].length === 1) return first[1]
  return { kind: 'row', columns: columns.map(([path, value]) => [path.slice(1), value]) }
}

function keep(output: Value, names: readonly string[] | undefined): Value {
  if (
    !names ||
    output === null ||
    typeof output !== 'object' ||
    !('kind' in output) ||
    output.kind !== 'row'
  ) {
    return output
  }
  return { kind: 'row', columns: output.columns.filter(([path]) => names.includes(path[0]!)) }
}

async function info({ api, path, call }: Exchange) {
  api.functions.status(path.id!)
  const built = await api.functions.get(path.id!, call)
  const { input, output } = built.kind === 'native' ? built : api.context.sql.describe(built.expression)
  return json({
    input: [describeRow(input.map(toColumn), false)],
    output: describeRow(output.columns.map(toOutput), output.open),
  })
}

interface ColumnInfo {
  name: string
  type: unknown
}

const describeRow = (columns: ColumnInfo[], open: boolean) => ({
  kind: 'row',
  columns,
  hasUnknownColumns: open,
})
const toColumn = ({ name, type }: FunctionInput): ColumnInfo => ({ name, type })
const toOutput = ({ path, values }: FunctionOutput['columns'][number]): ColumnInfo => ({
  name: formatPath(path),
  type: values,
})

export const functionRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/v1/functions',
    summary: 'Ids of all functions.',
    handle: ({ api }) => json(api.functions.ids()),
  },
  { method: 'POST', pattern: '/v1/functions', summary: 'Creates a function.', handle: create },
  { method: 'PUT', pattern: '/v1/functions/:id', summary: 'Creates or replaces a function.', handle: create },
  {
    method: 'GET',
    pattern: '/v1/functions/:id',
    summary: 'Status of a function.',
    handle: ({ api, path }) => json(api.functions.status(path.id!)),
  },
  {
    method: 'DELETE',
    pattern: '/v1/functions/:id',
    summary: 'Deletes a function.',
    async handle({ api, path }) {
      await api.functions.delete(path.id!)
      return empty()
    },
  },
  {
    method: 'GET',
    pattern: '/v1/functions/:id/application',
    summary: 'Applies a function once.',
    handle: application,
  },
  {
    method: 'GET',
    pattern: '/v1/functions/:id/batch',
    summary: 'Applies a function to many inputs.',
    handle: batch,
  },
  {
    method: 'GET',
    pattern: '/v1/functions/:id/info',
    summary: 'Types of the arguments and the result.',
    handle: info,
  },
  {
    method: 'GET',
    pattern: '/v1/functions/:id/details',
    summary: 'What is inside: the model’s trees, the network’s source.',
    async handle({ api, path, call }) {
      api.functions.status(path.id!)
      return json(await api.functions.details(path.id!, call))
    },
  },
]
