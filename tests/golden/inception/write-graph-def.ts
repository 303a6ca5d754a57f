// A writer of binary GraphDefs, for tests: protocol buffers by hand, so that the reader meets bytes that it did not make.

/** How a constant's values are written. */
export type Encoding =
  | 'content'
  | 'list'
  | 'unpacked'
  | 'half'
  | 'half-content'
  | 'double'
  | 'double-content'
  | 'bfloat16'
  | 'bfloat16-list'

export interface TensorValue {
  shape: number[]
  values: ArrayLike<number>
  type?: keyof typeof TYPES
  encoding?: Encoding
}

export interface NodeDef {
  name: string
  op: string
  inputs?: string[]
  attrs?: Record<string, AttrDef>
}

export type AttrDef =
  | { i: number }
  | { f: number }
  | { b: boolean }
  | { s: string }
  | { type: number }
  | { ints: number[] }
  | { shape: number[] }
  | { tensor: TensorValue }
  | { strings: string[] }

export const FLOAT = 1
export const INT32 = 3
export const STRING = 7

const concat = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

export function varint(value: number | bigint): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value))
  const bytes: number[] = []
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  return Uint8Array.from([...bytes, Number(rest)])
}

const tag = (field: number, wire: number) => varint(field * 8 + wire)
export const message = (field: number, bytes: Uint8Array) =>
  concat(tag(field, 2), varint(bytes.length), bytes)
const string = (field: number, value: string) => message(field, new TextEncoder().encode(value))
const integer = (field: number, value: number | bigint) => concat(tag(field, 0), varint(value))
const float = (field: number, value: number) => concat(tag(field, 5), bytesOf(Float32Array.of(value)))
const bytesOf = (data: ArrayBufferView) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
const shape = (sizes: number[]) => concat(...sizes.map((size) => message(2, integer(1, size))))

/** Nearest half-precision number (ties upwards; tests use values that have one). */
export function toHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0
  const size = Math.abs(value)
  if (size < 2 ** -14) return sign | Math.round(size * 2 ** 24)
  const exponent = Math.floor(Math.log2(size))
  return sign | (((exponent + 15) << 10) + Math.round((size / 2 ** exponent - 1) * 1024))
}

const bfloat16 = (value: number) =>
  bytesOf(Float32Array.of(value))[2]! | (bytesOf(Float32Array.of(value))[3]! << 8)

const TYPES = {
  float: FLOAT,
  int32: INT32,
  uint8: 4,
  int16: 5,
  int8: 6,
  int64: 9,
  bool: 10,
  uint16: 17,
  uint32: 22,
  uint64: 23,
}

/** How whole numbers lie in tensor_content. */
const CONTENTS: Record<string, (values: number[]) => ArrayBufferView> = {
  int32: (values) => Int32Array.from(values),
  uint8: (values) => Uint8Array.from(values),
  int16: (values) => Int16Array.from(values),
  int8: (values) => Int8Array.from(values),
  bool: (values) => Uint8Array.from(values),
  uint16: (values) => Uint16Array.from(values),
  uint32: (values) => Uint32Array.from(values),
  int64: (values) => BigInt64Array.from(values, BigInt),
  uint64: (values) => BigUint64Array.from(values, BigInt),
}

/** The fields of TensorProto that list whole numbers; what is not here is in `int_val`. */
const LISTS: Record<string, number> = { int64: 10, bool: 11, uint32: 16, uint64: 17 }

function tensor({ shape: sizes, values, type = 'float', encoding = 'content' }: TensorValue): Uint8Array {
  const all = Array.from(values)
  const dtype = encoding.startsWith('half')
    ? 19
    : encoding.startsWith('double')
      ? 2
      : encoding.startsWith('bfloat16')
        ? 14
        : TYPES[type]
  return concat(integer(1, dtype), message(2, shape(sizes)), body(values, all, type, encoding))
}

function body(values: ArrayLike<number>, all: number[], type: string, encoding: Encoding): Uint8Array {
  if (encoding === 'half') return message(13, concat(...all.map((value) => varint(toHalf(value)))))
  if (encoding === 'half-content') return message(4, bytesOf(Uint16Array.from(all, toHalf)))
  if (encoding === 'bfloat16') return message(4, bytesOf(Uint16Array.from(all, bfloat16)))
  if (encoding === 'bfloat16-list') return message(13, concat(...all.map((value) => varint(bfloat16(value)))))
  if (encoding === 'double-content') return message(4, bytesOf(Float64Array.from(all)))
  if (encoding === 'double') return message(6, bytesOf(Float64Array.from(all)))
  if (type === 'float') {
    if (encoding === 'content')
      return message(4, bytesOf(values instanceof Float32Array ? values : Float32Array.from(all)))
    return encoding === 'list'
      ? message(5, bytesOf(Float32Array.from(all)))
      : concat(...all.map((value) => float(5, value)))
  }
  if (encoding === 'content') return message(4, bytesOf(CONTENTS[type]!(all)))
  const field = LISTS[type] ?? 7
  return encoding === 'list'
    ? message(field, concat(...all.map(varint)))
    : concat(...all.map((value) => integer(field, value)))
}

function attribute(attr: AttrDef): Uint8Array {
  if ('i' in attr) return integer(3, attr.i)
  if ('f' in attr) return float(4, attr.f)
  if ('b' in attr) return integer(5, attr.b ? 1 : 0)
  if ('s' in attr) return string(2, attr.s)
  if ('type' in attr) return integer(6, attr.type)
  if ('ints' in attr) return message(1, message(3, concat(...attr.ints.map(varint))))
  if ('strings' in attr) return message(1, concat(...attr.strings.map((value) => string(2, value))))
  if ('shape' in attr) return message(7, shape(attr.shape))
  return message(8, tensor(attr.tensor))
}

/** The bytes of a GraphDef. */
export function writeGraphDef(nodes: readonly NodeDef[]): Uint8Array {
  const versions = message(4, integer(1, 9))
  const parts = nodes.map(({ name, op, inputs = [], attrs = {} }) => {
    const entries = Object.entries(attrs).map(([key, attr]) =>
      message(5, concat(string(1, key), message(2, attribute(attr)))),
    )
    return message(
      1,
      concat(string(1, name), string(2, op), ...inputs.map((input) => string(3, input)), ...entries),
    )
  })
  return concat(...parts, versions)
}

/** A node that is a constant. */
export const constant = (name: string, value: TensorValue): NodeDef => ({
  name,
  op: 'Const',
  attrs: { dtype: { type: TYPES[value.type ?? 'float'] }, value: { tensor: value } },
})

/** The front end of the Inception of 2015: a JPEG becomes 299x299 (or other) pixels of (x - 128) / 128, in the node `Mul`. */
export function jpegFrontEnd(size = 299, resize: Record<string, AttrDef> = {}): NodeDef[] {
  const T = { T: { type: FLOAT } }
  return [
    { name: 'DecodeJpeg/contents', op: 'Const', attrs: { dtype: { type: STRING } } },
    { name: 'DecodeJpeg', op: 'DecodeJpeg', inputs: ['DecodeJpeg/contents'], attrs: { channels: { i: 3 } } },
    { name: 'Cast', op: 'Cast', inputs: ['DecodeJpeg'], attrs: { SrcT: { type: 4 }, DstT: { type: FLOAT } } },
    constant('ExpandDims/dim', { shape: [], values: [0], type: 'int32', encoding: 'unpacked' }),
    { name: 'ExpandDims', op: 'ExpandDims', inputs: ['Cast', 'ExpandDims/dim'], attrs: T },
    constant('ResizeBilinear/size', { shape: [2], values: [size, size], type: 'int32' }),
    {
      name: 'ResizeBilinear',
      op: 'ResizeBilinear',
      inputs: ['ExpandDims', 'ResizeBilinear/size'],
      attrs: { ...T, ...resize },
    },
    constant('Sub/y', { shape: [], values: [128], encoding: 'list' }),
    { name: 'Sub', op: 'Sub', inputs: ['ResizeBilinear', 'Sub/y'], attrs: T },
    constant('Mul/y', { shape: [], values: [1 / 128], encoding: 'unpacked' }),
    { name: 'Mul', op: 'Mul', inputs: ['Sub', 'Mul/y'], attrs: T },
  ]
}
