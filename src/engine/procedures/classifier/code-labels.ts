import { EngineError } from '../../../contract/errors.ts'
import type { ClassifierMode, LabelSets } from '../../../contract/learning.ts'
import type { Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { isRow } from '../../functions/classifier/feature-placer.ts'
import type { Label } from '../../models/metrics/categorical-statistics.ts'
import { truth } from '../../sql/values/truth.ts'
import { valueToText } from '../../sql/values/value-to-text.ts'

/** Labels as numbers. */
export interface CodedLabels {
  /** Regression: the value. Otherwise the index into `labels`. */
  y: Float64Array
  labels: Label[]
  /** Mode multilabel, in place of `y`. */
  labelSets?: LabelSets
}

/** Labels of boolean mode. */
export const BOOLEAN_LABELS: Label[] = ['0', '1']

/** @throws EngineError `type-mismatch` for a label that the mode cannot take */
export function codeLabels(values: readonly Value[], mode: ClassifierMode): CodedLabels {
  if (mode === 'multilabel') return codeLabelSets(values)
  if (mode === 'regression') return { y: Float64Array.from(values, toTarget), labels: [] }
  if (mode === 'boolean') return { y: toBooleans(values), labels: BOOLEAN_LABELS }
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

/** Labels of boolean mode: 1 for what is true.
 *  @throws EngineError `type-mismatch` for texts that differ and are all true, as every text is that is not empty: whoever
 *  has 'yes' and 'no', or 'true' and 'false', means another thing */
export function toBooleans(values: readonly Value[]): Float64Array {
  const texts = new Set<Value>()
  for (const value of values)
    if (typeof value === 'string' && value !== '' && texts.size < 2) texts.add(value)
  if (texts.size < 2) return Float64Array.from(values, (value) => (isTrue(value) ? 1 : 0))
  const [one, other] = [...texts].map((text) => `'${String(text).slice(0, 40)}'`)
  throw new EngineError(
    'type-mismatch',
    `in mode boolean every text that is not empty is true, ${one} as well as ${other}; compare the label (label = ${one}), or use mode categorical`,
  )
}

/** Truth as SQL has it; NULL is not true. */
const isTrue = (value: Value): boolean => truth(value) === true

/** The labels of a row in mode multilabel: the columns of a row value that are true, or a single label. */
export function labelsOf(value: Value): Label[] {
  if (value === null) return []
  if (!isRow(value)) return [toLabel(value)]
  return value.columns.filter(([, cell]) => isTrue(cell)).map(([path]) => formatPath(path))
}

function codeLabelSets(values: readonly Value[]): CodedLabels {
  const sets = values.map(labelsOf)
  const labels = sortLabels(sets.flat())
  const places = new Map(labels.map((label, i) => [label, i]))
  const offsets = new Uint32Array(values.length + 1)
  sets.forEach((set, r) => {
    offsets[r + 1] = offsets[r]! + set.length
  })
  const flat = Uint32Array.from(sets.flat(), (label) => places.get(label)!)
  return { y: new Float64Array(0), labels, labelSets: { offsets, labels: flat } }
}

function toTarget(value: Value): number {
  const number = typeof value === 'bigint' ? Number(value) : value
  if (typeof number === 'number' && Number.isFinite(number)) return number
  throw new EngineError('type-mismatch', 'a label of regression must be a finite number')
}
