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

/** What URL would only take longer to find: names of ASCII letters and digits, under a domain of letters. */
const PLAIN = /^https?:\/\/((?:[a-z0-9]+\.)+[a-z]+)(?=[/?#]|$)/i

/** The host of an address; a name without a scheme is taken as one. Undefined where there is none. */
export function hostOf(url: string): string | undefined {
  const plain = PLAIN.exec(url)
  if (plain) return plain[1]!.toLowerCase()
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
  const last = host.lastIndexOf('.')
  if (last <= 0 || host.includes(':') || /^\d+$/.test(host.slice(last + 1))) return host
  let before = host.lastIndexOf('.', last - 1)
  const isUnderCountry =
    before >= 0 && host.length - last === 3 && SECOND_LEVELS.has(host.slice(before + 1, last))
  if (isUnderCountry) before = before > 0 ? host.lastIndexOf('.', before - 1) : -1
  return host.slice(before + 1)
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
