// row/ holds functions over the columns of one row (or the numbers of one embedding).
import type { Value } from '../../../../contract/values.ts'
import { formatPath } from '../../../../lib/format-path.ts'
import { visitAtoms } from '../../values/flatten-value.ts'
import { conversionError } from '../../values/to-number.ts'
import { defineScalar } from '../define-builtin.ts'
import { isEmbedding, isRow } from '../shared/map-value.ts'
import { DOUBLE, strictAtoms } from '../shared/types.ts'

/** The names of the columns that a value flattens to.
 *  @throws EngineError `type-mismatch` for an atom */
function columnNames(value: Value): Set<string> {
  if (!isRow(value) && !isEmbedding(value)) throw conversionError(value, 'row')
  const names = new Set<string>()
  visitAtoms(value, [], (path) => names.add(formatPath(path)))
  return names
}

/** How many columns. */
export const cardinality = defineScalar({
  name: 'cardinality',
  group: 'row',
  signature: 'cardinality(row)',
  summary: 'How many columns the row has once it is flattened, those that are null included.',
  example: { sql: 'cardinality({1 AS a, null AS b})', result: 2 },
  arity: [1, 1],
  result: strictAtoms('integer'),
  apply: ([row]) => columnNames(row!).size,
})

/** How alike the names of two rows are. */
export const jaccardIndex = defineScalar({
  name: 'jaccard_index',
  group: 'row',
  signature: 'jaccard_index(rowA, rowB)',
  summary:
    'The number of column names that two rows share, divided by the number of names in either; 1 for two empty rows.',
  example: { sql: 'jaccard_index({1 AS a, 1 AS b}, {1 AS b, 1 AS c, 1 AS d})', result: 0.25 },
  arity: [2, 2],
  result: strictAtoms(...DOUBLE),
  apply: ([a, b]) => {
    const A = columnNames(a!)
    const B = columnNames(b!)
    let shared = 0
    for (const name of A) if (B.has(name)) shared++
    const all = A.size + B.size - shared
    return all === 0 ? 1 : shared / all
  },
})
