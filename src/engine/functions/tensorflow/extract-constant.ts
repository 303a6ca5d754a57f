import { EngineError } from '../../../contract/errors.ts'
import type { Path, RowValue, Value } from '../../../contract/values.ts'
import { nearestName } from '../../../lib/nearest-name.ts'
import type { FunctionStore } from '../../context.ts'
import { constantOf, type Graph } from '../../models/graph/graph.ts'
import { readNetworkGraph } from '../../models/graph/open-network.ts'
import { type NativeFunction, RowFailure } from '../../sql/catalog.ts'
import { graphOf } from './graph-of.ts'

const RESULT: Path = ['constant']

/** The builtin `tf_extract_constant(graph, path)`: a constant of a network as an embedding of its shape. `graph` names a
 *  function of type tensorflow.graph; `path` is the node's name, or its parts between slashes as a row or a path. */
export const createExtractConstant = (functions: FunctionStore): NativeFunction => ({
  kind: 'native',
  id: 'tf_extract_constant',
  positional: true,
  bare: true,
  input: [
    { name: 'graph', type: { kind: 'atoms', types: ['string'] } },
    { name: 'path', type: { kind: 'any' } },
  ],
  output: { columns: [{ path: RESULT, values: { kind: 'any' } }], open: false },
  mode: 'async',
  apply: async (rows, call) => {
    // A network is read once for all its constants, and not kept: it is hundreds of megabytes.
    const graphs = new Map<Value, Graph>()
    const results: (RowValue | RowFailure)[] = []
    for (const [id = null, path = null] of rows) {
      try {
        let graph = graphs.get(id)
        if (!graph) {
          graph = readNetworkGraph((await graphOf(functions, id, call)).files)
          graphs.clear()
          graphs.set(id, graph)
        }
        results.push({ kind: 'row', columns: [[RESULT, findConstant(graph, nameOf(path))]] })
      } catch (error) {
        if (!(error instanceof EngineError) || error.code === 'cancelled') throw error
        results.push(new RowFailure(error.code, error.message))
      }
    }
    return results
  },
})

/** A node's name from a text, a path, or a row of parts. */
function nameOf(path: Value): string {
  if (typeof path === 'string') return path
  if (path !== null && typeof path === 'object' && 'kind' in path) {
    if (path.kind === 'path') return path.path.join('/')
    if (path.kind === 'row' && path.columns.every(([, part]) => typeof part === 'string'))
      return path.columns.map(([, part]) => part).join('/')
  }
  throw new EngineError(
    'invalid-argument',
    "The node's name must be a text, or its parts as in ['scope', 'node'].",
  )
}

function findConstant(graph: Graph, name: string): Value {
  const constant = constantOf(graph, name)
  if (constant) return { kind: 'embedding', shape: constant.shape, data: constant.data }
  if (graph.has(name))
    throw new EngineError('invalid-argument', `The node "${name}" is no constant but ${graph.get(name)!.op}.`)
  const names = [...graph.values()].filter(({ value }) => value).map((node) => node.name)
  const suggestion = nearestName(name, names)
  throw new EngineError(
    'invalid-argument',
    `The network has no constant "${name}"; ${suggestion ? `did you mean "${suggestion}"?` : `it has ${names.length} others, such as "${names[0]}".`}`,
  )
}
