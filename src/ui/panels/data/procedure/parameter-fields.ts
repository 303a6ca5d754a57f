import type { EntityConfig, ParameterInfo } from '../../../../contract/rest.ts'

/** What was typed or chosen, by parameter. What is not there was left as it is. */
export type FieldValues = Readonly<Record<string, string | boolean>>

/** How a parameter is asked for. */
export type FieldKind = 'check' | 'choice' | 'number' | 'sql' | 'json' | 'text'

export function fieldKind({ kind, type }: ParameterInfo): FieldKind {
  if (kind === 'BOOLEAN') return 'check'
  if (kind === 'ENUM') return 'choice'
  if (kind === 'INTEGER' || kind === 'FLOAT') return 'number'
  if (type === 'query') return 'sql'
  return kind === 'STRING' || type === 'output dataset' ? 'text' : 'json'
}

/** What a field shows before anybody touched it: the default, in the notation of the field. */
export function initialValue(parameter: ParameterInfo): string | boolean {
  const { default: given } = parameter
  switch (fieldKind(parameter)) {
    case 'check':
      return given === true
    case 'json':
      return given === undefined || given === null ? '' : JSON.stringify(given, null, 2)
    default:
      return given === undefined || given === null ? '' : String(given)
  }
}

/** The configuration that fields come to, with nothing in it that was left as it is.
 *  @throws Error naming the field that holds no JSON */
export function toConfig(
  type: string,
  parameters: readonly ParameterInfo[],
  values: FieldValues,
): EntityConfig {
  const params: Record<string, unknown> = {}
  for (const parameter of parameters) {
    const value = values[parameter.name]
    if (value === undefined || value === initialValue(parameter)) continue
    params[parameter.name] = toValue(parameter, value)
  }
  return { type, params }
}

function toValue(parameter: ParameterInfo, value: string | boolean): unknown {
  if (typeof value === 'boolean') return value
  switch (fieldKind(parameter)) {
    case 'number':
      // The engine says what is wrong with anything that is none.
      return value.trim() === '' || Number.isNaN(Number(value)) ? value : Number(value)
    case 'json':
      return parseJson(parameter.name, value)
    default:
      return value
  }
}

/** An emptied field is null: no value. */
function parseJson(name: string, text: string): unknown {
  if (text.trim() === '') return null
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new Error(`${name} is not valid JSON: ${(error as Error).message}`)
  }
}

/** Required parameters that nothing was given for. */
export const missingFields = (parameters: readonly ParameterInfo[], values: FieldValues): string[] =>
  parameters.flatMap(({ name, required, kind }) =>
    required && kind !== 'BOOLEAN' && String(values[name] ?? '').trim() === '' ? [name] : [],
  )

/** The dataset that a configuration writes, for the way to it after the run. */
export function outputOf({ params }: EntityConfig): string | undefined {
  const output = (params as Record<string, unknown> | undefined)?.outputDataset
  return typeof output === 'string' && output !== '' ? output : undefined
}
