import { EngineError } from '../../../contract/errors.ts'
import { type Field, readFields, readPackedVarints, toSigned, toText } from '../protobuf/read-protobuf.ts'
import { toBase64 } from './attributes.ts'
import type { Attribute, GraphNode } from './graph.ts'
import { type Budget, DATA_TYPES, readShape, readTensor } from './read-tensor.ts'

/** More than any network has; a hostile file could hold tens of millions of empty ones. */
const MAX_NODES = 100_000

/** Bytes that repeated values may take in a file of no size: enough for the biases of any network. */
const REPEAT_BYTES = 32_000_000

/** The nodes of a binary GraphDef, in the file's order, without control edges: an inference has no side effects to
 *  order.
 *  @throws EngineError `bad-file`, `not-supported` */
export function readGraphDef(bytes: Uint8Array): GraphNode[] {
  const nodes: GraphNode[] = []
  const budget = { left: REPEAT_BYTES + 2 * bytes.length }
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.wire === 2) nodes.push(readNode(field.bytes, budget))
    if (nodes.length > MAX_NODES)
      throw new EngineError('bad-file', `The graph has more than ${MAX_NODES} nodes.`)
  }
  if (nodes.length === 0)
    throw new EngineError('bad-file', 'The file is no TensorFlow graph: it has no nodes.')
  return nodes
}

function readNode(bytes: Uint8Array, budget: Budget): GraphNode {
  const node: GraphNode = { name: '', op: '', inputs: [], attrs: {} }
  const attrs: { key: string; value: Uint8Array }[] = []
  for (const field of readFields(bytes)) {
    if (field.number === 1) node.name = toText(field.bytes)
    else if (field.number === 2) node.op = toText(field.bytes)
    else if (field.number === 3) {
      const input = toText(field.bytes)
      if (!input.startsWith('^')) node.inputs.push(input)
    } else if (field.number === 5) attrs.push(readEntry(field.bytes))
  }
  if (!node.name || !node.op)
    throw new EngineError(
      'bad-file',
      'The file is no TensorFlow graph: it has a node without name or operation.',
    )
  // Names from the file become keys: `__proto__` must be one like any other.
  node.attrs = Object.create(null) as GraphNode['attrs']
  for (const { key, value } of attrs) {
    const isValue = key === 'value' && node.op === 'Const'
    const tensor = isValue ? [...readFields(value)].findLast(({ number }) => number === 8) : undefined
    if (!tensor) node.attrs[key] = readAttribute(value)
    else {
      const constant = readTensor(tensor.bytes, node.name, budget)
      if (constant) node.value = constant
    }
  }
  return node
}

function readEntry(bytes: Uint8Array): { key: string; value: Uint8Array } {
  let key = ''
  let value: Uint8Array = new Uint8Array(0)
  for (const field of readFields(bytes)) {
    if (field.number === 1) key = toText(field.bytes)
    else if (field.number === 2) value = field.bytes
  }
  return { key, value }
}

/** An AttrValue in JSON form. Functions and tensors outside of constants have no use here and become `{}`. */
function readAttribute(bytes: Uint8Array): Attribute {
  let attribute: Attribute = {}
  for (const field of readFields(bytes)) {
    if (field.number === 1) attribute = { list: readList(field.bytes) }
    else if (field.number === 7) attribute = { shape: shapeJson(field.bytes) }
    else attribute = scalar(field) ?? attribute
  }
  return attribute
}

function scalar({ number, integer, bytes }: Field): Attribute | undefined {
  if (number === 2) return { s: bytes.length > 1000 ? '' : toBase64(bytes) }
  if (number === 3) return { i: toSigned(integer) }
  if (number === 4 && bytes.length === 4) return { f: toFloat(bytes, 0) }
  if (number === 5) return { b: integer !== 0n }
  if (number === 6) return { type: typeName(integer) }
  return undefined
}

const LIST_FIELDS: Record<number, string> = { 2: 's', 3: 'i', 4: 'f', 5: 'b', 6: 'type' }

/** Lists in attributes are strides, sizes and names: short. */
const MAX_LIST = 1024

function readList(bytes: Uint8Array): Record<string, unknown[]> {
  const list: Record<string, unknown[]> = {}
  for (const field of readFields(bytes)) {
    const kind = LIST_FIELDS[field.number]
    if (kind === undefined) continue
    list[kind] ??= []
    const values = list[kind]
    for (const single of unpack(field)) {
      values.push(Object.values(scalar(single) ?? {})[0])
      if (values.length > MAX_LIST)
        throw new EngineError('bad-file', 'An attribute of the graph is too long.')
    }
  }
  return list
}

/** A packed field as its single ones. */
function* unpack(field: Field): Generator<Field> {
  if (field.number === 2 || field.wire !== 2) yield field
  else if (field.number === 4)
    for (let at = 0; at + 4 <= field.bytes.length; at += 4)
      yield { ...field, wire: 5, bytes: field.bytes.subarray(at, at + 4) }
  else for (const integer of readPackedVarints(field.bytes)) yield { ...field, wire: 0, integer }
}

function shapeJson(bytes: Uint8Array): object {
  const unknown = [...readFields(bytes)].some(({ number, integer }) => number === 3 && integer !== 0n)
  return unknown ? { unknownRank: true } : { dim: readShape(bytes).map((size) => ({ size: String(size) })) }
}

const toFloat = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getFloat32(at, true)

const typeName = (integer: bigint): string => DATA_TYPES[toSigned(integer)] ?? 'DT_INVALID'
