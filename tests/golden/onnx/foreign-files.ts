import type { Random } from '../../../src/engine/models/learners/random.ts'
import { type AttributeValue, OnnxWriter } from '../../../src/engine/models/onnx/onnx-writer.ts'

// ONNX files as other programs write them.

export const OPSETS = { '': 14, 'ai.onnx.ml': 3 }

/** A file with one operation on a matrix of numbers. */
export function fileOf(columns: number, write: (writer: OnnxWriter, input: string) => string): Uint8Array {
  const writer = new OnnxWriter()
  writer.input('x', 'FLOAT', [-1, columns])
  const scores = write(writer, 'x')
  writer.node('Identity', [scores], {}, 'scores')
  writer.output('scores', 'FLOAT', [-1, -1])
  return writer.finish(OPSETS)
}

/** As `fileOf` for a classifier, whose scores are its second output. */
export function classifierFile(op: string, columns: number, attributes: Record<string, AttributeValue>) {
  const writer = new OnnxWriter()
  writer.input('x', 'FLOAT', [-1, columns])
  writer.mlNode(op, ['x'], attributes, ['label', 'scores'])
  writer.output('label', 'INT64', [-1])
  writer.output('scores', 'FLOAT', [-1, -1])
  return writer.finish(OPSETS)
}

/** Complete trees of depth 3 with comparisons of every kind, missing values either way. */
export function treeAttributes(
  random: Random,
  {
    outputs,
    prefix,
    modes,
    positive = false,
    lone = false,
  }: {
    outputs: number
    prefix: 'class' | 'target'
    modes: readonly string[]
    positive?: boolean
    lone?: boolean
  },
): Record<string, AttributeValue> {
  const lists: Record<string, number[]> = {}
  const push = (name: string, value: number) => {
    lists[name] ??= []
    lists[name].push(value)
  }
  const nodeModes: string[] = []
  for (let tree = 0; tree < 5; tree++) {
    for (let node = 0; node < 15; node++) {
      const isLeaf = node >= 7
      nodeModes.push(isLeaf ? 'LEAF' : modes[random.below(modes.length)]!)
      push('nodes_treeids', tree)
      push('nodes_nodeids', node)
      push('nodes_featureids', isLeaf ? 0 : random.below(3))
      push('nodes_values', isLeaf ? 0 : Math.fround(random.below(20) / 10 - 1))
      push('nodes_truenodeids', isLeaf ? 0 : 2 * node + 1)
      push('nodes_falsenodeids', isLeaf ? 0 : 2 * node + 2)
      push('nodes_missing_value_tracks_true', random.below(2))
      if (!isLeaf) continue
      for (let k = 0; k < (lone ? 1 : outputs); k++) {
        push(`${prefix}_treeids`, tree)
        push(`${prefix}_nodeids`, node)
        push(`${prefix}_ids`, k)
        push(`${prefix}_weights`, positive ? random.uniform() / 5 : random.uniform() * 2 - 1)
      }
    }
  }
  const isFloat = (name: string) => name === 'nodes_values' || name.endsWith('weights')
  return {
    nodes_modes: { strings: nodeModes },
    ...Object.fromEntries(
      Object.entries(lists).map(([name, values]) => [
        name,
        isFloat(name) ? { floats: values } : { ints: values },
      ]),
    ),
  }
}
