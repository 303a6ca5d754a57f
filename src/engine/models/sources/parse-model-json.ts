import { EngineError } from '../../../contract/errors.ts'
import { findGraphFlaw } from '../graph/find-graph-flaw.ts'
import { type WeightSpec, weightBytes } from '../graph/read-weights.ts'

/** A model.json that has been checked. */
export interface ModelJson {
  format: 'layers-model' | 'graph-model'
  whole: unknown
  /** File names of the weight shards, in order, as the manifest states them. */
  paths: string[]
  specs: WeightSpec[]
  /** The image input's size where the file states one. */
  inputSize: { width: number; height: number } | undefined
}

/** The most weights that are loaded: ten Inceptions. */
const MAX_WEIGHT_BYTES = 1_000_000_000

/** Checks the shape of a model.json, so that nothing after it trusts an unread claim.
 *  @throws EngineError `bad-file` */
export function parseModelJson(bytes: Uint8Array, url: string): ModelJson {
  const bad = (what: string) => new EngineError('bad-file', `${url} is no TensorFlow.js model.json: ${what}.`)
  let whole: Record<string, unknown>
  try {
    whole = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Record<string, unknown>
  } catch {
    throw bad(bytes[0] === 0x3c ? 'it is a web page' : 'it is not JSON')
  }
  const topology = whole?.modelTopology
  if (typeof topology !== 'object' || topology === null) throw bad('it has no modelTopology')
  if (!Array.isArray(whole.weightsManifest)) throw bad('it has no weightsManifest')
  const groups = whole.weightsManifest as { paths?: unknown; weights?: unknown }[]
  const paths = groups.flatMap((group) => (Array.isArray(group?.paths) ? group.paths : []))
  if (!paths.every(isPlainName)) throw bad('a weight file lies outside its folder')
  const specs = groups.flatMap((group) => (Array.isArray(group?.weights) ? group.weights : []))
  const format = whole.format === 'graph-model' || 'node' in topology ? 'graph-model' : 'layers-model'
  const flaw = format === 'graph-model' && findGraphFlaw(topology)
  if (flaw) throw bad(flaw)
  return {
    format,
    whole,
    paths,
    specs: specs as WeightSpec[],
    inputSize: findInputSize(topology),
  }
}

/** Bytes of all weights together, as their shapes and types imply.
 *  @throws EngineError `bad-file` */
export function weightTotal(model: Pick<ModelJson, 'specs'>): number {
  const total = model.specs.reduce((sum, spec) => sum + weightBytes(spec), 0)
  if (!Number.isSafeInteger(total) || total < 0 || total > MAX_WEIGHT_BYTES)
    throw new EngineError(
      'bad-file',
      `The network's weights take ${total} bytes; the limit is ${MAX_WEIGHT_BYTES}.`,
    )
  return total
}

/** Relative, downwards, and no scheme: a model.json must not make us read elsewhere. */
const isPlainName = (name: unknown): name is string =>
  typeof name === 'string' &&
  /^[\w\-. /]+$/.test(name) &&
  !name.startsWith('/') &&
  !name.split('/').includes('..')

/** A layers model states it at its first layer, a graph at its placeholder. */
function findInputSize(topology: object): { width: number; height: number } | undefined {
  type Keras = { model_config?: { config?: { layers?: { config?: { batch_input_shape?: unknown } }[] } } }
  const shape =
    (topology as Keras).model_config?.config?.layers?.[0]?.config?.batch_input_shape ??
    findPlaceholderShape(topology)
  if (!Array.isArray(shape)) return undefined
  const [, height, width] = shape as unknown[]
  const sane = (size: unknown): size is number =>
    Number.isInteger(size) && Number(size) > 0 && Number(size) <= 2048
  return sane(height) && sane(width) ? { width, height } : undefined
}

function findPlaceholderShape(topology: object): number[] | undefined {
  type Node = { op?: unknown; attr?: { shape?: { shape?: { dim?: unknown } } } } | null
  const { node } = topology as { node?: unknown }
  if (!Array.isArray(node)) return undefined
  const placeholder = (node as Node[]).find((candidate) => candidate?.op === 'Placeholder')
  const dim = placeholder?.attr?.shape?.shape?.dim
  return Array.isArray(dim) && dim.length === 4
    ? dim.map((size: { size?: unknown } | null) => Number(size?.size))
    : undefined
}
