import type { FeatureSpec } from '../../../contract/learning.ts'
import { type Column, withStep } from './columns.ts'
import { differenceOf, scaledCurve } from './curves.ts'
import type { Value } from './graph-values.ts'
import { Linear } from './linear.ts'
import type { Operation } from './operations.ts'
import type { OnnxTensor } from './read-onnx.ts'
import { added, type Layers, outputsOf, partOf, shifted } from './scores.ts'

/** A matrix with more weights than this is no model's. */
const MAX_WEIGHTS = 50_000_000

/** A constant's number for column c of `width`; undefined where it has others than one for all or one for each. */
function forColumns({ numbers, shape }: OnnxTensor, width: number): ((c: number) => number) | undefined {
  if (numbers?.length === 1) return () => numbers[0]!
  if (numbers?.length !== width || (shape.at(-1) ?? 1) !== width) return undefined
  return (c) => numbers[c]!
}

/** value × factor + summand, each for all columns or one for each. */
function scaleAndShift(
  value: Value,
  factor: (c: number) => number,
  summand: (c: number) => number,
  features: readonly FeatureSpec[],
): Value | undefined {
  if (value.kind === 'columns') {
    const { isDouble } = value
    const columns = value.columns.map((column, c): Column => {
      const scaled =
        factor(c) === 1 ? column : withStep(column, { op: 'multiply', value: factor(c), isDouble })
      return summand(c) === 0 ? scaled : withStep(scaled, { op: 'add', value: summand(c), isDouble })
    })
    return { ...value, columns }
  }
  if (value.kind === 'scores') return { ...value, part: shifted(value.part, factor, summand) }
  if (value.kind === 'curve') return scaledCurve(value, factor(0), summand(0))
  if (value.kind !== 'layers') return undefined
  const { layers } = value
  if (layers.last !== undefined)
    return { kind: 'scores', part: shifted(partOf(value, features)!, factor, summand) }
  const deepest = layers.rest.at(-1)
  if (!deepest) return { kind: 'layers', layers: { ...layers, first: layers.first.scaled(factor, summand) } }
  const outputs = deepest.biases.length
  const rest = layers.rest.with(-1, {
    weights: deepest.weights.map((w, i) => w * factor(i % outputs)),
    biases: deepest.biases.map((b, k) => b * factor(k) + summand(k)),
  })
  return { kind: 'layers', layers: { ...layers, rest } }
}

function widthOf(value: Value): number {
  if (value.kind === 'columns') return value.columns.length
  return value.kind === 'scores' || value.kind === 'layers' ? outputsOf(value) : 0
}

const one = () => 1
const zero = () => 0

const isLinear = (value: Value): value is Extract<Value, { kind: 'layers' }> =>
  value.kind === 'layers' && value.layers.rest.length === 0 && value.layers.last === undefined

const add: Operation = (_, [a, b], features) => {
  if (!a || !b) return undefined
  if (a.kind === 'constant' && b.kind !== 'constant') return addConstant(b, a.tensor, features)
  if (b.kind === 'constant') return addConstant(a, b.tensor, features)
  if (isLinear(a) && isLinear(b)) {
    const same = a.layers.first.outputs === b.layers.first.outputs
    return same
      ? { kind: 'layers', layers: { first: a.layers.first.plus(b.layers.first), rest: [] } }
      : undefined
  }
  const parts = [a, b].flatMap((value) => partOf(value, features) ?? [])
  return parts.length === 2 ? { kind: 'scores', part: added(parts[0]!, parts[1]!) } : undefined
}

function addConstant(value: Value, tensor: OnnxTensor, features: readonly FeatureSpec[]): Value | undefined {
  const summand = forColumns(tensor, widthOf(value))
  return summand && scaleAndShift(value, one, summand, features)
}

const subtract: Operation = (_, [a, b], features) => {
  if (!a || !b) return undefined
  if (b.kind === 'constant') {
    const summand = forColumns(b.tensor, widthOf(a))
    return summand && scaleAndShift(a, one, (c) => -summand(c), features)
  }
  const isOne = a.kind === 'constant' && a.tensor.numbers?.every((value) => value === 1)
  if (isOne && b.kind === 'curve') return scaledCurve(b, -1, 1)
  if (isOne && widthOf(b) === 1 && (b.kind === 'scores' || b.kind === 'layers'))
    return { kind: 'other', of: b, how: 'complement' }
  const isPair = a.kind === 'one' && b.kind === 'one' && a.of === b.of && outputsOf(a.of) === 2
  return isPair && a.index === 1 && b.index === 0 ? differenceOf(a.of, features) : undefined
}

const scale =
  (invert: boolean): Operation =>
  (_, [a, b], features) => {
    if (!a || !b) return undefined
    const [value, by] = b.kind === 'constant' ? [a, b] : invert ? [a, undefined] : [b, a]
    if (by?.kind !== 'constant') return undefined
    const factor = forColumns(by.tensor, widthOf(value))
    return factor && scaleAndShift(value, invert ? (c) => 1 / factor(c) : factor, zero, features)
  }

/** Columns or a layer times a matrix of shape (inputs, outputs). */
function times(value: Value, matrix: OnnxTensor, isTransposed: boolean): Layers | undefined {
  const [rows = 0, columns = 0] = matrix.shape
  const [inputs, outputs] = isTransposed ? [columns, rows] : [rows, columns]
  const { numbers } = matrix
  const fits = matrix.shape.length === 2 && inputs === widthOf(value) && inputs > 0 && outputs > 0
  if (!numbers || !fits || inputs * outputs > MAX_WEIGHTS) return undefined
  const at = (i: number, k: number): number => numbers[isTransposed ? k * inputs + i : i * outputs + k]!
  if (value.kind === 'columns') return { first: Linear.of(value.columns, at, outputs), rest: [] }
  if (value.kind !== 'layers' || value.layers.last === 'softmax') return undefined
  const { layers } = value
  const own = layers.last ?? 'identity'
  // All layers have the same function between them.
  if (layers.inner !== undefined && layers.inner !== own) return undefined
  const weights = Float64Array.from({ length: inputs * outputs }, (_, i) =>
    at(Math.floor(i / outputs), i % outputs),
  )
  const { last: _, ...before } = layers
  return { ...before, inner: own, rest: [...layers.rest, { weights, biases: new Float64Array(outputs) }] }
}

const matMul: Operation = (_, [value, matrix]) => {
  const layers = value && matrix?.kind === 'constant' ? times(value, matrix.tensor, false) : undefined
  return layers && { kind: 'layers', layers }
}

const gemm: Operation = ({ attributes }, [value, matrix, bias], features) => {
  const numberOf = (name: string, otherwise: number): number => attributes.get(name)?.number ?? otherwise
  const isPlain = numberOf('alpha', 1) === 1 && numberOf('beta', 1) === 1 && numberOf('transA', 0) === 0
  if (!isPlain || !value || matrix?.kind !== 'constant') return undefined
  const layers = times(value, matrix.tensor, numberOf('transB', 0) === 1)
  if (!layers) return undefined
  const product: Value = { kind: 'layers', layers }
  if (!bias) return product
  return bias.kind === 'constant' ? addConstant(product, bias.tensor, features) : undefined
}

export const arithmetic: Record<string, Operation> = {
  Add: add,
  Sub: subtract,
  Mul: scale(false),
  Div: scale(true),
  Neg: (_, [value], features) => {
    if (!value) return undefined
    if (value.kind === 'scores' && value.part.outputs === 1)
      return { kind: 'other', of: value, how: 'negate' }
    return scaleAndShift(value, () => -1, zero, features)
  },
  MatMul: matMul,
  Gemm: gemm,
}
