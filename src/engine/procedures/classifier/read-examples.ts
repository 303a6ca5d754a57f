// classifier/ is what classifier.train, .test and .experiment share: rows of a query to matrices, scores to statistics
// and to a dataset of results. The learners themselves are in models/learners, the statistics in models/metrics.
import { EngineError } from '../../../contract/errors.ts'
import type { Call, RowError } from '../../../contract/progress.ts'
import type { Path, Value } from '../../../contract/values.ts'
import type { EngineContext } from '../../context.ts'
import type { QueryOptions, Statement } from '../../sql/sql.ts'
import { FeatureColumns } from './feature-columns.ts'

/** Labelled rows as a query gives them. */
export interface LabelledRows {
  rowNames: string[]
  features: FeatureColumns
  labels: Value[]
  /** Absent where the query has no weight. */
  weights?: number[]
  /** Rows left out because their label is NULL. */
  unlabelled: number
  /** Rows left out because all their features are: images that could not be read. */
  featureless: number
  rowErrors: readonly RowError[]
}

/** Reads a query that gives `features` (a row), `label` and maybe `weight`.
 *  @param what the parameter, for messages: trainingData */
export async function readLabelledRows(
  statement: Statement,
  what: string,
  { sql }: EngineContext,
  call: Call,
  options: QueryOptions = {},
): Promise<LabelledRows> {
  const result = await sql.query(statement, call, options)
  const roles = findRoles(result.columns, what)
  const rows: LabelledRows = {
    rowNames: [],
    features: new FeatureColumns(),
    labels: [],
    ...(roles.weight >= 0 ? { weights: [] } : {}),
    unlabelled: 0,
    featureless: 0,
    rowErrors: result.rowErrors,
  }
  let read = 0
  for await (const batch of result.batches()) {
    for (const [r, name] of batch.rowNames.entries()) {
      const label = batch.columns[roles.label]![r]!
      if (label === null) rows.unlabelled++
      else addRow(rows, roles, batch.columns, r, name, label)
    }
    read += batch.rowNames.length
    call.onProgress?.({ phase: 'rows', step: `read ${what}`, done: read })
  }
  return rows
}

interface Roles {
  features: { column: number; path: Path }[]
  label: number
  weight: number
}

/** A column `features`, or several under that name where the query's row was taken apart already. */
function findRoles(columns: readonly { path: Path }[], what: string): Roles {
  const features = columns.flatMap(({ path }, column) =>
    path[0] === 'features' ? [{ column, path: path.slice(1) }] : [],
  )
  const named = (name: string): number =>
    columns.findIndex(({ path }) => path.length === 1 && path[0] === name)
  const label = named('label')
  if (features.length === 0 || label < 0) {
    throw new EngineError('invalid-argument', `${what} must return a 'features' row and a 'label'`)
  }
  return { features, label, weight: named('weight') }
}

function addRow(
  rows: LabelledRows,
  roles: Roles,
  columns: readonly Value[][],
  r: number,
  name: string,
  label: Value,
): void {
  const weight = roles.weight < 0 ? 1 : readWeight(columns[roles.weight]![r]!, name)
  // A weight of zero says that the row does not count.
  if (weight === 0) return
  rows.features.beginRow()
  for (const { column, path } of roles.features) rows.features.add(path, columns[column]![r]!)
  if (!rows.features.endRow()) {
    rows.featureless++
    return
  }
  rows.rowNames.push(name)
  rows.labels.push(label)
  rows.weights?.push(weight)
}

/** @throws EngineError `invalid-argument` for what is no positive, finite number */
export function readWeight(value: Value, rowName: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value
  const problem = typeof value === 'number' && value < 0 ? 'cannot be negative' : 'must be a finite number'
  throw new EngineError('invalid-argument', `classifier example weight ${problem}: row '${rowName}'`, {
    rowName,
  })
}
