import type { NetworkInfo } from '../../../contract/inception.ts'
import type { Call } from '../../../contract/progress.ts'
import type { Embedding, Path, RowValue } from '../../../contract/values.ts'
import { resolveOutput } from '../../models/inception/resolve-output.ts'
import type { SelectItem } from '../../sql/ast.ts'
import { type FunctionOutput, RowFailure } from '../../sql/catalog.ts'
import { parseSelectList } from '../../sql/parser/statement.ts'
import type { Sql } from '../../sql/sql.ts'
import type { Feature } from './feature-cache.ts'

/** What is computed, and how it becomes the function's result. */
export interface OutputPlan {
  /** Nodes to ask the network for, as `outputs` names them. */
  nodes: string[]
  output: FunctionOutput
  /** @param images the nodes' values of each image, in the order of `nodes` */
  toRows(images: readonly (readonly Feature[])[], call: Call): Promise<(RowValue | RowFailure)[]>
}

/** Understands the `outputs` of tensorflow.graph: plain nodes are read as they are, other expressions over nodes are
 *  evaluated by SQL.
 *  @throws EngineError `syntax`, `invalid-argument` for a node that the network does not have */
export function planOutputs(outputs: string, info: NetworkInfo, sql: Sql): OutputPlan {
  const plain = parseSelectList(outputs).map(plainNode)
  if (plain.every((item) => item !== undefined)) return planNodes(plain, info)
  const { input, output } = sql.describe(outputs)
  const nodes = input.map(({ name }) => name)
  for (const node of nodes) shapeOf(info, node)
  return {
    nodes,
    output,
    toRows: async (images, call) => {
      const rows = images.map((features) =>
        toRow(
          nodes.map((node) => [node]),
          features,
        ),
      )
      const values = await sql.evaluate(outputs, rows, call.signal ? { signal: call.signal } : {})
      return values.map((value) =>
        'code' in value ? new RowFailure(value.code, value.message, value.input) : value,
      )
    },
  }
}

interface PlainNode {
  node: string
  path: Path
}

function plainNode(item: SelectItem): PlainNode | undefined {
  if (item.kind !== 'expr' || item.expr.kind !== 'name') return undefined
  const node = item.expr.path.join('.')
  return { node, path: item.name ?? [node] }
}

function planNodes(items: readonly PlainNode[], info: NetworkInfo): OutputPlan {
  const paths = items.map(({ path }) => path)
  return {
    nodes: items.map(({ node }) => node),
    output: {
      columns: items.map(({ node, path }) => ({
        path,
        values: { kind: 'embedding', shape: shapeOf(info, node) },
      })),
      open: false,
    },
    toRows: async (images) => images.map((features) => toRow(paths, features)),
  }
}

const shapeOf = (info: NetworkInfo, node: string): number[] =>
  resolveOutput({ nodes: info.outputs, pooled: undefined }, node).shape

const toRow = (paths: readonly Path[], features: readonly Feature[]): RowValue => ({
  kind: 'row',
  columns: features.map(({ shape, data }, i): [Path, Embedding] => [
    paths[i]!,
    { kind: 'embedding', shape, data },
  ]),
})
