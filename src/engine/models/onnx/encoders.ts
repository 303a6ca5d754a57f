import { EngineError } from '../../../contract/errors.ts'
import type { FeatureSpec } from '../../../contract/learning.ts'
import type { Column } from './columns.ts'
import { withStep } from './columns.ts'
import type { Value } from './graph-values.ts'
import type { Operation } from './operations.ts'
import type { OnnxNode } from './read-onnx.ts'

/** The levels of a feature: the keys of the first operation that encodes it, and of each further one.
 *  @returns place of each key among the levels */
function setLevels(feature: FeatureSpec, keys: readonly string[]): number[] {
  if (feature.levels!.length === 0) feature.levels = [...keys]
  const places = new Map(feature.levels!.map((level, place) => [level, place]))
  const own = keys.map((key) => places.get(key))
  if (keys.length !== places.size || own.includes(undefined)) {
    throw new EngineError(
      'not-supported',
      `The ONNX file encodes the texts of '${feature.name}' in two ways with different lists of them, which is not read.`,
    )
  }
  return own as number[]
}

function textsOf(value: Value | undefined): number[] | undefined {
  return value?.kind === 'texts' ? value.features : undefined
}

const listOf = ({ attributes }: OnnxNode, name: string): ArrayLike<number> | undefined => {
  const attribute = attributes.get(name)
  return attribute?.numbers ?? attribute?.tensor?.numbers
}

/** Texts as numbers. */
const labelEncoder: Operation = (node, [value], features) => {
  const own = textsOf(value)
  const keys = node.attributes.get('keys_strings')?.texts ?? node.attributes.get('keys_tensor')?.tensor?.texts
  const values =
    listOf(node, 'values_floats') ?? listOf(node, 'values_int64s') ?? listOf(node, 'values_tensor')
  if (!own || !keys || values?.length !== keys.length) return undefined
  const given =
    node.attributes.get('default_float')?.number ??
    node.attributes.get('default_int64')?.number ??
    listOf(node, 'default_tensor')?.[0]
  const columns = own.map((feature): Column => {
    const places = setLevels(features[feature]!, keys)
    const table = new Float64Array(keys.length)
    places.forEach((place, i) => {
      table[place] = values[i]!
    })
    return {
      kind: 'levels',
      feature,
      table,
      otherwise: given ?? (node.attributes.has('values_floats') ? -0 : -1),
    }
  })
  return { kind: 'columns', columns, isDouble: false }
}

/** A column for each category: 1 where the text is it, else 0. */
const oneHotEncoder: Operation = (node, [value], features) => {
  const own = textsOf(value)
  const keys = node.attributes.get('cats_strings')?.texts
  if (!own || !keys) return undefined
  const columns = own.flatMap((feature) => {
    const places = setLevels(features[feature]!, keys)
    return places.map((place): Column => {
      const table = new Float64Array(keys.length)
      table[place] = 1
      return { kind: 'levels', feature, table, otherwise: 0 }
    })
  })
  return { kind: 'columns', columns, isDouble: false }
}

/** (x - offset) × scale in float32. */
const scaler: Operation = (node, [value]) => {
  if (value?.kind !== 'columns') return undefined
  const at = (name: string, c: number, otherwise: number): number => {
    const list = listOf(node, name)
    return list?.[list.length === 1 ? 0 : c] ?? otherwise
  }
  return {
    ...value,
    columns: value.columns.map((column, c) => {
      const shifted = withStep(column, { op: 'add', value: -at('offset', c, 0), isDouble: false })
      return withStep(shifted, { op: 'multiply', value: at('scale', c, 1), isDouble: false })
    }),
  }
}

/** What stands for missing numbers. */
const imputer: Operation = (node, [value]) => {
  const list = listOf(node, 'imputed_value_floats')
  const replaced = node.attributes.get('replaced_value_float')?.number
  if (value?.kind !== 'columns' || !list || list.length === 0 || !Number.isNaN(replaced)) return undefined
  const columns: Column[] = []
  for (const [c, column] of value.columns.entries()) {
    if (column.kind !== 'number' || column.steps.length > 0) return undefined
    columns.push({ ...column, imputed: list[list.length === 1 ? 0 : c]! })
  }
  return { ...value, columns }
}

export const encoders: Record<string, Operation> = {
  LabelEncoder: labelEncoder,
  OneHotEncoder: oneHotEncoder,
  Scaler: scaler,
  Imputer: imputer,
}
