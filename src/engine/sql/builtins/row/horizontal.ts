import type { Atom, Timestamp, Value } from '../../../../contract/values.ts'
import type { AtomType } from '../../catalog.ts'
import { compareValues } from '../../values/compare-values.ts'
import { visitAtoms } from '../../values/flatten-value.ts'
import { toNumber } from '../../values/to-number.ts'
import { valueToText } from '../../values/value-to-text.ts'
import { defineScalar, type ScalarBuiltin } from '../define-builtin.ts'
import { isEmbedding, isRow } from '../shared/map-value.ts'
import { addTo, emptySum, totalOf } from '../shared/running-sum.ts'
import { ATOM, atoms, DOUBLE, strictAtoms } from '../shared/types.ts'

/** The atoms of a value that are not null; an atom counts as a row of itself. */
function presentAtoms(value: Value): Exclude<Atom, null>[] {
  if (isEmbedding(value)) return Array.from(value.data)
  const present: Exclude<Atom, null>[] = []
  visitAtoms(value, [], (_, atom) => {
    if (atom !== null) present.push(atom)
  })
  return present
}

function total(values: readonly Atom[]): number {
  const sum = emptySum()
  for (const x of values) addTo(sum, toNumber(x))
  return totalOf(sum)
}

function extreme(values: readonly Atom[], sign: 1 | -1): Atom {
  let best: Atom = null
  for (const x of values) if (best === null || sign * compareValues(x, best) > 0) best = x
  return best
}

interface Horizontal {
  name: string
  summary: string
  result: unknown
  types: readonly AtomType[]
  of: (values: Exclude<Atom, null>[]) => Value
}

const define = ({ name, summary, result, types, of }: Horizontal): ScalarBuiltin =>
  defineScalar({
    name: `horizontal_${name}`,
    group: 'row',
    signature: `horizontal_${name}(row)`,
    summary,
    example: { sql: `horizontal_${name}({2 AS a, null AS b, 5 AS c})`, result },
    arity: [1, 1],
    result: strictAtoms(...types),
    apply: ([row]) => of(presentAtoms(row!)),
  })

/** The value of a row that wins by its time. The binder passes the times of the columns where they differ. */
const defineByTime = (
  declaration: Omit<Horizontal, 'result' | 'types' | 'of'> & { result: unknown; aliases?: readonly string[] },
  wins: (ms: number, best: number) => boolean,
): ScalarBuiltin => {
  const { name, summary, result, aliases } = declaration
  return defineScalar({
    name: `horizontal_${name}`,
    ...(aliases && { aliases }),
    group: 'row',
    signature: `horizontal_${name}(row)`,
    summary,
    example: { sql: `horizontal_${name}({2 AS a, null AS b, 5 AS c})`, result },
    arity: [1, 1],
    timed: 'each',
    result: strictAtoms(...ATOM),
    apply: ([row, times]) => {
      let best: { value: Atom; ms: number } = { value: null, ms: Number.NaN }
      const columns = isRow(row) ? row.columns.map(([, value]) => value) : [row!]
      for (const [i, column] of columns.entries()) {
        const time = isRow(times) ? (times.columns[i]![1] as Timestamp).ms : Number.NEGATIVE_INFINITY
        for (const value of presentAtoms(column)) {
          if (best.value === null || wins(time, best.ms)) best = { value, ms: time }
        }
      }
      return best.value
    },
  })
}

/** Joined text. */
const stringAgg = defineScalar({
  name: 'horizontal_string_agg',
  group: 'row',
  signature: 'horizontal_string_agg(row, separator)',
  summary:
    'The values that are not null as text, in the order of the columns, with the separator between; null if there is none.',
  example: { sql: "horizontal_string_agg({'x' AS a, null AS b, 2 AS c}, '-')", result: 'x-2' },
  arity: [2, 2],
  result: () => atoms('string', 'null'),
  apply: ([row, separator]) => {
    const values = presentAtoms(row!)
    return values.length === 0 ? null : values.map(valueToText).join(valueToText(separator!))
  },
})

/** The aggregates over one row. */
export const horizontal: readonly ScalarBuiltin[] = [
  define({
    name: 'count',
    summary: 'How many values of the row are not null.',
    result: 2,
    types: ['integer'],
    of: (values) => values.length,
  }),
  define({
    name: 'sum',
    summary: 'The sum of the values that are not null, 0 if there is none.',
    result: 7,
    types: DOUBLE,
    of: total,
  }),
  define({
    name: 'avg',
    summary: 'The mean of the values that are not null, null if there is none.',
    result: 3.5,
    types: [...DOUBLE, 'null'],
    of: (values) => (values.length === 0 ? null : total(values) / values.length),
  }),
  define({
    name: 'min',
    summary: 'The least value of the row, null if there is none.',
    result: 2,
    types: ATOM,
    of: (values) => extreme(values, -1),
  }),
  define({
    name: 'max',
    summary: 'The greatest value of the row, null if there is none.',
    result: 5,
    types: ATOM,
    of: (values) => extreme(values, 1),
  }),
  defineByTime(
    {
      name: 'earliest',
      summary: 'The value with the earliest time, of equal times the first; null if there is none.',
      result: 2,
    },
    (ms, best) => ms < best,
  ),
  defineByTime(
    {
      name: 'latest',
      aliases: ['extract_column'],
      summary: 'The value with the latest time, of equal times the last; null if there is none.',
      result: 5,
    },
    (ms, best) => ms >= best,
  ),
  stringAgg,
]
