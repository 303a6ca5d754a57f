import type { Value } from '../../../../contract/values.ts'
import { parsePath } from '../../../../lib/parse-path.ts'
import { quoteName, quoteText } from '../../../lib/quote-name.ts'

/** What a model is asked about: typed values, a row of what it learned from, or a picture through a network. */
export type Subject =
  | { kind: 'typed'; values: Readonly<Record<string, string>> }
  | { kind: 'row'; name: string; query: string }
  | { kind: 'picture'; url: string; network: string }

/** Typed values as the argument `features`: numbers where they are, nested as paths are; empty fields are left out.
 *  @param isText whether a feature's values are texts, even where they look like numbers */
export function toFeatures(
  values: Readonly<Record<string, string>>,
  isText: (name: string) => boolean,
): Record<string, unknown> {
  const features: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(values)) {
    if (text.trim() === '') continue
    const number = Number(text)
    const value = isText(name) || Number.isNaN(number) ? text : number
    const path = parsePath(name)
    let at = features
    for (const element of path.slice(0, -1)) {
      at[element] ??= {}
      at = at[element] as Record<string, unknown>
    }
    at[path.at(-1) ?? name] = value
  }
  return features
}

/** A statement that calls a function on a row or a picture. @param label for an explanation */
export function subjectSql(
  subject: Exclude<Subject, { kind: 'typed' }>,
  functionName: string,
  label?: string | number,
): string {
  const labelSql =
    label === undefined ? '' : `, label: ${typeof label === 'number' ? label : quoteText(label)}`
  const name = quoteName(functionName)
  if (subject.kind === 'row')
    return `SELECT ${name}({features: features${labelSql}}) AS * FROM (${subject.query}) WHERE rowName() = ${quoteText(subject.name)}`
  return `SELECT ${name}({features: ${quoteName(subject.network)}({url: ${quoteText(subject.url)}})${labelSql}}) AS *`
}

/** A cell as it stands in a field; empty for what is no number and no text. */
export const toField = (value: Value): string =>
  typeof value === 'number' || typeof value === 'string' || typeof value === 'bigint' ? String(value) : ''
