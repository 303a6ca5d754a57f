import { EngineError } from '../../../contract/errors.ts'
import type { LearnerConfig, LearnerParameter, LearnerType } from '../../../contract/learning.ts'
import { nearestName } from '../../../lib/nearest-name.ts'
import { COMMON_PARAMETERS, LEARNER_TYPES } from './config-schema.ts'
import { NAMED_CONFIGS } from './named-configs.ts'

/** Configurations nest no deeper than this: bagging of bagging of boosting of trees is four. */
const MAX_DEPTH = 8

/** Reads the configuration of a classifier procedure: `configuration` itself, or the entry of it that `algorithm`
 *  names by a dotted path; without a configuration, an entry of the built-in ones.
 *  @returns the configuration with all defaults filled in
 *  @throws EngineError `invalid-argument`; `not-supported` for what the original has and we have not */
export function parseConfig(configuration: unknown, algorithm = ''): LearnerConfig {
  return parseLearner(pick(configuration ?? NAMED_CONFIGS, algorithm), '', 0)
}

function pick(configuration: unknown, algorithm: string): Record<string, unknown> {
  let entry: unknown = configuration
  for (const name of algorithm === '' ? [] : algorithm.split('.')) {
    const known = isObject(entry) ? Object.keys(entry) : []
    if (!isObject(entry) || !Object.hasOwn(entry, name)) {
      const suggestion = nearestName(name, known)
      throw invalid(
        `The configuration has no algorithm '${algorithm}'; known are ${known.join(', ') || 'none'}`,
        suggestion === undefined ? {} : { suggestion },
      )
    }
    entry = entry[name]
  }
  if (!isObject(entry)) throw invalid('A classifier configuration must be an object with a type')
  if (entry.type === undefined && Object.values(entry).some(isObject)) {
    throw invalid(`Say by 'algorithm' which configuration to use: ${Object.keys(entry).join(', ')}`)
  }
  return entry
}

function parseLearner(entry: Record<string, unknown>, at: string, depth: number): LearnerConfig {
  if (depth > MAX_DEPTH) throw invalid(`The configuration nests more than ${MAX_DEPTH} learners`)
  const name = entry.type
  const learner =
    typeof name === 'string' && Object.hasOwn(LEARNER_TYPES, name) ? LEARNER_TYPES[name] : undefined
  if (typeof name !== 'string' || !learner) {
    const known = Object.keys(LEARNER_TYPES)
    throw invalid(
      `${JSON.stringify(name) ?? 'nothing'} is no type of classifier${place(at)}; known are ${known.join(', ')}`,
    )
  }
  rejectUnknownKeys(entry, learner, at)
  const config: LearnerConfig = { type: name }
  for (const [key, parameter] of Object.entries(learner.parameters)) {
    const path = at === '' ? key : `${at}.${key}`
    config[key] =
      parameter.kind === 'learner'
        ? parseLearner(requireObject(entry[key], path), path, depth + 1)
        : parseValue(entry[key], parameter, path)
  }
  rejectUnsupported(config, learner, at)
  return config
}

function rejectUnknownKeys(entry: Record<string, unknown>, { parameters }: LearnerType, at: string): void {
  const known = ['type', ...Object.keys(parameters), ...COMMON_PARAMETERS]
  const unknown = Object.keys(entry).filter((key) => !known.includes(key))
  if (unknown.length === 0) return
  const listed = unknown.map((key) => {
    const nearest = nearestName(key, known)
    const path = at === '' ? key : `${at}.${key}`
    return nearest === undefined ? path : `${path} (did you mean ${nearest}?)`
  })
  const suggestion = nearestName(unknown[0]!, known)
  throw invalid(
    `Unknown key(s) encountered in config: ${listed.join(', ')}`,
    suggestion === undefined ? {} : { suggestion },
  )
}

function rejectUnsupported(config: LearnerConfig, { supported, parameters }: LearnerType, at: string): void {
  const refuse = (message: string): never => {
    throw new EngineError('not-supported', message)
  }
  if (!supported) {
    const able = Object.keys(LEARNER_TYPES).filter((type) => LEARNER_TYPES[type]!.supported)
    refuse(`Training a ${config.type}${place(at)} is not supported yet; use one of ${able.join(', ')}`)
  }
  for (const [key, { only }] of Object.entries(parameters)) {
    if (only !== undefined && config[key] !== only) {
      refuse(`${config.type} with ${key} ${config[key]}${place(at)} is not supported; leave it at ${only}`)
    }
  }
}

function parseValue(given: unknown, parameter: LearnerParameter, path: string): number | boolean | string {
  const value = given ?? parameter.default
  const { kind, words } = parameter
  if (kind === 'boolean') return parseBoolean(value, path)
  if (kind === 'text') {
    // The original writes arch 50 as a number or a text.
    const text = typeof value === 'number' ? String(value) : value
    if (typeof text !== 'string' || (words && !words.includes(text))) {
      throw invalid(`${path} is ${JSON.stringify(value)}; it must be ${words?.join(', ') ?? 'a text'}`)
    }
    return text
  }
  if (typeof value === 'string' && words?.includes(value)) return value
  return parseNumber(value, parameter, path)
}

function parseBoolean(value: unknown, path: string): boolean {
  if (value === true || value === 'true' || value === 1) return true
  if (value === false || value === 'false' || value === 0) return false
  throw invalid(`${path} is ${JSON.stringify(value)}; it must be true or false`)
}

function parseNumber(value: unknown, { kind, min, max, words }: LearnerParameter, path: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  const whole = kind !== 'integer' || Number.isInteger(number)
  const inRange =
    typeof number === 'number' &&
    Number.isFinite(number) &&
    number >= (min ?? Number.NEGATIVE_INFINITY) &&
    number <= (max ?? Number.POSITIVE_INFINITY)
  if (inRange && whole) return number
  const range = [min === undefined ? '' : `from ${min}`, max === undefined ? '' : `to ${max}`].filter(Boolean)
  const wanted = [kind === 'integer' ? 'an integer' : 'a number', ...range].join(' ')
  const other = words ? ` or ${words.map((word) => JSON.stringify(word)).join(', ')}` : ''
  throw invalid(`${path} is ${JSON.stringify(value)}; it must be ${wanted}${other}`)
}

function requireObject(value: unknown, path: string): Record<string, unknown> {
  if (isObject(value)) return value
  throw invalid(`${path} is missing; it must be the configuration of the learner to repeat`)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function place(at: string): string {
  return at === '' ? '' : ` in ${at}`
}

function invalid(message: string, detail?: { suggestion?: string }): EngineError {
  return new EngineError('invalid-argument', message, detail)
}
