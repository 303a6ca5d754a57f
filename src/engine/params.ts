import { EngineError } from '../contract/errors.ts'
import { nearestName } from '../lib/nearest-name.ts'
import { quoteIdentifier } from '../lib/quote-identifier.ts'
import type { SelectClauses, Statement } from './sql/sql.ts'

/** One parameter of a dataset, function or procedure type, declared as data: it validates, fills in the default,
 *  draws the form and prints the documentation. */
export interface Parameter<T> {
  /** A sentence for people. */
  comment: string
  /** The kind that `/v1/typeInfo` prints. */
  kind: ParameterKind
  /** The type's name as documentation shows it: `string`, `url`, `query`, ... */
  typeName: string
  required: boolean
  /** What is said where a required one is not given, if not the usual. */
  missing?: string
  default?: T
  /** Present where the kind is ENUM. */
  values?: readonly string[]
  /** @param name the parameter's name, for the message
   *  @throws EngineError `invalid-argument` */
  parse(value: unknown, name: string): T
}

export const PARAMETER_KINDS = [
  'STRING',
  'INTEGER',
  'FLOAT',
  'BOOLEAN',
  'ENUM',
  'ARRAY',
  'STRUCTURE',
  'MAP',
  'ANY',
] as const
export type ParameterKind = (typeof PARAMETER_KINDS)[number]

// biome-ignore lint/suspicious/noExplicitAny: a table of parameters of any types; ParamValues gives them back
export type ParameterTable = Record<string, Parameter<any>>

/** The values that a table of parameters validates to. */
export type ParamValues<P extends ParameterTable> = {
  [K in keyof P]: P[K] extends Parameter<infer T> ? T : never
}

/** Where a procedure writes: `{"id":…,"type":…,"params":…}`; a bare string is the id. */
export interface OutputDataset {
  /** Absent: generated. */
  id?: string
  type: string
  params: Record<string, unknown>
}

interface Options<T> {
  default?: T
}

interface NumberOptions extends Options<number> {
  min?: number
  max?: number
}

const bad = (name: string, wanted: string, value: unknown): EngineError =>
  new EngineError('invalid-argument', `${name} must be ${wanted}, not ${describe(value)}`, {
    parameter: name,
  })

function describe(value: unknown): string {
  if (value === undefined) return 'left out'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

/** True for a JSON object: neither null nor an array. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)

function make<T>(
  comment: string,
  kind: ParameterKind,
  typeName: string,
  options: Options<T> | undefined,
  parse: Parameter<T>['parse'],
): Parameter<T> {
  const hasDefault = options !== undefined && 'default' in options
  return {
    comment,
    kind,
    typeName,
    required: !hasDefault,
    ...(hasDefault ? { default: options.default as T } : {}),
    parse,
  }
}

const parseText = (value: unknown, name: string): string => {
  if (typeof value !== 'string') throw bad(name, 'a text', value)
  return value
}

/** Makers of parameters. Without a default a parameter is required; `param.optional` makes it neither. */
export const param = {
  string: (comment: string, options?: Options<string>) =>
    make(comment, 'STRING', 'string', options, parseText),

  /** An address: http(s), file:///, data:, relative to the app, or a name where the comment says so. */
  url: (comment: string, options?: Options<string>) => make(comment, 'STRING', 'url', options, parseText),

  /** A whole number; also as text, as the original accepts. */
  integer: (comment: string, options?: NumberOptions) =>
    make(comment, 'INTEGER', 'integer', options, (value, name) => {
      const number = toNumber(value)
      if (!Number.isInteger(number)) throw bad(name, 'a whole number', value)
      return inRange(number, name, options, value)
    }),

  number: (comment: string, options?: NumberOptions) =>
    make(comment, 'FLOAT', 'number', options, (value, name) => {
      const number = toNumber(value)
      if (Number.isNaN(number)) throw bad(name, 'a number', value)
      return inRange(number, name, options, value)
    }),

  boolean: (comment: string, options?: Options<boolean>) =>
    make(comment, 'BOOLEAN', 'boolean', options, (value, name) => {
      if (value === true || value === 1 || value === 'true' || value === '1') return true
      if (value === false || value === 0 || value === 'false' || value === '0') return false
      throw bad(name, 'true or false', value)
    }),

  /** One of some words. */
  oneOf: <const W extends string>(comment: string, values: readonly W[], options?: Options<W>) => ({
    ...make<W>(comment, 'ENUM', values.join(' | '), options, (value, name) => {
      const word = values.find((candidate) => candidate === value)
      if (word === undefined) throw bad(name, `one of ${values.join(', ')}`, value)
      return word
    }),
    values,
  }),

  /** A SELECT as text, or as an object of its clauses. */
  query: (comment: string, options?: Options<Statement | undefined>) =>
    make<Statement>(comment, 'ANY', 'query', options as Options<Statement>, parseStatement),

  /** A dataset to write; `defaultType` where only an id is given. */
  outputDataset: (comment: string, defaultType: string) =>
    make<OutputDataset>(comment, 'ANY', 'output dataset', undefined, (value, name) =>
      parseOutputDataset(value, name, defaultType),
    ),

  /** Any JSON value. */
  json: (comment: string, options?: Options<unknown>) =>
    make<unknown>(comment, 'ANY', 'json', options, (value) => value),

  /** A JSON object. */
  object: (comment: string, options?: Options<Record<string, unknown>>) =>
    make(comment, 'MAP', 'object', options, (value, name) => {
      if (!isObject(value)) throw bad(name, 'an object', value)
      return value
    }),

  list: <T>(item: Parameter<T>, comment: string, options?: Options<T[]>) =>
    make<T[]>(comment, 'ARRAY', `list of ${item.typeName}`, options, (value, name) => {
      if (!Array.isArray(value)) throw bad(name, 'a list', value)
      return value.map((element, i) => item.parse(element, `${name}[${i}]`))
    }),

  /** A JSON object whose values are all of one kind. */
  map: <T>(item: Parameter<T>, comment: string, options?: Options<Record<string, T>>) =>
    make<Record<string, T>>(comment, 'MAP', `map to ${item.typeName}`, options, (value, name) => {
      if (!isObject(value)) throw bad(name, 'an object', value)
      return Object.fromEntries(
        Object.entries(value).map(([key, element]) => [key, item.parse(element, `${name}.${key}`)]),
      )
    }),

  /** A nested table of parameters. */
  structure: <P extends ParameterTable>(table: P, comment: string, options?: Options<ParamValues<P>>) =>
    make<ParamValues<P>>(comment, 'STRUCTURE', 'object', options, (value, name) =>
      parseParams(table, value, name),
    ),

  /** May be left out or null, and is then undefined. */
  optional: <T>(inner: Parameter<T>): Parameter<T | undefined> => ({
    ...inner,
    required: false,
    parse: (value, name) => (value === null || value === undefined ? undefined : inner.parse(value, name)),
  }),
}

function toNumber(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
}

function inRange(number: number, name: string, options: NumberOptions | undefined, value: unknown): number {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = options ?? {}
  if (number < min) throw bad(name, `at least ${min}`, value)
  if (number > max) throw bad(name, `at most ${max}`, value)
  return number
}

const TEXT_CLAUSES = ['select', 'named', 'from', 'when', 'where', 'groupBy', 'having', 'orderBy'] as const
const NUMBER_CLAUSES = ['limit', 'offset'] as const

/** Reads an input query (rest.md section 9): a SELECT, or an object of clauses whose `from` may be `{"id": …}`. */
function parseStatement(value: unknown, name: string): Statement {
  if (typeof value === 'string') {
    if (value.trim() === '') throw bad(name, 'a SELECT statement', value)
    return value
  }
  if (!isObject(value)) throw bad(name, 'a SELECT statement or an object of its clauses', value)
  const clauses: SelectClauses = {}
  for (const [key, clause] of Object.entries(value)) {
    const text = TEXT_CLAUSES.find((candidate) => candidate === key)
    const number = NUMBER_CLAUSES.find((candidate) => candidate === key)
    if (clause === null || clause === undefined) continue
    if (text) clauses[text] = key === 'from' ? parseFrom(clause, name) : parseText(clause, `${name}.${key}`)
    else if (number) clauses[number] = param.integer('').parse(clause, `${name}.${key}`)
    else throw unknownKey(key, [...TEXT_CLAUSES, ...NUMBER_CLAUSES], name)
  }
  return clauses
}

function parseFrom(value: unknown, name: string): string {
  if (typeof value === 'string') return value
  if (isObject(value) && typeof value.id === 'string' && value.id !== '') {
    return quoteIdentifier(value.id)
  }
  throw bad(`${name}.from`, 'a FROM clause or {"id": "<dataset>"}', value)
}

function parseOutputDataset(value: unknown, name: string, defaultType: string): OutputDataset {
  if (typeof value === 'string') {
    if (value === '') throw bad(name, 'the id of a dataset', value)
    return { id: value, type: defaultType, params: {} }
  }
  if (!isObject(value)) throw bad(name, 'the id of a dataset, or {"id", "type", "params"}', value)
  for (const key of Object.keys(value)) {
    if (!['id', 'type', 'params', 'persistent'].includes(key)) {
      throw unknownKey(key, ['id', 'type', 'params'], name)
    }
  }
  const { id, type = defaultType, params = {} } = value
  if (id !== undefined && (typeof id !== 'string' || id === ''))
    throw bad(`${name}.id`, 'a non-empty text', id)
  if (typeof type !== 'string') throw bad(`${name}.type`, 'the name of a dataset type', type)
  if (!isObject(params)) throw bad(`${name}.params`, 'an object', params)
  return { ...(id === undefined ? {} : { id }), type, params }
}

function unknownKey(key: string, known: readonly string[], what: string): EngineError {
  const suggestion = nearestName(key, known)
  const hint = suggestion ? `; did you mean '${suggestion}'?` : `; known are ${known.join(', ') || 'none'}`
  return new EngineError('invalid-argument', `Unknown field '${key}' parsing ${what} configuration${hint}`, {
    parameter: key,
    ...(suggestion ? { suggestion } : {}),
  })
}

/** Validates `given` against a table and fills in the defaults.
 *  @param what whose parameters they are, for the message: a type's name
 *  @throws EngineError `invalid-argument` naming the parameter; an unknown key with the nearest known one */
export function parseParams<P extends ParameterTable>(
  table: P,
  given: unknown,
  what: string,
): ParamValues<P> {
  const object = given === undefined || given === null ? {} : given
  if (!isObject(object)) throw bad(`params of ${what}`, 'an object', given)
  for (const key of Object.keys(object)) {
    if (!Object.hasOwn(table, key)) throw unknownKey(key, Object.keys(table), what)
  }
  const values: Record<string, unknown> = {}
  for (const [name, parameter] of Object.entries(table)) {
    const value = Object.hasOwn(object, name) ? object[name] : undefined
    if (value !== undefined && !(value === null && !parameter.required))
      values[name] = parameter.parse(value, name)
    else if (parameter.required) {
      const message = parameter.missing ?? `${name} is a required property and must not be empty`
      throw new EngineError('invalid-argument', message, { parameter: name })
    } else values[name] = parameter.default
  }
  return values as ParamValues<P>
}
