import type { Atom, Value } from '../../../../contract/values.ts'
import { toNumber } from '../../values/to-number.ts'
import { defineScalar, type ScalarBuiltin, type ValueType } from '../define-builtin.ts'
import { mapAtoms } from '../shared/map-value.ts'
import { atoms, DOUBLE, mapAtomType, strictAtoms } from '../shared/types.ts'

const SAME = 'A cell keeps one value here, so this is'

function define(
  name: string,
  summary: string,
  of: (x: Atom) => Value,
  type: (x: ValueType) => ValueType,
): ScalarBuiltin {
  return defineScalar({
    name: `temporal_${name}`,
    group: 'time',
    signature: `temporal_${name}(x)`,
    summary: `${summary} Works per column of a row.`,
    example: { sql: `temporal_${name}({1 AS a})`, result: { a: 1 } },
    arity: [1, 1],
    strict: false,
    result: ([x]) => mapAtomType(x!, type),
    apply: ([x]) => mapAtoms(x!, of),
  })
}

const itself = (x: Atom): Value => x
const number = (x: Atom): Value => (x === null ? null : toNumber(x))
const asNumber = (x: ValueType): ValueType => strictAtoms(...DOUBLE)([x])
const asIs = (x: ValueType): ValueType => x

/** Aggregates over the values that a cell has at several times. */
export const temporal: readonly ScalarBuiltin[] = [
  define(
    'count',
    'How many values that are not null a cell has over time.',
    (x) => Number(x !== null),
    () => atoms('integer'),
  ),
  define('sum', `The sum of a cell's values over time. ${SAME} that value.`, number, asNumber),
  define('avg', `The mean of a cell's values over time. ${SAME} that value.`, number, asNumber),
  define('min', `The least of a cell's values over time. ${SAME} that value.`, itself, asIs),
  define('max', `The greatest of a cell's values over time. ${SAME} that value.`, itself, asIs),
  define('latest', `The last of a cell's values. ${SAME} that value.`, itself, asIs),
  define('earliest', `The first of a cell's values. ${SAME} that value.`, itself, asIs),
]
