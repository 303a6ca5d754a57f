import { EngineError, type ErrorCode } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { RowValue, Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { isObject, param } from '../../params.ts'
import {
  type ExpressionFunction,
  type FunctionInput,
  type FunctionOutput,
  type NativeFunction,
  RowFailure,
} from '../../sql/catalog.ts'
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
  const rows = arguments_.map((argument): RowValue => {
    const value = jsonToValue(argument)
    if (isRow(value)) return value
    throw new EngineError(
      'invalid-argument',
      `input of function '${id}' must be an object of argument names to values`,
    )
  })
  const built = await api.functions.get(id, call)
  return built.kind === 'native' ? applyNative(built, rows, call) : applyExpression(api, built, rows, call)
}

async function applyNative(native: NativeFunction, rows: readonly RowValue[], call: Call): Promise<Value[]> {
  // Inputs that the function does not name are ignored, those it misses are NULL.
  const arguments_ = rows.map((row) => native.input.map(({ name }) => memberOf(row, name)))
  const results = await native.apply(arguments_, call)
  return results.map((result) => {
    if (result instanceof RowFailure) throw failure(native.id, result)
    return result
  })
}

const memberOf = (row: RowValue, name: string): Value =>
  row.columns.find(([path]) => path.length === 1 && path[0] === name)?.[1] ?? null

async function applyExpression(
  api: Api,
  { id, expression, raw }: ExpressionFunction,
  rows: RowValue[],
  call: Call,
): Promise<Value[]> {
  const results = await api.context.sql.evaluate(expression, rows, call)
  return results.map((result) => {
    if (!('kind' in result)) throw failure(id, result)
    return raw ? (result.columns[0]?.[1] ?? null) : result
  })
}

const failure = (id: string, { code, message }: { code: string; message: string }): EngineError =>
  new EngineError(code as ErrorCode, `Executing function ${id}: ${message}`, { function: id })

const isRow = (value: Value): value is RowValue =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'row'

function keep(output: Value, names: readonly string[] | undefined): Value {
  if (!names || !isRow(output)) return output
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
