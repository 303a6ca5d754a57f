import type { RowError } from '../../contract/progress.ts'

export interface RowErrorGroup {
  reason: string
  code: string
  errors: RowError[]
}

/** Row errors by reason, the most frequent first. Two messages that differ only in the input they name are one reason. */
export function groupRowErrors(errors: readonly RowError[]): RowErrorGroup[] {
  const groups = new Map<string, RowErrorGroup>()
  for (const error of errors) {
    const reason = reasonOf(error)
    const key = `${error.code}\n${reason}`
    const group = groups.get(key) ?? { reason, code: error.code, errors: [] }
    group.errors.push(error)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => b.errors.length - a.errors.length)
}

function reasonOf({ message, input }: RowError): string {
  if (input === undefined || input === '') return message
  return message.replaceAll(`"${input}"`, 'it').replaceAll(input, 'it')
}
