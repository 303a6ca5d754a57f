import type { Constant, GraphNode } from './graph.ts'

/** The names that are taken. */
export type Names = { has(name: string): boolean }

/** A name that no node has yet, like `wanted`. */
export function freeName(names: Names, wanted: string): string {
  let name = wanted
  for (let i = 1; names.has(name); i++) name = `${wanted}_${i}`
  return name
}

const TYPE_NAMES = { float32: 'DT_FLOAT', int32: 'DT_INT32', bool: 'DT_BOOL' } as const

/** A node that is a constant. */
export const constantNode = (name: string, value: Constant): GraphNode => ({
  name,
  op: 'Const',
  inputs: [],
  attrs: { dtype: { type: TYPE_NAMES[value.dtype] } },
  value,
})
