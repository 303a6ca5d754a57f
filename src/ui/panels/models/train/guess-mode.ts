import type { ClassifierMode } from '../../../../contract/learning.ts'
import type { Value } from '../../../../contract/values.ts'

/** What is known of the column to predict. */
export interface LabelFacts {
  rows: number
  /** Rows that have a label. */
  labelled: number
  distinct: number
  /** The commonest values with their rows, the most first. */
  commonest: readonly { value: Value; rows: number }[]
}

export interface Guess {
  mode: ClassifierMode
  /** Why, in a sentence. */
  reason: string
  /** Mode boolean: what counts as true. */
  trueValue?: string | number
}

/** More different numbers than this are amounts, not kinds. */
const MOST_KINDS = 12

/** What a label is, by its values. */
export function guessMode({ distinct, commonest }: LabelFacts): Guess {
  const values = commonest.map(({ value }) => value)
  if (
    values.some(
      (value) => typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'row',
    )
  )
    return { mode: 'multilabel', reason: 'each row has several labels' }
  const numbers = values.every((value) => typeof value === 'number')
  if (numbers && distinct === 2 && values.includes(0) && values.includes(1))
    return { mode: 'boolean', reason: 'the label is 0 or 1' }
  if (numbers && (distinct > MOST_KINDS || values.some((value) => !Number.isInteger(value))))
    return { mode: 'regression', reason: `the label is a number, with ${distinct} different values` }
  if (distinct === 2) {
    const rare = commonest.at(-1)?.value
    if (typeof rare === 'string' || typeof rare === 'number')
      return { mode: 'boolean', reason: 'the label has two values', trueValue: rare }
  }
  return { mode: 'categorical', reason: `the label has ${distinct} different values` }
}
