import { parsePath } from '../../lib/parse-path.ts'

/** The key of a group from its row name: GROUP BY names its rows `"[""audi""]"`, the JSON of the keys as one path
 *  element. Several keys are joined by commas. */
export function groupLabel(rowName: string): string {
  const element = parsePath(rowName)[0] ?? rowName
  try {
    const keys: unknown = JSON.parse(element)
    if (Array.isArray(keys)) return keys.map((key) => (key === null ? '(no label)' : String(key))).join(', ')
  } catch {
    return rowName
  }
  return rowName
}
