import { EngineError } from '../../../../contract/errors.ts'
import type { Path, Value } from '../../../../contract/values.ts'
import { formatPath } from '../../../../lib/format-path.ts'
import { defineAggregate } from '../define-builtin.ts'
import { toPath } from '../path/path-functions.ts'
import { OPEN_ROW } from '../shared/types.ts'

/** One row of names and values. */
export const pivot = defineAggregate<Map<string, readonly [Path, Value]>>({
  name: 'pivot',
  aliases: ['vertical_pivot'],
  group: 'aggregate',
  signature: 'pivot(name, value)',
  summary: 'One row with a column per name, holding the value that came with it (the last one, of several).',
  example: { sql: "pivot('a', 1)", result: { a: 1 } },
  arity: [2, 2],
  result: () => OPEN_ROW,
  init: () => new Map(),
  step: (columns, [name, value]) => {
    if (name === null) throw new EngineError('type-mismatch', 'Cannot have a NULL column name')
    const path = toPath(name!)
    return columns.set(formatPath(path), [path, value!])
  },
  finish: (columns) => ({ kind: 'row', columns: [...columns.values()] }),
})
