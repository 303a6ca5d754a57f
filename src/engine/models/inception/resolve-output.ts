import { EngineError } from '../../../contract/errors.ts'
import type { Network, NetworkNode, NodeOutput } from './network.ts'

/** What `/mean` is asked as, and what the concatenations of the 2015 graph end in. */
const MEAN = '/mean'
const JOIN = '/join'
const POOLED = 'pool_3'

/** Finds the node that an output names: as the network spells it, with `/` or with `_`, with or without `:0`;
 *  `<node>/mean` is a node's average over its positions; `pool_3` is the pooled features of any Inception.
 *  @throws EngineError `invalid-argument` naming the nearest nodes */
export function resolveOutput(network: Pick<Network, 'nodes' | 'pooled'>, name: string): NodeOutput {
  const node = findNode(network.nodes, name)
  if (node)
    return { node: node.name, mean: false, shape: plainKey(name) === POOLED ? pooledShape(node) : node.shape }
  if (plainKey(name) === POOLED && network.pooled !== undefined)
    return resolveOutput(network, network.pooled + MEAN)
  const averaged = name.endsWith(MEAN) ? findNode(network.nodes, name.slice(0, -MEAN.length)) : undefined
  if (averaged?.shape.length === 4) return { node: averaged.name, mean: true, shape: pooledShape(averaged) }
  const nearest = nearestNames(network, name)
  throw new EngineError(
    'invalid-argument',
    `The network has no node "${name}"; the nearest are ${nearest.join(', ')}.`,
    {
      suggestion: nearest[0],
    },
  )
}

/** All names that `outputs` may use, for `NetworkInfo`. */
export function listOutputs(network: Pick<Network, 'nodes' | 'pooled'>): { name: string; shape: number[] }[] {
  const names = network.nodes.map((node) => node.name)
  const means = network.nodes.filter((node) => node.shape.length === 4).map((node) => node.name + MEAN)
  const all = new Set([...names, ...means])
  if (network.pooled !== undefined) all.add(POOLED)
  return [...all].map((name) => ({ name, shape: resolveOutput(network, name).shape }))
}

/** TensorFlow keeps the two averaged axes of `pool_3`; Keras drops them. The graph's shape is the contract. */
const pooledShape = (node: NetworkNode): number[] => [1, 1, 1, node.shape.at(-1) ?? 1]

const plainKey = (name: string): string => name.replace(/:0$/, '').replace(/[/.]/g, '_').toLowerCase()

function findNode(nodes: readonly NetworkNode[], name: string): NetworkNode | undefined {
  const exact = nodes.find((node) => node.name === name)
  if (exact) return exact
  const key = plainKey(name)
  const same = nodes.find((node) => plainKey(node.name) === key)
  if (same || !name.endsWith(JOIN)) return same
  return findNode(nodes, name.slice(0, -JOIN.length))
}

function nearestNames(network: Pick<Network, 'nodes' | 'pooled'>, name: string): string[] {
  const known = network.nodes.map((node) => node.name)
  if (network.pooled !== undefined && !known.includes(POOLED)) known.push(POOLED)
  const base = plainKey(name.endsWith(MEAN) ? name.slice(0, -MEAN.length) : name)
  return known
    .map((candidate) => ({ candidate, distance: editDistance(plainKey(candidate), base) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map((entry) => entry.candidate)
}

/** Levenshtein distance. Names are cut at 64 characters: a longer one is no misspelling of a node. */
function editDistance(a: string, b: string): number {
  const x = a.slice(0, 64)
  const y = b.slice(0, 64)
  let row = Array.from({ length: y.length + 1 }, (_, j) => j)
  for (let i = 1; i <= x.length; i++) {
    const next = [i]
    for (let j = 1; j <= y.length; j++)
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (x[i - 1] === y[j - 1] ? 0 : 1))
    row = next
  }
  return row[y.length]!
}
