import type { Constant, Graph } from './graph.ts'

/** A graph in the form that tfjs loads: a model.json and the weights of its manifest, in order. */
export interface ModelFiles {
  modelJson: GraphModelJson
  /** A buffer of its own. */
  weights: Uint8Array<ArrayBuffer>
}

export interface GraphModelJson {
  format: 'graph-model'
  modelTopology: {
    node: { name: string; op: string; input: string[]; attr: object }[]
    versions: { producer: number }
  }
  weightsManifest: {
    paths: string[]
    weights: { name: string; shape: number[]; dtype: Constant['dtype'] }[]
  }[]
  userDefinedMetadata?: { labels?: string[] }
}

/** Writes a graph as a TensorFlow.js graph model. */
export function toModelFiles(graph: Graph): ModelFiles {
  const constants = [...graph.values()].flatMap(({ name, value }) => (value ? [{ name, value }] : []))
  const size = constants.reduce((sum, { value }) => sum + value.data.byteLength, 0)
  const weights = new Uint8Array(size)
  let at = 0
  // Wide numbers first, so that each lies where a typed array can begin.
  constants.sort((a, b) => b.value.data.BYTES_PER_ELEMENT - a.value.data.BYTES_PER_ELEMENT)
  for (const { data } of constants.map(({ value }) => value)) {
    weights.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at)
    at += data.byteLength
  }
  const node = [...graph.values()].map(({ name, op, inputs, attrs }) => ({
    name,
    op,
    input: inputs,
    attr: { ...attrs },
  }))
  const specs = constants.map(({ name, value: { shape, dtype } }) => ({ name, shape, dtype }))
  return {
    modelJson: {
      format: 'graph-model',
      modelTopology: { node, versions: { producer: 0 } },
      weightsManifest: [{ paths: ['weights.bin'], weights: specs }],
    },
    weights,
  }
}
