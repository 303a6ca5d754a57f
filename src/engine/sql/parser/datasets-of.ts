import { parseFromText } from './statement.ts'

/** Names of the datasets that a text after FROM reads, in its sub-selects too. Those of its common tables are among
 *  them. */
export function datasetsOf(from: string): Set<string> {
  const names = new Set<string>()
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    else if (typeof node === 'object' && node !== null) {
      const { kind, name } = node as { kind?: unknown; name?: unknown }
      if (kind === 'dataset' && typeof name === 'string') names.add(name)
      Object.values(node).forEach(visit)
    }
  }
  if (from !== '') visit(parseFromText(from))
  return names
}
