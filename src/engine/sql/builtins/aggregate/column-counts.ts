import type { Path, Value } from '../../../../contract/values.ts'
import { formatPath } from '../../../../lib/format-path.ts'
import { flattenValue } from '../../values/flatten-value.ts'
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
      for (const [path, value] of structured === 1 ? part.columns : flattenValue(part)) {
        const name = formatPath(path)
        const known = counts.get(name) ?? { path, count: 0 }
        if (isCounted(value)) known.count++
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
