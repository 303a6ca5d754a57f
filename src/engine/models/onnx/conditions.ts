import type { TestColumn } from './columns.ts'
import type { Operation } from './operations.ts'

/** What tells values that are there from missing and infinite ones: |x| up to the largest float32. Or columns up to
 *  thresholds, which missing values are not. */
const lessOrEqual: Operation = (_, [value, limit]) => {
  const limits = limit?.kind === 'constant' ? limit.tensor.numbers : undefined
  if (!limits) return undefined
  if (value?.kind === 'sizes')
    return limits.every((most) => most > 3.4e38) ? { kind: 'there', columns: value.columns } : undefined
  if (value?.kind !== 'columns' || limits.length !== value.columns.length) return undefined
  const columns = value.columns.flatMap((column, c): TestColumn[] =>
    column.kind === 'number' && column.steps.length === 0 && column.imputed === undefined
      ? [{ kind: 'test', feature: column.feature, threshold: limits[c]!, isAbove: false }]
      : [],
  )
  return columns.length === limits.length ? { kind: 'tests', columns, isCertain: false } : undefined
}

const not: Operation = (_, [value]) =>
  value?.kind === 'tests' && !value.isCertain
    ? { ...value, columns: value.columns.map((column) => ({ ...column, isAbove: !column.isAbove })) }
    : undefined

const and: Operation = (_, [tests, there]) => {
  if (tests?.kind !== 'tests' || there?.kind !== 'there') return undefined
  return isSame(tests.columns, there.columns) ? { ...tests, isCertain: true } : undefined
}

/** Columns, 0 where they are missing: as sums have them anyway. */
const where: Operation = (_, [mask, values, otherwise]) => {
  const isZero = otherwise?.kind === 'constant' && otherwise.tensor.numbers?.every((value) => value === 0)
  if (mask?.kind !== 'there' || values?.kind !== 'columns' || !isZero) return undefined
  return isSame(mask.columns, values.columns) ? values : undefined
}

/** True where columns are of the same features. */
const isSame = (a: readonly { feature: number }[], b: readonly { feature: number }[]): boolean =>
  a.length === b.length && a.every(({ feature }, c) => feature === b[c]!.feature)

export const conditions: Record<string, Operation> = {
  Abs: (_, [value]) => (value?.kind === 'columns' ? { kind: 'sizes', columns: value.columns } : undefined),
  LessOrEqual: lessOrEqual,
  Not: not,
  And: and,
  Where: where,
}
