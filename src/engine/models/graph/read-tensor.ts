import { EngineError } from '../../../contract/errors.ts'
import { type Field, readFields, readPackedVarints, toSigned } from '../protobuf/read-protobuf.ts'
import type { Constant, ConstantData } from './graph.ts'
import { halfToFloat } from './half-float.ts'

/** Bytes that repeated single values may still take in all: a few bytes of file must not ask for gigabytes. */
export interface Budget {
  left: number
}

/** TensorFlow's DataType numbers, as far as constants of networks have them. */
export const DATA_TYPES: Record<number, string> = {
  1: 'DT_FLOAT',
  2: 'DT_DOUBLE',
  3: 'DT_INT32',
  4: 'DT_UINT8',
  5: 'DT_INT16',
  6: 'DT_INT8',
  7: 'DT_STRING',
  9: 'DT_INT64',
  10: 'DT_BOOL',
  14: 'DT_BFLOAT16',
  17: 'DT_UINT16',
  19: 'DT_HALF',
  22: 'DT_UINT32',
  23: 'DT_UINT64',
}

/** How a type is stored: size and reader of one raw element, the field of TensorProto that lists values, and the type
 *  that it becomes here. */
interface Layout {
  size: number
  raw: (view: DataView, at: number) => number
  list: number
  dtype: Constant['dtype']
}

const int64 = (view: DataView, at: number): number => toInt32(Number(view.getBigInt64(at, true)))
const uint64 = (view: DataView, at: number): number => toInt32(Number(view.getBigUint64(at, true)))

const LAYOUTS: Record<string, Layout> = {
  DT_FLOAT: { size: 4, raw: (v, at) => v.getFloat32(at, true), list: 5, dtype: 'float32' },
  DT_DOUBLE: { size: 8, raw: (v, at) => v.getFloat64(at, true), list: 6, dtype: 'float32' },
  DT_HALF: { size: 2, raw: (v, at) => halfToFloat(v.getUint16(at, true)), list: 13, dtype: 'float32' },
  DT_BFLOAT16: {
    size: 2,
    raw: (v, at) => bfloat16ToFloat(v.getUint16(at, true)),
    list: 13,
    dtype: 'float32',
  },
  DT_INT32: { size: 4, raw: (v, at) => v.getInt32(at, true), list: 7, dtype: 'int32' },
  DT_INT16: { size: 2, raw: (v, at) => v.getInt16(at, true), list: 7, dtype: 'int32' },
  DT_INT8: { size: 1, raw: (v, at) => v.getInt8(at), list: 7, dtype: 'int32' },
  DT_UINT8: { size: 1, raw: (v, at) => v.getUint8(at), list: 7, dtype: 'int32' },
  DT_UINT16: { size: 2, raw: (v, at) => v.getUint16(at, true), list: 7, dtype: 'int32' },
  DT_INT64: { size: 8, raw: int64, list: 10, dtype: 'int32' },
  DT_UINT32: { size: 4, raw: (v, at) => toInt32(v.getUint32(at, true)), list: 16, dtype: 'int32' },
  DT_UINT64: { size: 8, raw: uint64, list: 17, dtype: 'int32' },
  DT_BOOL: { size: 1, raw: (v, at) => v.getUint8(at), list: 11, dtype: 'bool' },
}

const MAX_RANK = 8

/** A TensorProto as a constant: from `tensor_content`, or from a list of values whose last one repeats. 64-bit numbers
 *  become 32-bit ones (limits like 2^63-1 the largest), halves become floats. undefined for strings.
 *  @throws EngineError `bad-file`, `not-supported` for a type that networks do not compute with */
export function readTensor(bytes: Uint8Array, name: string, budget: Budget): Constant | undefined {
  const fields = [...readFields(bytes)]
  const type = DATA_TYPES[toSigned(fields.findLast(({ number }) => number === 1)?.integer ?? 0n)] ?? 'unknown'
  if (type === 'DT_STRING') return undefined
  const layout = LAYOUTS[type]
  if (!layout)
    throw new EngineError('not-supported', `The constant "${name}" has a type that networks here cannot use.`)
  const shape = readShape(fields.findLast(({ number }) => number === 2)?.bytes)
  const count = shape.reduce((product, size) => product * size, 1)
  const content = fields.findLast(({ number, wire }) => number === 4 && wire === 2)?.bytes
  const bad = (what: string) => new EngineError('bad-file', `The constant "${name}" ${what}.`)
  if (shape.length > MAX_RANK || shape.some((size) => size < 0)) throw bad('has an impossible shape')
  if (content && content.length > 0) {
    if (content.length !== count * layout.size) throw bad(`has ${content.length} bytes, not ${count} values`)
    return { dtype: layout.dtype, shape, data: readContent(content, layout, type, count) }
  }
  const values = fields.filter(({ number }) => number === layout.list).flatMap((field) => listed(field, type))
  if (values.length > count) throw bad(`has ${values.length} values for ${count} places`)
  budget.left -= count * 4
  if (!(budget.left >= 0)) throw bad('repeats a value too many times')
  const data = allocate(layout.dtype, count)
  // TensorFlow's rule: the last value fills the rest, and no value at all is zero.
  data.fill(values.at(-1) ?? 0)
  data.set(values)
  return { dtype: layout.dtype, shape, data }
}

/** The sizes of a TensorShapeProto; -1 is an unknown one. */
export function readShape(bytes: Uint8Array | undefined): number[] {
  const sizes: number[] = []
  for (const { number, bytes: dim } of readFields(bytes ?? new Uint8Array(0))) {
    if (number !== 2) continue
    const size = [...readFields(dim)].findLast((field) => field.number === 1)
    sizes.push(toSigned(size?.integer ?? 0n))
    if (sizes.length > 64) throw new EngineError('bad-file', 'A shape has more than 64 sizes.')
  }
  return sizes
}

const allocate = (dtype: Constant['dtype'], count: number): ConstantData =>
  dtype === 'float32'
    ? new Float32Array(count)
    : dtype === 'int32'
      ? new Int32Array(count)
      : new Uint8Array(count)

function readContent(content: Uint8Array, layout: Layout, type: string, count: number): ConstantData {
  // The bulk of a network: copied as bytes, which is the same on the little-endian machines that browsers run on.
  if (type === 'DT_FLOAT') return new Float32Array(content.slice().buffer)
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  const data = allocate(layout.dtype, count)
  for (let i = 0; i < count; i++) data[i] = layout.raw(view, i * layout.size)
  return data
}

/** The values of one field: packed, or one alone. */
function listed({ wire, bytes, integer }: Field, type: string): number[] {
  const convert = (varint: bigint): number => {
    const value = type === 'DT_UINT64' ? Number(BigInt.asUintN(64, varint)) : toSigned(varint)
    if (type === 'DT_HALF') return halfToFloat(value & 0xffff)
    if (type === 'DT_BFLOAT16') return bfloat16ToFloat(value & 0xffff)
    return WIDE.has(type) ? toInt32(value) : value
  }
  if (wire === 0) return [convert(integer)]
  if (type !== 'DT_FLOAT' && type !== 'DT_DOUBLE') return [...readPackedVarints(bytes)].map(convert)
  const size = type === 'DT_FLOAT' ? 4 : 8
  if (bytes.length % size !== 0) throw new EngineError('bad-file', 'A list of numbers ends inside a number.')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: bytes.length / size }, (_, i) =>
    size === 4 ? view.getFloat32(i * 4, true) : view.getFloat64(i * 8, true),
  )
}

/** Types whose values may be beyond 32 bits. */
const WIDE = new Set(['DT_INT64', 'DT_UINT32', 'DT_UINT64'])

/** Slices say "to the end" with the largest number. */
const toInt32 = (value: number): number => Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, value))

function bfloat16ToFloat(bits: number): number {
  const view = new DataView(new ArrayBuffer(4))
  view.setUint32(0, bits * 65536)
  return view.getFloat32(0)
}
