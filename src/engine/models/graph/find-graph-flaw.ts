/** What is wrong with the topology of a graph model's JSON, or undefined: after this, names, operations, edges and
 *  attributes have the types that they claim. */
export function findGraphFlaw(topology: object): string | undefined {
  const { node } = topology as { node?: unknown }
  if (!Array.isArray(node)) return 'it has no list of nodes'
  const names = new Set<string>()
  for (const candidate of node as unknown[]) {
    if (!isRecord(candidate)) return 'it has a node that is none'
    const { name, op, input = [], attr = {} } = candidate
    if (typeof name !== 'string' || name === '' || typeof op !== 'string')
      return 'it has a node without name or operation'
    if (!Array.isArray(input) || !input.every((edge) => typeof edge === 'string'))
      return `the node "${name}" has inputs that are no names`
    if (!isRecord(attr) || !Object.values(attr).every(isRecord))
      return `the node "${name}" has attributes that are none`
    const list = WINDOWS.find((key) => key in attr && !isWindow(attr[key]))
    if (list)
      return `the node "${name}" has ${list} that are not 1, two numbers from 1 to ${MAX_WINDOW}, and 1`
    if (names.has(name)) return `it has two nodes "${name}"`
    names.add(name)
  }
  return findLostEdge(node as { name: string; input?: string[] }[], names)
}

/** Lists that kernels trust: WebAssembly computes addresses and tables from them. */
const WINDOWS = ['strides', 'ksize', 'dilations']

/** Windows of real networks are smaller; a table of the positions in a much larger one does not fit the memory. */
const MAX_WINDOW = 64

/** Four numbers: images and channels stay apart, and the two between have a sane size. */
function isWindow(attr: unknown): boolean {
  const { list } = attr as { list?: { i?: unknown } | null }
  const sizes = list?.i
  if (!Array.isArray(sizes) || sizes.length !== 4 || !sizes.every(isPlainNumber)) return false
  const [images, height, width, channels] = sizes.map(Number) as [number, number, number, number]
  const isSize = (size: number) => Number.isInteger(size) && size >= 1 && size <= MAX_WINDOW
  return images === 1 && channels === 1 && isSize(height) && isSize(width)
}

/** JSON has 64-bit integers as text. */
const isPlainNumber = (size: unknown): boolean =>
  typeof size === 'number' || (typeof size === 'string' && /^\d+$/.test(size))

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An edge may be `name`, `name:1`, or `^name` for order alone. */
function findLostEdge(nodes: { name: string; input?: string[] }[], names: Set<string>): string | undefined {
  for (const { name, input = [] } of nodes) {
    const lost = input.find((edge) => !names.has(edge.replace(/^\^/, '').replace(/:.*$/, '')))
    if (lost !== undefined) return `the node "${name}" takes "${lost}", which is not in the graph`
  }
  return undefined
}
