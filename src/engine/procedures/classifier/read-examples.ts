// classifier/ is what classifier.train, .test and .experiment share: rows of a query to matrices, scores to statistics
// and to a dataset of results. The learners themselves are in models/learners, the statistics in models/metrics.
import { EngineError } from '../../../contract/errors.ts'
import type { Call, RowError } from '../../../contract/progress.ts'
import type { Path, RowValue, Value } from '../../../contract/values.ts'
import type { EngineContext } from '../../context.ts'
import type { QueryOptions, Result, RowBatch, Statement } from '../../sql/sql.ts'
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
  const roles = findRoles(result, what)
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
    for (const r of batch.rowNames.keys()) {
      const label = readLabel(roles.labels, batch, r)
      if (label === null) rows.unlabelled++
      else addRow(rows, roles, batch, r, label)
    }
    read += batch.rowNames.length
    call.onProgress?.({ phase: 'rows', step: `read ${what}`, done: read })
  }
  return rows
}

interface Roles {
  features: { column: number; path: Path }[]
  /** Several where the query's row of labels was taken apart. */
  labels: { column: number; path: Path }[]
  weight: number
}

/** A column `features`, or several under that name where the query's row was taken apart already. */
function findRoles({ columns, open }: Pick<Result, 'columns' | 'open'>, what: string): Roles {
  const columnsOf = (name: string) =>
    columns.flatMap(({ path }, column) => (path[0] === name ? [{ column, path: path.slice(1) }] : []))
  const features = columnsOf('features')
  const labels = columnsOf('label')
  const named = (name: string): number =>
    columns.findIndex(({ path }) => path.length === 1 && path[0] === name)
  // Rows of any columns, such as `{tokenize(text) AS *} AS features`, bring theirs along.
  if ((features.length === 0 || labels.length === 0) && !open) {
    throw new EngineError('invalid-argument', `${what} must return a 'features' row and a 'label'`)
  }
  return { features, labels, weight: named('weight') }
}

/** The further cells of a row that stand under a name, by what follows it. */
function under(row: RowValue | null | undefined, name: string): [Path, Value][] {
  const cells: [Path, Value][] = []
  for (const [path, value] of row?.columns ?? []) if (path[0] === name) cells.push([path.slice(1), value])
  return cells
}

/** A label as the query has it; the pieces of a row of labels as one again. */
export function readLabel(labels: Roles['labels'], { columns, rest }: RowBatch, r: number): Value {
  if (labels.length === 1 && labels[0]!.path.length === 0) return columns[labels[0]!.column]![r]!
  const given = labels.flatMap(({ column, path }) => {
    const value = columns[column]![r]!
    return value === null ? [] : [[path, value] as const]
  })
  const further = under(rest?.[r], 'label')
  const present = labels.length > 0 || further.length > 0
  return present ? { kind: 'row', columns: [...given, ...further] } : null
}

function addRow(
  rows: LabelledRows,
  roles: Roles,
  { columns, rest, rowNames }: RowBatch,
  r: number,
  label: Value,
): void {
  const name = rowNames[r]!
  const weight = roles.weight < 0 ? 1 : readWeight(columns[roles.weight]![r]!, name)
  // A weight of zero says that the row does not count.
  if (weight === 0) return
  rows.features.beginRow()
  for (const { column, path } of roles.features) rows.features.add(path, columns[column]![r]!)
  for (const [path, value] of under(rest?.[r], 'features')) rows.features.add(path, value)
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
