import type { Part } from '../learners/parts/part.ts'
import type { Column } from './columns.ts'
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
  | { kind: 'layers'; layers: Layers }
  | { kind: 'scores'; part: Part; labels?: readonly (string | number)[] }
  /** What a score leaves for the other of two labels. */
  | { kind: 'other'; of: Extract<Value, { kind: 'layers' | 'scores' }>; how: 'complement' | 'negate' }
  /** The place of the highest score. */
  | { kind: 'best' }
  | { kind: 'labels'; labels: readonly (string | number)[] }
