import { EngineError } from '../../../../contract/errors.ts'
import { type GraphNode, sortGraph } from '../graph.ts'
import type { Layer } from './layer.ts'

/** A layer with the layers whose values it takes, by names that are unique in the whole model. */
export interface FlatLayer {
  layer: Layer
  /** The name that its weights go by. */
  weightsName: string
  inputs: string[]
}

/** More than any network has. */
const MAX_LAYERS = 20_000
const MAX_DEPTH = 8

const bad = (what: string): EngineError => new EngineError('bad-file', `The layers model ${what}.`)

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The layers of a Keras model, sequential or functional, models within models taken apart, each after those that it
 *  takes values of.
 *  @param topology of a model.json; every value in it is the file's claim
 *  @throws EngineError `bad-file`, `not-supported` */
export function flattenModel(topology: unknown): FlatLayer[] {
  const model = isObject(topology) && isObject(topology.model_config) ? topology.model_config : topology
  const flat: FlatLayer[] = []
  const names = new Set<string>()

  const add = (layer: Layer, inputs: string[], path: string): string => {
    const name = names.has(layer.name) ? `${path}/${layer.name}` : layer.name
    if (names.has(name)) throw bad(`has two layers "${name}"`)
    if (flat.length >= MAX_LAYERS) throw bad(`has more than ${MAX_LAYERS} layers`)
    names.add(name)
    flat.push({ layer: { ...layer, name }, weightsName: layer.name, inputs })
    return name
  }

  /** @param given values for the model's inputs, where it stands within another; gives its first output */
  const addModel = (config: Json, given: string[] | undefined, path: string, depth: number): string => {
    if (depth > MAX_DEPTH) throw bad(`is deeper than ${MAX_DEPTH} models within models`)
    const { layers, chain } = readLayers(config)
    /** Names within this model, to names in the flat list. */
    const scope = new Map<string, string>()
    let inputsSeen = 0
    let last = given?.[0]
    for (const { layer, inputs: stated } of layers) {
      if (layer.className === 'InputLayer') {
        const outer = given?.[inputsSeen++]
        last = outer ?? add(layer, [], path)
        scope.set(layer.name, last)
        continue
      }
      if (chain && last === undefined) last = add(implicitInput(layer), [], path)
      const inputs = chain ? [last!] : stated.map((name) => scope.get(name)!)
      last = isModel(layer)
        ? add(nameOf(layer), [addModel(layer.config, inputs, `${path}/${layer.name}`, depth + 1)], path)
        : add(layer, inputs, path)
      scope.set(layer.name, last)
    }
    if (last === undefined) throw bad('has no layers')
    return scope.get(firstOutput(config) ?? '') ?? last
  }

  if (!isObject(model) || typeof model.class_name !== 'string') throw bad('has no class')
  addModel(toConfig(model.config), undefined, 'model', 0)
  return flat
}

const isModel = ({ className }: Layer): boolean => /^(Model|Functional|Sequential)$/.test(className)

/** A model within a model can be read by its name. */
const nameOf = ({ name }: Layer): Layer => ({ name, className: 'Activation', config: {} })

const implicitInput = ({ config }: Layer): Layer => ({ name: 'input', className: 'InputLayer', config })

/** The first versions of Keras wrote a sequential model as the list of its layers. */
const toConfig = (config: unknown): Json => {
  if (Array.isArray(config)) return { layers: config }
  if (isObject(config)) return config
  throw bad('has no configuration')
}

/** @returns layers in order of computation; `chain`: each takes the value of the one before */
function readLayers(config: Json): { layers: { layer: Layer; inputs: string[] }[]; chain: boolean } {
  const { layers } = config
  if (!Array.isArray(layers) || layers.length > MAX_LAYERS) throw bad('has no list of layers')
  const read = layers.map(readLayer)
  const chain = read.every(({ inputs }) => inputs === undefined)
  if (chain) return { layers: read.map(({ layer }) => ({ layer, inputs: [] })), chain }
  const byName = new Map(read.map(({ layer }) => [layer.name, layer]))
  const nodes = read.map(
    ({ layer, inputs = [] }): GraphNode => ({ name: layer.name, op: '', inputs, attrs: {} }),
  )
  const sorted = [...sortGraph(nodes).values()]
  return { layers: sorted.map(({ name, inputs }) => ({ layer: byName.get(name)!, inputs })), chain }
}

function readLayer(value: unknown): { layer: Layer; inputs: string[] | undefined } {
  if (!isObject(value) || typeof value.class_name !== 'string') throw bad('has a layer that is none')
  const config = toConfig(value.config)
  const name = value.name ?? config.name
  if (typeof name !== 'string' || name === '') throw bad('has a layer without a name')
  const layer = { name, className: value.class_name, config }
  if (value.inbound_nodes === undefined) return { layer, inputs: undefined }
  if (!Array.isArray(value.inbound_nodes)) throw bad(`has no list of inputs for its layer "${name}"`)
  if (value.inbound_nodes.length > 1)
    throw new EngineError('not-supported', `The layer "${name}" is used more than once.`)
  return { layer, inputs: readInputs(value.inbound_nodes[0] as unknown, name) }
}

/** Keras 2: `[[layer, node, tensor, {}], ...]`; Keras 3: `{ args: [tensor or list of tensors] }`. */
function readInputs(call: unknown, layer: string): string[] {
  if (call === undefined) return []
  const edges = isObject(call) ? [call.args].flat(2).map(historyOf) : Array.isArray(call) ? call : []
  const inputs = edges.map((edge: unknown) => (Array.isArray(edge) ? (edge[0] as unknown) : undefined))
  if (inputs.length === 0 || !inputs.every((input) => typeof input === 'string'))
    throw bad(`has inputs that are none for its layer "${layer}"`)
  return inputs
}

const historyOf = (tensor: unknown): unknown =>
  isObject(tensor) && isObject(tensor.config) ? tensor.config.keras_history : undefined

function firstOutput({ output_layers: outputs }: Json): string | undefined {
  if (!Array.isArray(outputs)) return undefined
  const first: unknown = Array.isArray(outputs[0]) ? (outputs[0] as unknown[])[0] : outputs[0]
  return typeof first === 'string' ? first : undefined
}
