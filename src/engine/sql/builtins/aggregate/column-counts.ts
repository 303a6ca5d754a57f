import type { Path, RowValue, Value } from '../../../../contract/values.ts'
import { formatPath } from '../../../../lib/format-path.ts'
import { flattenValue } from '../../values/flatten-value.ts'
import { topLevelColumns } from '../../values/top-level-columns.ts'
import { defineAggregate } from '../define-builtin.ts'
import { isRow } from '../shared/map-value.ts'
import { OPEN_ROW } from '../shared/types.ts'

/** In how many rows each column is: of those of the first row where they are not null, of those of the second always. What
 *  `rowCount()` in COLUMN EXPR is made of; no statement calls it. */
export const columnCounts = defineAggregate<Map<string, { path: Path; count: number }>>({
  name: 'column_counts',
  group: 'aggregate',
  signature: 'column_counts(row, rest, structured)',
  summary: 'A row with a column for each column of the rows, holding how many rows have it.',
  example: { sql: 'column_counts({1 AS x}, null, 0)', result: { x: 1 } },
  arity: [3, 3],
  result: () => OPEN_ROW,
  init: () => new Map(),
  step(counts, [row, rest, structured]) {
    const visit = (part: Value, isCounted: (value: Value) => boolean): void => {
      if (!isRow(part)) return
      for (const [path, isThere] of presence(part, structured === 1, isCounted)) {
        const name = formatPath(path)
        const known = counts.get(name) ?? { path, count: 0 }
        if (isThere) known.count++
        counts.set(name, known)
      }
    }
    visit(row!, (value) => value !== null)
    visit(rest!, () => true)
    return counts
  },
  finish: (counts) => ({
    kind: 'row',
    columns: [...counts.values()].map(({ path, count }) => [path, count]),
  }),
})

/** The columns of a row, each with whether it counts: one of the top level where any below it does. */
function presence(
  row: RowValue,
  structured: boolean,
  isCounted: (value: Value) => boolean,
): readonly (readonly [Path, boolean])[] {
  if (!structured) return flattenValue(row).map(([path, value]) => [path, isCounted(value)])
  return topLevelColumns(
    row.columns.map(([path, value]) => [path, isCounted(value)] as const),
    (below) => below.some(([, isThere]) => isThere),
  )
}
