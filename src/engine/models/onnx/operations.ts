import type { FeatureSpec } from '../../../contract/learning.ts'
import { arithmetic } from './arithmetic.ts'
import type { Column } from './columns.ts'
import { conditions } from './conditions.ts'
import { curves } from './curves.ts'
import { encoders } from './encoders.ts'
import { ensembles } from './ensembles.ts'
import type { Value } from './graph-values.ts'
import { Linear } from './linear.ts'
import type { OnnxNode } from './read-onnx.ts'
import { logistic, otherOfLayers, outputsOf, partOf, softmaxed, votesOf, withOther } from './scores.ts'

/** What an operation makes of its inputs; undefined where it is used in a way that is not understood. */
export type Operation = (
  node: OnnxNode,
  inputs: Value[],
  features: FeatureSpec[],
) => Value | (Value | undefined)[] | undefined

const pass: Operation = (_, [value]) => value

const concat: Operation = (_, inputs, features) => {
  if (inputs.every((value) => value.kind === 'columns')) {
    return {
      kind: 'columns',
      columns: inputs.flatMap(({ columns }) => columns),
      isDouble: inputs.some(({ isDouble }) => isDouble),
    }
  }
  const [other, score] = inputs
  if (other?.kind !== 'other' || other.of !== score || inputs.length !== 2)
    return concatScores(inputs, features)
  return score.kind === 'layers'
    ? { kind: 'layers', layers: otherOfLayers(score.layers, other.how) }
    : { kind: 'scores', part: withOther(score.part, other.how) }
}

function concatScores(inputs: Value[], features: readonly FeatureSpec[]): Value | undefined {
  const parts = inputs.flatMap((value) => partOf(value, features) ?? [])
  if (parts.length !== inputs.length || !parts.every(({ outputs }) => outputs === 1)) return undefined
  return { kind: 'scores', part: { kind: 'per-label', outputs: parts.length, parts } }
}

/** A selection of columns, of one score, of a label by the best score, or of a table's rows by a level. */
const gather: Operation = ({ attributes }, [from, by]) => {
  const axis = attributes.get('axis')?.number ?? (from?.kind === 'constant' ? 0 : 1)
  if (from?.kind === 'constant') {
    const labels = from.tensor.texts ?? (from.tensor.numbers && Array.from(from.tensor.numbers))
    if (by?.kind === 'best' && labels) return { kind: 'labels', labels }
    return axis === 0 && by?.kind === 'columns'
      ? lookUp(from.tensor.shape, from.tensor.numbers, by.columns)
      : undefined
  }
  const indexes = by?.kind === 'constant' ? by.tensor.numbers : undefined
  if (!indexes || axis !== 1) return undefined
  if (from?.kind === 'columns') {
    const columns = Array.from(indexes, (i) => from.columns[i])
    return columns.every((column) => column !== undefined)
      ? { ...from, columns: columns as Column[] }
      : undefined
  }
  const [index] = indexes
  const isOne = (from?.kind === 'scores' || from?.kind === 'layers') && indexes.length === 1
  return isOne && index! >= 0 && index! < outputsOf(from)
    ? { kind: 'one', of: from, index: index! }
    : undefined
}

function lookUp(
  shape: readonly number[],
  table: Float64Array | undefined,
  columns: readonly Column[],
): Value | undefined {
  const [rows = 0, outputs = 0] = shape
  const [column] = columns
  if (!table || shape.length !== 2 || outputs === 0 || columns.length !== 1 || column?.kind !== 'levels')
    return undefined
  const rowOf = (place: number): Float64Array => table.slice(place * outputs, (place + 1) * outputs)
  const isRow = (place: number): boolean => Number.isInteger(place) && place >= 0 && place < rows
  if (!isRow(column.otherwise) || !column.table.every(isRow)) return undefined
  const first = Linear.lookUp(
    column.feature,
    (level) => rowOf(column.table[level]!),
    column.table.length,
    rowOf(column.otherwise),
  )
  return { kind: 'layers', layers: { first, rest: [] } }
}

const activation =
  (name: 'logistic' | 'tanh' | 'relu' | 'softmax'): Operation =>
  (_, [value]) => {
    if (value?.kind === 'layers' && value.layers.last === undefined)
      return { kind: 'layers', layers: { ...value.layers, last: name } }
    if (value?.kind !== 'scores') return undefined
    if (name === 'logistic') return { kind: 'scores', part: logistic(value.part) }
    return name === 'softmax' ? { kind: 'scores', part: softmaxed(value.part) } : undefined
  }

const DOUBLE = 11

const cast: Operation = ({ attributes }, [value]) => {
  if (value?.kind === 'there')
    return {
      kind: 'columns',
      isDouble: true,
      columns: value.columns.map(({ feature }) => ({ kind: 'present', feature })),
    }
  if (value?.kind === 'tests')
    return value.isCertain ? { kind: 'columns', isDouble: true, columns: value.columns } : undefined
  if (value?.kind === 'columns') return { ...value, isDouble: attributes.get('to')?.number === DOUBLE }
  return value?.kind === 'texts' ? undefined : value
}

/** Sums to 1 what sums to 1 already: probabilities of a softmax, or of two labels. */
const normalizer: Operation = ({ attributes }, [value]) => {
  const isSum = attributes.get('norm')?.text === 'L1'
  if (!isSum || (value?.kind !== 'scores' && value?.kind !== 'layers')) return undefined
  if (value.kind === 'layers') {
    const { last, first, rest } = value.layers
    const isPair = last === 'logistic' && rest.length === 0 && first.outputs === 2 && first.isOpposite()
    return last === 'softmax' || isPair ? value : undefined
  }
  const { part } = value
  const sumsToOne = part.kind === 'trees' && ['softmax', 'logistic', 'complement'].includes(part.link)
  return sumsToOne ? value : undefined
}

const zipMap: Operation = ({ attributes }, [value], features) => {
  const numbers = attributes.get('classlabels_int64s')?.numbers
  const labels = attributes.get('classlabels_strings')?.texts ?? (numbers && Array.from(numbers))
  const part = value && partOf(value, features)
  if (!part) return undefined
  return { kind: 'scores', part, ...(labels && { labels }) }
}

const argMax: Operation = (_, [value]) =>
  value?.kind === 'scores' || value?.kind === 'layers' ? { kind: 'best', of: value } : undefined

/** 1 for the label of the best score and 0 for the others. */
const equal: Operation = (_, [best, all], features) => {
  if (best?.kind !== 'best' || all?.kind !== 'constant') return undefined
  const places = all.tensor.numbers
  const isEach = places?.length === outputsOf(best.of) && places.every((place, k) => place === k)
  return isEach ? { kind: 'scores', part: votesOf(partOf(best.of, features)!) } : undefined
}

/** Every operation that is understood, by its name. */
export const OPERATIONS: Record<string, Operation> = {
  ...ensembles,
  ...encoders,
  ...arithmetic,
  ...conditions,
  ...curves,
  Identity: pass,
  Reshape: pass,
  Squeeze: pass,
  Unsqueeze: pass,
  Flatten: pass,
  Cast: cast,
  Concat: concat,
  FeatureVectorizer: concat,
  Gather: gather,
  ArrayFeatureExtractor: gather,
  Sigmoid: activation('logistic'),
  Softmax: activation('softmax'),
  Tanh: activation('tanh'),
  Relu: activation('relu'),
  Normalizer: normalizer,
  ZipMap: zipMap,
  ArgMax: argMax,
  Equal: equal,
}
