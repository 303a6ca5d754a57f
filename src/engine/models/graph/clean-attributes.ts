import { flagAttr, listAttr, numberAttr, text, textAttr } from './attributes.ts'
import type { Attribute, GraphNode } from './graph.ts'

/** What a data_format that is no text is taken for: any other text is checked by the operation. */
const USUAL = 'NHWC'
const TEXTS = ['padding', 'data_format']
const LISTS = ['strides', 'ksize', 'dilations', 'squeeze_dims']
const FLAGS = [
  'transpose_a',
  'transpose_b',
  'keep_dims',
  'align_corners',
  'half_pixel_centers',
  'is_training',
]
const NUMBERS = ['epsilon', 'alpha', 'N']

/** A node with the attributes alone that some operation here reads, written anew from what was understood of them: no
 *  other claim of a file reaches a backend. */
export function cleanAttributes(node: GraphNode): GraphNode {
  const attrs: Record<string, Attribute> = { T: { type: 'DT_FLOAT' } }
  const has = (name: string) => Object.hasOwn(node.attrs, name)
  for (const name of TEXTS.filter(has)) attrs[name] = text((textAttr(node, name) ?? USUAL).slice(0, 100))
  for (const name of LISTS.filter(has)) attrs[name] = { list: { i: listAttr(node, name) ?? [] } }
  for (const name of FLAGS.filter(has)) attrs[name] = { b: flagAttr(node, name, false) }
  for (const name of NUMBERS.filter(has)) {
    const value = numberAttr(node, name, Number.NaN)
    if (Number.isFinite(value)) attrs[name] = name === 'N' ? { i: value } : { f: value }
  }
  return { ...node, attrs }
}
