import { EngineError } from '../../../contract/errors.ts'

/** A column of a matrix that is made of one feature. */
export type Column =
  | {
      kind: 'number'
      feature: number
      /** What is done to the feature's value, one after the other. */
      steps: readonly Step[]
      /** What stands for a missing value; undefined: nothing does. */
      imputed?: number
    }
  | {
      kind: 'levels'
      feature: number
      /** By level, and what stands for a level that is none of them; NaN: missing. */
      table: Float64Array
      otherwise: number
    }
  | {
      /** 1 where the feature is there, else 0. */
      kind: 'present'
      feature: number
    }
  | TestColumn

/** 1 where the feature is there and at most (or above) a threshold, else 0. */
export interface TestColumn {
  kind: 'test'
  feature: number
  threshold: number
  isAbove: boolean
}

/** x + value or x × value. Where a file computes in float32, each step rounds. */
export interface Step {
  op: 'add' | 'multiply'
  value: number
  isDouble: boolean
}

/** A step added to a column, whatever it is made of. */
export function withStep(column: Column, step: Step): Column {
  if (column.kind === 'number') return { ...column, steps: [...column.steps, step] }
  if (column.kind === 'levels') {
    return {
      ...column,
      table: column.table.map((value) => apply(value, step)),
      otherwise: apply(column.otherwise, step),
    }
  }
  throw new EngineError(
    'not-supported',
    'The ONNX file computes with whether values are missing or above a threshold in a way that is not read.',
  )
}

const apply = (value: number, { op, value: other, isDouble }: Step): number => {
  const result = op === 'add' ? value + other : value * other
  return isDouble ? result : Math.fround(result)
}

/** A column's value where its feature has the value x. */
export const columnValue = (column: { steps: readonly Step[] }, x: number): number =>
  column.steps.reduce(apply, x)

/** What a column of a number is as x × scale + shift, without rounding. */
export function affine({ steps }: { steps: readonly Step[] }): { scale: number; shift: number } {
  let scale = 1
  let shift = 0
  for (const { op, value } of steps) {
    if (op === 'add') shift += value
    else {
      scale *= value
      shift *= value
    }
  }
  return { scale, shift }
}

const bits = new Float32Array(1)
const word = new Int32Array(bits.buffer)

/** The float32 of a place in the order of all float32 from -infinity to infinity (0 is zero's). */
function atPlace(place: number): number {
  word[0] = place < 0 ? -2147483648 - place : place
  return bits[0]!
}

const INFINITE = 0x7f800000

/** The least float32 for which a condition holds that holds for all greater ones; undefined where it holds for none. */
export function leastWith(holds: (x: number) => boolean): number | undefined {
  if (!holds(Number.POSITIVE_INFINITY)) return undefined
  let low = -INFINITE
  let high = INFINITE
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(atPlace(middle))) high = middle
    else low = middle + 1
  }
  return atPlace(low)
}
