import { EngineError } from '../../../contract/errors.ts'
import type { ClassifierMode } from '../../../contract/learning.ts'
import type { Value } from '../../../contract/values.ts'
import type { Label } from '../../models/metrics/categorical-statistics.ts'
import { valueToText } from '../../sql/values/value-to-text.ts'

/** Labels as numbers. */
export interface CodedLabels {
  /** Regression: the value. Otherwise the index into `labels`. */
  y: Float64Array
  labels: Label[]
}

/** Labels of boolean mode. */
export const BOOLEAN_LABELS: Label[] = ['0', '1']

/** @throws EngineError `type-mismatch` for a label that the mode cannot take */
export function codeLabels(values: readonly Value[], mode: ClassifierMode): CodedLabels {
  if (mode === 'regression') return { y: Float64Array.from(values, toTarget), labels: [] }
  if (mode === 'boolean')
    return { y: Float64Array.from(values, (value) => (isTrue(value) ? 1 : 0)), labels: BOOLEAN_LABELS }
  const coded = values.map(toLabel)
  const labels = sortLabels(coded)
  const places = new Map(labels.map((label, i) => [label, i]))
  return { y: Float64Array.from(coded, (label) => places.get(label)!), labels }
}

/** Distinct labels, by their text. */
export function sortLabels(labels: Iterable<Label>): Label[] {
  return [...new Set(labels)].sort((a, b) => (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0))
}

/** A label of categorical mode: numbers stay numbers, all else is its text. */
export const toLabel = (value: Value): Label => (typeof value === 'number' ? value : valueToText(value))

/** Truth as SQL has it: a number other than 0 and NaN, a text that is not empty, any time. */
export function isTrue(value: Value): boolean {
  if (value === null) return false
  if (typeof value === 'number') return value !== 0 && !Number.isNaN(value)
  return typeof value === 'bigint' ? value !== 0n : value !== ''
}

function toTarget(value: Value): number {
  const number = typeof value === 'bigint' ? Number(value) : value
  if (typeof number === 'number' && Number.isFinite(number)) return number
  throw new EngineError('type-mismatch', 'a label of regression must be a finite number')
}
