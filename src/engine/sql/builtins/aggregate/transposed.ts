import type { Atom, Path, Value } from '../../../../contract/values.ts'
import { formatPath } from '../../../../lib/format-path.ts'
import { parsePath } from '../../../../lib/parse-path.ts'
import { visitAtoms } from '../../values/flatten-value.ts'
import { defineAggregate } from '../define-builtin.ts'
import { OPEN_ROW } from '../shared/types.ts'

/** The columns of all rows, each a row of what the rows have there. What `transpose(ds)` is made of; no statement calls
 *  it. */
export const transposed = defineAggregate<Map<string, { path: Path; cells: [Path, Atom][] }>>({
  name: 'transposed',
  group: 'aggregate',
  signature: 'transposed(rowName, row)',
  summary: 'A row with a column for each column of the rows, holding a row of what each row has there.',
  example: { sql: "transposed('a', {1 AS x})", result: { x: { a: 1 } } },
  arity: [2, 2],
  result: () => OPEN_ROW,
  init: () => new Map(),
  step(columns, [name, row]) {
    const rowPath = parsePath(name as string)
    visitAtoms(row!, [], (path, atom) => {
      const key = formatPath(path)
      const column = columns.get(key) ?? { path, cells: [] }
      if (atom !== null) column.cells.push([rowPath, atom])
      columns.set(key, column)
    })
    return columns
  },
  finish: (columns) => ({
    kind: 'row',
    columns: [...columns.values()].map(({ path, cells }): [Path, Value] => [
      path,
      { kind: 'row', columns: cells },
    ]),
  }),
})
