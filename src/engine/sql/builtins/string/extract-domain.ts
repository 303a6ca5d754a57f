import { EngineError } from '../../../../contract/errors.ts'
import type { Value } from '../../../../contract/values.ts'
import { truth } from '../../values/truth.ts'
import { valueToText } from '../../values/value-to-text.ts'
import { defineScalar } from '../define-builtin.ts'
import { readOptions } from '../shared/row-options.ts'
import { strictAtoms } from '../shared/types.ts'

/** Second levels under which countries register names, as in example.co.uk. */
const SECOND_LEVELS = new Set([
  'ac',
  'co',
  'com',
  'edu',
  'go',
  'gob',
  'gouv',
  'gov',
  'mil',
  'ne',
  'net',
  'nom',
  'or',
  'org',
])

/** The host of an address; a name without a scheme is taken as one. Undefined where there is none. */
export function hostOf(url: string): string | undefined {
  const text = url.trim()
  try {
    return (
      new URL(/^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/]*:\d/.test(text) ? text : `http://${text}`)
        .hostname || undefined
    )
  } catch {
    return undefined
  }
}

/** The part of a host that someone registered: its last two labels, or three under `co.uk` and its like. */
export function registeredName(host: string): string {
  const labels = host.split('.')
  if (host.includes(':') || /^\d+$/.test(labels.at(-1)!)) return host
  const underCountry = labels.length > 2 && labels.at(-1)!.length === 2 && SECOND_LEVELS.has(labels.at(-2)!)
  return labels.slice(underCountry ? -3 : -2).join('.')
}

const DEFAULTS: { removeSubdomain: Value } = { removeSubdomain: 0 }

/** The host of an address. */
export const extractDomain = defineScalar({
  name: 'extract_domain',
  group: 'string',
  signature: 'extract_domain(url[, {removeSubdomain: false}])',
  summary: 'The host of an address; with `removeSubdomain` only the part that was registered.',
  example: { sql: "extract_domain('http://www.mldb.ai/doc', {1 AS removeSubdomain})", result: 'mldb.ai' },
  arity: [1, 2],
  result: strictAtoms('string'),
  apply: ([url, given]) => {
    const text = valueToText(url!)
    const host = hostOf(text)
    if (host === undefined)
      throw new EngineError('invalid-argument', `'${text.slice(0, 80)}' is no address with a host`)
    const options = readOptions(given, DEFAULTS)
    return truth(options.removeSubdomain) ? registeredName(host) : host
  },
})
