import { EngineError } from '../../../contract/errors.ts'
import { ENTITY_KINDS, type EntityKind, type ParameterInfo, type TypeInfo } from '../../../contract/rest.ts'
import { PARAMETER_KINDS, type Parameter, type ParameterTable } from '../../params.ts'
import { COMMON_PARAMS } from '../../procedures/define-procedure.ts'
import type { Registry } from '../../registry.ts'
import { type Api, type Exchange, json, type Route } from '../route.ts'

/** What all kinds of types have in common. */
interface Described {
  type: string
  summary: string
  params: ParameterTable
}

function registryOf(api: Api, kind: string): Registry<Described> {
  if (!ENTITY_KINDS.includes(kind as EntityKind)) {
    throw new EngineError('not-found', `no kind '${kind}'; there are ${ENTITY_KINDS.join(', ')}`)
  }
  return api[kind as EntityKind].types
}

function findType(api: Api, kind: string, type: string): Described {
  const found = registryOf(api, kind)
    .list()
    .find((candidate) => candidate.type === type)
  if (!found)
    throw new EngineError('not-found', `no type '${type}' of ${kind}; GET /v1/types/${kind} lists them`)
  return found
}

/** Parameters of a type with those that all of its kind have. */
const paramsOf = (kind: string, { params }: Described): ParameterTable =>
  kind === 'procedures' ? { ...params, ...COMMON_PARAMS } : params

function fieldOf([name, parameter]: [string, Parameter<unknown>]): ParameterInfo {
  const { comment, kind, typeName, required, values } = parameter
  return {
    name,
    comment,
    kind,
    type: typeName,
    required,
    ...(values ? { values } : {}),
    ...('default' in parameter ? { default: parameter.default ?? null } : {}),
  }
}

function info({ api, path }: Exchange) {
  const type = findType(api, path.kind!, path.type!)
  const fields = Object.entries(paramsOf(path.kind!, type)).map(fieldOf)
  const configType: TypeInfo['configType'] = {
    kind: 'STRUCTURE',
    typeName: type.type,
    comment: type.summary,
    fields,
  }
  return json({ configType })
}

function documentation({ api, path }: Exchange) {
  const type = findType(api, path.kind!, path.type!)
  const rows = Object.entries(paramsOf(path.kind!, type)).map(
    ([name, { typeName, comment, required, ...rest }]) => {
      const value = required ? 'required' : JSON.stringify('default' in rest ? (rest.default ?? null) : null)
      return `| ${name} | ${typeName} | ${value} | ${comment} |`
    },
  )
  const body = [
    `# ${type.type}`,
    '',
    type.summary,
    '',
    '| Parameter | Type | Default | |',
    '|---|---|---|---|',
    ...rows,
  ]
  return {
    status: 200,
    headers: { 'Content-Type': 'text/markdown; charset=utf-8' },
    body: `${body.join('\n')}\n`,
  }
}

function list({ api, path, query }: Exchange) {
  const types = registryOf(api, path.kind!).list()
  if (query.get('details') !== 'true') return json(types.map(({ type }) => type))
  return json(types.map(({ type, summary }) => ({ type, packageName: 'builtin', description: summary })))
}

function typeInfo({ query }: Exchange) {
  const type = query.get('type')
  if (!type) throw new EngineError('invalid-argument', 'type is a required property and must not be empty')
  const kind =
    TYPE_KINDS[type] ?? PARAMETER_KINDS.find((candidate) => candidate.toLowerCase() === type.toLowerCase())
  if (!kind) {
    throw new EngineError('not-found', `no type '${type}'; known are ${Object.keys(TYPE_KINDS).join(', ')}`)
  }
  return json({ kind, typeName: type })
}

const TYPE_KINDS: Record<string, string> = {
  string: 'STRING',
  url: 'STRING',
  integer: 'INTEGER',
  int: 'INTEGER',
  number: 'FLOAT',
  double: 'FLOAT',
  boolean: 'BOOLEAN',
  bool: 'BOOLEAN',
  query: 'ANY',
  json: 'ANY',
  object: 'MAP',
  'output dataset': 'ANY',
}

export const typeRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/v1/types',
    summary: 'Kinds of entities.',
    handle: () => json([...ENTITY_KINDS]),
  },
  {
    method: 'GET',
    pattern: '/v1/types/:kind',
    summary: 'Types of a kind; `?details=true` describes them.',
    handle: list,
  },
  { method: 'GET', pattern: '/v1/types/:kind/:type/info', summary: 'Parameters of a type.', handle: info },
  {
    method: 'GET',
    pattern: '/v1/types/:kind/:type/doc',
    summary: 'Documentation of a type, as Markdown.',
    handle: documentation,
  },
  { method: 'GET', pattern: '/v1/typeInfo', summary: 'What a parameter’s type is.', handle: typeInfo },
]
