import { EngineError } from '../../../contract/errors.ts'
import { halfToFloat } from '../graph/half-float.ts'
import { type Field, readFields, readPackedVarints, toSigned, toText } from '../protobuf/read-protobuf.ts'
import { DATA_TYPES } from './onnx-types.ts'

/** Numbers or texts with a shape. */
export interface OnnxTensor {
  shape: number[]
  numbers?: Float64Array
  texts?: string[]
}

/** What an attribute holds; absent is what it does not. */
export interface OnnxAttribute {
  number?: number
  text?: string
  numbers?: Float64Array
  texts?: string[]
  tensor?: OnnxTensor
}

export interface OnnxNode {
  op: string
  inputs: string[]
  outputs: string[]
  attributes: Map<string, OnnxAttribute>
}

export interface OnnxInput {
  name: string
  isText: boolean
  /** Sizes of its dimensions; undefined where one is not fixed. */
  shape: (number | undefined)[]
}

export interface OnnxGraph {
  nodes: OnnxNode[]
  constants: Map<string, OnnxTensor>
  inputs: OnnxInput[]
  outputs: string[]
  metadata: Map<string, string>
}

/** More than any model of trees or weights has. */
const MAX_NODES = 100_000
const MAX_DIMENSIONS = 8

const damaged = (what: string): EngineError =>
  new EngineError('bad-file', `The ONNX file is damaged: ${what}.`)

/** Reads an ONNX model (onnx.proto). Time and memory are bounded by the file's size.
 *  @throws EngineError `bad-file`; `not-supported` for weights in other files */
export function readOnnx(bytes: Uint8Array): OnnxGraph {
  const metadata = new Map<string, string>()
  let graph: OnnxGraph | undefined
  for (const { number, wire, bytes: content } of readFields(bytes)) {
    if (wire !== 2) continue
    if (number === 7) graph = readGraph(content, metadata)
    else if (number === 14) metadata.set(...readEntry(content))
  }
  if (!graph || graph.nodes.length === 0) throw damaged('it has no graph')
  return graph
}

function readGraph(bytes: Uint8Array, metadata: Map<string, string>): OnnxGraph {
  const graph: OnnxGraph = { nodes: [], constants: new Map(), inputs: [], outputs: [], metadata }
  for (const { number, wire, bytes: content } of readFields(bytes)) {
    if (wire !== 2) continue
    if (number === 1) graph.nodes.push(readNode(content))
    else if (number === 5) {
      const { name, tensor } = readTensor(content)
      graph.constants.set(name, tensor)
    } else if (number === 11) graph.inputs.push(readInput(content))
    else if (number === 12) graph.outputs.push(readInput(content).name)
    if (graph.nodes.length > MAX_NODES) throw damaged(`it has more than ${MAX_NODES} nodes`)
  }
  // Older files list their constants among the inputs too.
  graph.inputs = graph.inputs.filter(({ name }) => !graph.constants.has(name))
  return graph
}

function readNode(bytes: Uint8Array): OnnxNode {
  const node: OnnxNode = { op: '', inputs: [], outputs: [], attributes: new Map() }
  for (const { number, bytes: content } of readFields(bytes)) {
    if (number === 1) node.inputs.push(toText(content))
    else if (number === 2) node.outputs.push(toText(content))
    else if (number === 4) node.op = toText(content)
    else if (number === 5) node.attributes.set(...readAttribute(content))
  }
  return node
}

function readAttribute(bytes: Uint8Array): [string, OnnxAttribute] {
  let name = ''
  const attribute: OnnxAttribute = {}
  const numbers: number[] = []
  const texts: string[] = []
  for (const field of readFields(bytes)) {
    const { number, wire, bytes: content, integer } = field
    if (number === 1) name = toText(content)
    else if (number === 2 && wire === 5) attribute.number = viewOf(content).getFloat32(0, true)
    else if (number === 3 && wire === 0) attribute.number = toSigned(integer)
    else if (number === 4) attribute.text = toText(content)
    else if (number === 5 && wire === 2) attribute.tensor = readTensor(content).tensor
    else if (number === 7) pushFloats(field, numbers)
    else if (number === 8) pushIntegers(field, numbers)
    else if (number === 9) texts.push(toText(content))
  }
  if (numbers.length > 0) attribute.numbers = Float64Array.from(numbers)
  if (texts.length > 0) attribute.texts = texts
  return [name, attribute]
}

function readTensor(bytes: Uint8Array): { name: string; tensor: OnnxTensor } {
  const shape: number[] = []
  let type = 0
  let name = ''
  let raw: Uint8Array | undefined
  const numbers: number[] = []
  const texts: string[] = []
  for (const field of readFields(bytes)) {
    const { number, integer, bytes: content } = field
    if (number === 1) pushIntegers(field, shape)
    else if (number === 2) type = toSigned(integer)
    else if (number === 4) pushFloats(field, numbers)
    else if (number === 5 || number === 7) pushIntegers(field, numbers)
    else if (number === 6) texts.push(toText(content))
    else if (number === 8) name = toText(content)
    else if (number === 9) raw = content
    else if (number === 10) pushDoubles(field, numbers)
    else if (number === 13 || (number === 14 && integer !== 0n)) {
      throw new EngineError(
        'not-supported',
        'The ONNX file keeps its weights in other files; save it as one file (onnx.save without external data).',
      )
    }
  }
  const size = shape.reduce((product, length) => product * length, 1)
  if (shape.length > MAX_DIMENSIONS || !shape.every((length) => length >= 0)) throw damaged('a shape')
  if (type === DATA_TYPES.STRING) {
    if (texts.length !== size) throw damaged(`the constant ${name} has another size than its shape`)
    return { name, tensor: { shape, texts } }
  }
  const all = raw && numbers.length === 0 ? readRaw(raw, type) : Float64Array.from(numbers)
  if (all.length !== size) throw damaged(`the constant ${name} has another size than its shape`)
  return { name, tensor: { shape, numbers: all } }
}

function readRaw(raw: Uint8Array, type: number): Float64Array {
  const view = viewOf(raw)
  const read = (size: number, at: (offset: number) => number): Float64Array =>
    Float64Array.from({ length: Math.floor(raw.length / size) }, (_, i) => at(i * size))
  switch (type) {
    case DATA_TYPES.FLOAT:
      return read(4, (at) => view.getFloat32(at, true))
    case DATA_TYPES.DOUBLE:
      return read(8, (at) => view.getFloat64(at, true))
    case DATA_TYPES.INT64:
      return read(8, (at) => Number(view.getBigInt64(at, true)))
    case DATA_TYPES.INT32:
      return read(4, (at) => view.getInt32(at, true))
    case DATA_TYPES.INT8:
      return read(1, (at) => view.getInt8(at))
    case DATA_TYPES.UINT8:
    case DATA_TYPES.BOOL:
      return read(1, (at) => view.getUint8(at))
    case DATA_TYPES.FLOAT16:
      return read(2, (at) => halfToFloat(view.getUint16(at, true)))
    default:
      throw new EngineError(
        'not-supported',
        `The ONNX file has constants of the type ${type}, which is not read.`,
      )
  }
}

/** A ValueInfoProto: name, type, shape. */
function readInput(bytes: Uint8Array): OnnxInput {
  const input: OnnxInput = { name: '', isText: false, shape: [] }
  for (const { number, wire, bytes: content } of readFields(bytes)) {
    if (number === 1) input.name = toText(content)
    if (number !== 2 || wire !== 2) continue
    for (const type of readFields(content)) {
      if (type.number !== 1 || type.wire !== 2) continue
      for (const field of readFields(type.bytes)) {
        if (field.number === 1) input.isText = toSigned(field.integer) === DATA_TYPES.STRING
        else if (field.number === 2 && field.wire === 2) input.shape = readDimensions(field.bytes)
      }
    }
  }
  return input
}

function readDimensions(bytes: Uint8Array): (number | undefined)[] {
  const shape: (number | undefined)[] = []
  for (const { number, wire, bytes: dimension } of readFields(bytes)) {
    if (number !== 1 || wire !== 2) continue
    const size = [...readFields(dimension)].find((field) => field.number === 1 && field.wire === 0)
    shape.push(size && size.integer > 0n ? toSigned(size.integer) : undefined)
    if (shape.length > MAX_DIMENSIONS) throw damaged('a shape')
  }
  return shape
}

function readEntry(bytes: Uint8Array): [string, string] {
  const entry: [string, string] = ['', '']
  for (const { number, bytes: content } of readFields(bytes)) {
    if (number === 1 || number === 2) entry[number - 1] = toText(content)
  }
  return entry
}

/** Whole numbers, packed or one alone. */
function pushIntegers({ wire, integer, bytes }: Field, into: number[]): void {
  if (wire === 0) into.push(toSigned(integer))
  else if (wire === 2) for (const value of readPackedVarints(bytes)) into.push(toSigned(value))
}

function pushFloats({ wire, bytes }: Field, into: number[]): void {
  if (wire !== 2 && wire !== 5) return
  const view = viewOf(bytes)
  for (let at = 0; at + 4 <= bytes.length; at += 4) into.push(view.getFloat32(at, true))
}

function pushDoubles({ wire, bytes }: Field, into: number[]): void {
  if (wire !== 2 && wire !== 1) return
  const view = viewOf(bytes)
  for (let at = 0; at + 8 <= bytes.length; at += 8) into.push(view.getFloat64(at, true))
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
