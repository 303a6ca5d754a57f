import type { CompactResult } from '../../contract/rest.ts'
import type { Value } from '../../contract/values.ts'
import { labelOfScore, type Score } from './score-name.ts'

/** One row of a classifier's results dataset. */
export interface ScoredRow {
  rowName: string
  actual: string
  predicted: string
  scores: Score[]
  /** How far the predicted label's score lies above the next: how sure the classifier was. */
  margin: number
}

/** Rows of `SELECT * FROM <name>_results_0`. */
export function readScoredRows({ rowNames, columns }: CompactResult): ScoredRow[] {
  const cells = (name: string): readonly Value[] =>
    columns.find((column) => column.name === name)?.values ?? []
  const labels = cells('label')
  const predictions = cells('maxLabel')
  const scoreColumns = columns.flatMap((column) => scoreArrays(column.name, column.path, column.values))
  return rowNames.map((rowName, r) => {
    const scores = scoreColumns
      .flatMap(({ label, values }) => (typeof values[r] === 'number' ? [{ label, score: values[r] }] : []))
      .sort((a, b) => b.score - a.score)
    return {
      rowName,
      actual: String(labels[r] ?? ''),
      predicted: plainLabel(predictions[r] ?? null),
      scores,
      margin: (scores[0]?.score ?? 0) - (scores[1]?.score ?? 0),
    }
  })
}

/** Those of one cell of the matrix, the most confident first. */
export const rowsOfCell = (rows: readonly ScoredRow[], actual: string, predicted: string): ScoredRow[] =>
  rows
    .filter((row) => row.actual === actual && row.predicted === predicted)
    .sort((a, b) => b.margin - a.margin)

// maxLabel may carry the quotes that names of scores have.
const plainLabel = (value: Value) =>
  typeof value === 'string' ? labelOfScoreName(value) : String(value ?? '')
const labelOfScoreName = (name: string) => (name.startsWith('"') ? labelOfScore(name) : name)

function scoreArrays(name: string, path: readonly string[], values: readonly Value[]) {
  const [first, ...rest] = path
  if ((first !== 'score' && first !== 'scores') || rest.length !== 1) {
    if (name === 'score' || name === 'scores') return fromRows(values)
    return []
  }
  return [{ label: labelOfScore(rest[0]!), values }]
}

/** Scores that come as one row value a cell. */
function fromRows(values: readonly Value[]) {
  const byLabel = new Map<string, Value[]>()
  values.forEach((value, r) => {
    if (value === null || typeof value !== 'object' || !('kind' in value) || value.kind !== 'row') return
    for (const [path, cell] of value.columns) {
      const label = labelOfScore(path.at(-1) ?? '')
      const column = byLabel.get(label) ?? []
      column[r] = cell
      byLabel.set(label, column)
    }
  })
  return [...byLabel].map(([label, column]) => ({ label, values: column }))
}
