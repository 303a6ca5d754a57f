import { constantOf, type Graph, type GraphNode, nodeOf } from '../../graph/graph.ts'
import { type Operation, readOperation, type Shape } from './operations.ts'
import { NotPlanned } from './plan.ts'

/** What each node that is computed from the image does, in the graph's order.
 *  @param size of the image that the graph's one input takes
 *  @throws NotPlanned */
export function readOperations(
  graph: Graph,
  size: { width: number; height: number },
): Map<string, Operation> {
  const operations = new Map<string, Operation>()
  for (const node of graph.values()) {
    if (node.value) continue
    if (node.op === 'Placeholder' && operations.size === 0) {
      operations.set(node.name, { kind: 'input', shape: [1, size.height, size.width, 3] })
      continue
    }
    if (node.op === 'NoOp' || isConstant(graph, node)) continue
    const shapes = node.inputs.map((input): Shape | undefined => operations.get(nodeOf(input))?.shape)
    if (shapes.every((shape) => shape === undefined))
      throw new NotPlanned(`"${node.name}" is not computed from the image`)
    const operation = readOperation(node, shapes, graph)
    checkSize(node.name, operation)
    operations.set(node.name, operation)
  }
  if (operations.size === 0) throw new NotPlanned('it has no input for an image')
  return operations
}

/** A constant under another name. */
const isConstant = (graph: Graph, node: GraphNode): boolean =>
  node.op === 'Identity' && constantOf(graph, node.inputs[0]) !== undefined

/** Numbers of one value, and places that one operation looks at: far more than any network of images has. A file may
 *  claim anything, and tables and memory are made from it. */
const MAX_SIZE = 2 ** 25

function checkSize(name: string, operation: Operation): void {
  const [, height = 1, width = 1] = operation.shape.length === 4 ? operation.shape : []
  const size = operation.shape.reduce((product, part) => product * part, 1)
  const window = 'window' in operation ? operation.window.height * operation.window.width : 1
  const isSane = operation.shape.every((part) => Number.isInteger(part) && part >= 1)
  if (!isSane || size > MAX_SIZE || height * width * window > MAX_SIZE)
    throw new NotPlanned(`"${name}" is larger than our kernels take`)
}
