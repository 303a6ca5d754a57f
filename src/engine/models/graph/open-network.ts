import type { NetworkFiles } from '../../../contract/inception.ts'
import { findFrontEnd } from './find-front-end.ts'
import { type Graph, nodeOf, type ShapedGraph } from './graph.ts'
import { readLayersModel } from './layers/read-layers-model.ts'
import { lowerGraph } from './lower-graph.ts'
import { readModelFiles } from './read-model-files.ts'

/** A network in the one form that all passes and backends know: see graph.ts. */
export interface OpenNetwork {
  /** Everything that can be computed from an image: plain operations of `OPERATIONS`, float32, channels last, sorted,
   *  each node with its shape for one image. Nothing is folded or fused yet: see optimise/optimise-graph.ts. */
  graph: ShapedGraph
  /** The placeholder where a batch of shape (n, height, width, 3) enters. */
  input: string
  /** Nodes that can be asked for, in the order of computation, with their shapes for one image. */
  nodes: { name: string; shape: number[] }[]
  /** The node whose average over its positions are the features that `pool_3` names in the graph of 2015: the last
   *  concatenation, or sum, that still has positions. undefined if the network has none. */
  pooled: string | undefined
}

/** Reads a network of either format. Names and shapes are the file's own claims: all are checked here, so that no
 *  backend meets a node that does not fit its inputs.
 *  @throws EngineError `bad-file`, `not-supported` */
export function openNetwork(files: Readable): OpenNetwork {
  const read = readNetwork(files)
  const graph = lowerGraph(read.graph, read.input, files.preprocessing)
  const nodes = [...graph.values()].flatMap(({ name, value, op, shape }) =>
    value || op === 'Placeholder' || shape.length < 2 ? [] : [{ name, shape: [...shape] }],
  )
  return { graph, input: read.input, nodes, pooled: findPooled(graph) }
}

type Readable = Pick<NetworkFiles, 'format' | 'modelJson' | 'weights' | 'preprocessing'>

/** The network as its file has it, before anything is lowered: every constant is there under its own name.
 *  @throws EngineError `bad-file`, `not-supported` */
export const readNetworkGraph = (files: Readable): Graph => readNetwork(files).graph

const readNetwork = ({
  format,
  modelJson,
  weights,
  preprocessing,
}: Readable): { graph: Graph; input: string } =>
  format === 'layers-model'
    ? readLayersModel(modelJson, weights, preprocessing)
    : readGraph(modelJson, weights)

function readGraph(modelJson: unknown, weights: Uint8Array) {
  const graph = readModelFiles(modelJson, weights)
  return { graph, input: findFrontEnd(graph).input }
}

function findPooled(graph: ShapedGraph): string | undefined {
  const merges = [...graph.values()].filter(({ op, shape, inputs }) => {
    if (shape.length !== 4) return false
    if (op === 'ConcatV2') return true
    const isMap = (input: string) => graph.get(nodeOf(input))?.shape.length === 4
    return (op === 'Add' || op === 'AddV2') && inputs.every(isMap)
  })
  return merges.at(-1)?.name
}
