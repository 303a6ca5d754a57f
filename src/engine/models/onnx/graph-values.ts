import type { Part } from '../learners/parts/part.ts'
import type { Column, TestColumn } from './columns.ts'
import type { Curve } from './curves.ts'
import type { OnnxTensor } from './read-onnx.ts'
import type { Layers } from './scores.ts'

/** What a name in a graph stands for, for all rows at once. */
export type Value =
  | { kind: 'constant'; tensor: OnnxTensor }
  /** Texts of features. */
  | { kind: 'texts'; features: number[] }
  /** Columns of features. */
  | { kind: 'columns'; columns: Column[]; isDouble: boolean }
  /** |x| of columns, which is asked whether it is infinite. */
  | { kind: 'sizes'; columns: Column[] }
  /** Whether columns are there. */
  | { kind: 'there'; columns: Column[] }
  /** Whether columns are at most their thresholds, or above; `isCertain`: and are there. */
  | { kind: 'tests'; columns: TestColumn[]; isCertain: boolean }
  | { kind: 'layers'; layers: Layers }
  /** Sums on their way through a function that takes several operations. */
  | ({ kind: 'curve' } & Curve)
  | { kind: 'scores'; part: Part; labels?: readonly (string | number)[] }
  /** One of several scores. */
  | { kind: 'one'; of: Scored; index: number }
  /** What a score leaves for the other of two labels. */
  | { kind: 'other'; of: Scored; how: 'complement' | 'negate' }
  /** The place of the highest score. */
  | { kind: 'best'; of: Scored }
  | { kind: 'labels'; labels: readonly (string | number)[] }

/** A value that is scores, or can be read as such. */
export type Scored = Extract<Value, { kind: 'layers' | 'scores' }>
