import { parsePath } from '../../lib/parse-path.ts'

/** The label that a score is of. A string label is named by its JSON text (`"audi"`, or in a column name
 *  `scores."""audi"""`), a numeric one by the bare number. */
export function labelOfScore(name: string): string {
  const element = parsePath(name).at(-1) ?? name
  // A path element with quotes around it comes through unparsed where the name is the element itself.
  if (element.startsWith('"')) {
    try {
      const label: unknown = JSON.parse(element)
      if (typeof label === 'string') return label
    } catch {
      return element
    }
  }
  return element
}

export interface Score {
  label: string
  score: number
}

/** The scores in a function's answer, `{"scores": [["\"audi\"", [-0.4, time]], …]}` or plain `{"scores": {…}}`, highest
 *  first. Empty where there are none: an image that could not be read has no scores. */
export function readScores(output: unknown): Score[] {
  const scores = isRecord(output) ? (output.scores ?? output.score) : undefined
  const pairs: [string, unknown][] = Array.isArray(scores)
    ? scores.filter((pair) => Array.isArray(pair) && typeof pair[0] === 'string')
    : isRecord(scores)
      ? Object.entries(scores)
      : []
  return pairs
    .map(([name, value]) => ({ label: labelOfScore(name), score: Array.isArray(value) ? value[0] : value }))
    .filter((score): score is Score => typeof score.score === 'number')
    .sort((a, b) => b.score - a.score)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
