import { EngineError } from '../../../contract/errors.ts'
import type { FeatureSpec } from '../../../contract/learning.ts'
import type { OnnxGraph, OnnxInput, OnnxNode } from './read-onnx.ts'

const MAX_FEATURES = 1_000_000

/** The features that a graph's inputs hold, and which of them each input has. */
export function readInputs(graph: OnnxGraph): { features: FeatureSpec[]; of: Map<string, number[]> } {
  const features: FeatureSpec[] = []
  const of = new Map<string, number[]>()
  const names = namesIn(graph.metadata.get('features'))
  for (const input of graph.inputs) {
    const count = columnCount(input, graph.nodes)
    if (!(count > 0 && features.length + count <= MAX_FEATURES)) {
      throw new EngineError(
        'bad-file',
        `The ONNX file is damaged: its input ${input.name} has ${count} columns.`,
      )
    }
    const own: number[] = []
    for (let c = 0; c < count; c++) {
      own.push(features.length)
      const name = names.get(`${input.name} ${c}`) ?? (count === 1 ? input.name : `${input.name}.${c}`)
      features.push({ name, ...(input.isText && { levels: [] }) })
    }
    of.set(input.name, own)
  }
  return { features, of }
}

/** As the input's shape says; where it does not, as many as some operation asks for. */
function columnCount({ shape }: OnnxInput, nodes: readonly OnnxNode[]): number {
  if (shape.length <= 1) return 1
  const [, columns] = shape
  if (columns !== undefined) return columns
  let most = 1
  for (const { attributes } of nodes) {
    const length = (name: string): number => attributes.get(name)?.numbers?.length ?? 0
    for (const column of attributes.get('nodes_featureids')?.numbers ?? []) most = Math.max(most, column + 1)
    const outputs = Math.max(1, length('intercepts'))
    most = Math.max(
      most,
      Math.floor(length('coefficients') / outputs),
      length('offset'),
      length('imputed_value_floats'),
    )
  }
  return most
}

/** Names by input and column, as `exportOnnx` writes them. */
function namesIn(json: string | undefined): Map<string, string> {
  const names = new Map<string, string>()
  try {
    const list: unknown = JSON.parse(json ?? '[]')
    for (const each of Array.isArray(list) ? list : []) {
      const {
        input,
        column = 0,
        name,
      } = (each ?? {}) as { input?: unknown; column?: unknown; name?: unknown }
      if (typeof name === 'string') names.set(`${String(input)} ${String(column)}`, name)
    }
  } catch {
    // Metadata of others is not ours to judge.
  }
  return names
}
