import { expect, test } from 'vitest'
import {
  constant,
  FLOAT,
  jpegFrontEnd,
  message,
  type NodeDef,
  type TensorValue,
  varint,
  writeGraphDef,
} from '../../../../tests/golden/inception/write-graph-def.ts'
import { readFrozenGraph } from './read-frozen-graph.ts'
import { readGraphDef } from './read-graph-def.ts'

const T = { T: { type: FLOAT } }
const node = (name: string, op: string, inputs: string[], attrs: NodeDef['attrs'] = T): NodeDef => ({
  name,
  op,
  inputs,
  attrs,
})
const read = (...nodes: NodeDef[]) => readFrozenGraph(writeGraphDef(nodes))
const nodeNames = (graph: ReturnType<typeof read>) =>
  graph.modelJson.modelTopology.node.map(({ name }) => name)

const four = [1, -2, 0.5, 100]
test.each<[string, TensorValue, number[]]>([
  ['content', { shape: [2, 2], values: four }, four],
  ['a packed list', { shape: [4], values: four, encoding: 'list' }, four],
  ['a list of its own fields', { shape: [4], values: four, encoding: 'unpacked' }, four],
  ['one value that repeats', { shape: [2, 2], values: [7], encoding: 'list' }, [7, 7, 7, 7]],
  ['a last value that repeats', { shape: [4], values: [7, 8], encoding: 'list' }, [7, 8, 8, 8]],
  ['no value at all', { shape: [3], values: [], encoding: 'list' }, [0, 0, 0]],
  ['halves in a list', { shape: [4], values: four, encoding: 'half' }, four],
  ['halves in content', { shape: [4], values: four, encoding: 'half-content' }, four],
  ['a tiny half', { shape: [1], values: [2 ** -24], encoding: 'half-content' }, [2 ** -24]],
  ['bfloat16', { shape: [4], values: four, encoding: 'bfloat16' }, four],
  ['a list of bfloat16', { shape: [4], values: four, encoding: 'bfloat16-list' }, four],
  ['one half that repeats', { shape: [2], values: [0.5], encoding: 'half' }, [0.5, 0.5]],
  ['one bfloat16 that repeats', { shape: [2], values: [0.5], encoding: 'bfloat16-list' }, [0.5, 0.5]],
  ['doubles in content', { shape: [4], values: four, encoding: 'double-content' }, four],
  ['one double that repeats', { shape: [3], values: [0.25], encoding: 'double' }, [0.25, 0.25, 0.25]],
  ['doubles', { shape: [4], values: four, encoding: 'double' }, four],
  ['int32 content', { shape: [2], values: [-1, 299], type: 'int32' }, [-1, 299]],
  ['an int32 list', { shape: [2], values: [-1, 299], type: 'int32', encoding: 'list' }, [-1, 299]],
  ['one int32', { shape: [], values: [-3], type: 'int32', encoding: 'unpacked' }, [-3]],
  ['int64 beyond 32 bits', { shape: [2], values: [5, 2 ** 40], type: 'int64' }, [5, 2 ** 31 - 1]],
  ['an int64 list', { shape: [2], values: [-5, 6], type: 'int64', encoding: 'list' }, [-5, 6]],
  ['bools', { shape: [2], values: [1, 0], type: 'bool' }, [1, 0]],
  ['a list of bools', { shape: [2], values: [1, 0], type: 'bool', encoding: 'list' }, [1, 0]],
  ['one bool that repeats', { shape: [2], values: [1], type: 'bool', encoding: 'unpacked' }, [1, 1]],
  ['uint8 content', { shape: [2], values: [0, 255], type: 'uint8' }, [0, 255]],
  ['int8 content', { shape: [2], values: [-128, 127], type: 'int8' }, [-128, 127]],
  ['an int8 list', { shape: [2], values: [-128, 127], type: 'int8', encoding: 'list' }, [-128, 127]],
  ['int16 content', { shape: [2], values: [-300, 300], type: 'int16' }, [-300, 300]],
  ['uint16 content', { shape: [2], values: [0, 65_535], type: 'uint16' }, [0, 65_535]],
  ['a uint16 list', { shape: [2], values: [0, 65_535], type: 'uint16', encoding: 'list' }, [0, 65_535]],
  ['uint32 content', { shape: [2], values: [7, 2 ** 32 - 1], type: 'uint32' }, [7, 2 ** 31 - 1]],
  ['a uint32 list', { shape: [2], values: [7, 9], type: 'uint32', encoding: 'list' }, [7, 9]],
  ['uint64 content', { shape: [2], values: [7, 2 ** 40], type: 'uint64' }, [7, 2 ** 31 - 1]],
  ['a uint64 list', { shape: [2], values: [7, 9], type: 'uint64', encoding: 'list' }, [7, 9]],
  ['uint64 beyond 63 bits', { shape: [2], values: [7, 2 ** 63 + 2 ** 60], type: 'uint64' }, [7, 2 ** 31 - 1]],
  [
    'a uint64 list beyond 63 bits',
    { shape: [2], values: [7, 2 ** 63 + 2 ** 60], type: 'uint64', encoding: 'list' },
    [7, 2 ** 31 - 1],
  ],
])('constants written as %s are read', (_, value, expected) => {
  const [first] = readGraphDef(writeGraphDef([constant('c', value)]))
  expect(first!.value!.shape).toEqual(value.shape)
  expect(Array.from(first!.value!.data)).toEqual(expected)
})

test('strings are passed over, control edges and other attributes read as they are', () => {
  const strided = {
    strides: { ints: [1, 2, 2, 1] },
    padding: { s: 'SAME' },
    keep: { b: true },
    e: { f: 0.5 },
  }
  const [text, pool] = readGraphDef(
    writeGraphDef([jpegFrontEnd()[0]!, node('pool', 'MaxPool', ['x:0', '^other'], strided)]),
  )
  expect(text!.value).toBeUndefined()
  expect(pool!.inputs).toEqual(['x:0'])
  expect({ ...pool!.attrs }).toEqual({
    strides: { list: { i: [1, 2, 2, 1] } },
    padding: { s: 'U0FNRQ==' },
    keep: { b: true },
    e: { f: 0.5 },
  })
})

test('the front end becomes preprocessing; what follows the resize stays in the graph', () => {
  const graph = read(...jpegFrontEnd(64), node('relu', 'Relu', ['Mul']))
  expect(graph.preprocessing).toEqual({
    width: 64,
    height: 64,
    subtract: 0,
    divide: 1,
    halfPixelCenters: false,
  })
  expect(nodeNames(graph)).toEqual(['ResizeBilinear', 'Sub/y', 'Sub', 'Mul/y', 'Mul', 'relu'])
})

test('the resize of the graph decides where pixels are taken', () => {
  const half = read(...jpegFrontEnd(8, { half_pixel_centers: { b: true } }), node('relu', 'Relu', ['Mul']))
  expect(half.preprocessing).toMatchObject({ halfPixelCenters: true })
  const corners = read(...jpegFrontEnd(8, { align_corners: { b: true } }), node('relu', 'Relu', ['Mul']))
  expect(corners.preprocessing).toMatchObject({ halfPixelCenters: false, alignCorners: true })
})

test('a graph that scales before it resizes is preprocessed alike', () => {
  const graph = read(
    { name: 'file', op: 'Placeholder', attrs: { dtype: { type: 7 } } },
    node('decode', 'DecodePng', ['file'], { channels: { i: 3 } }),
    node('float', 'Cast', ['decode'], { DstT: { type: FLOAT } }),
    constant('scale', { shape: [], values: [255] }),
    constant('middle', { shape: [], values: [0.5] }),
    node('unit', 'RealDiv', ['float', 'scale']),
    node('centred', 'Sub', ['unit', 'middle']),
    constant('axis', { shape: [1], values: [0], type: 'int32' }),
    node('batch', 'ExpandDims', ['centred', 'axis']),
    constant('size', { shape: [2], values: [10, 20], type: 'int32' }),
    node('resize', 'ResizeBilinear', ['batch', 'size']),
    node('relu', 'Relu', ['resize']),
  )
  expect(graph.preprocessing).toMatchObject({ width: 20, height: 10 })
  expect(graph.preprocessing.subtract).toBeCloseTo(127.5, 10)
  expect(graph.preprocessing.divide).toBeCloseTo(255, 10)
})

test('a placeholder for pixels is an input too', () => {
  const graph = read(
    {
      name: 'image',
      op: 'Placeholder',
      attrs: { dtype: { type: FLOAT }, shape: { shape: [-1, 32, 48, 3] } },
    },
    node('relu', 'Relu', ['image']),
  )
  expect(graph.preprocessing).toEqual({ width: 48, height: 32 })
})

test('what cannot be computed goes, the rest stays', () => {
  const graph = read(
    ...jpegFrontEnd(8),
    node('relu', 'Relu', ['Mul']),
    node('strange', 'TopKV2', ['relu']),
    node('after', 'Relu', ['strange']),
  )
  expect(nodeNames(graph)).toContain('relu')
  expect(nodeNames(graph)).not.toContain('after')
})

const pool = node('p', 'MaxPool', ['Mul'], { data_format: { s: 'NCHW' } })
test.each<[string, NodeDef[], RegExp]>([
  ['no image', [constant('c', { shape: [], values: [1] })], /no input for an image/],
  [
    'only unknown operations',
    [...jpegFrontEnd(8).slice(0, -4), node('x', 'Fancy', ['ResizeBilinear'])],
    /"x": the operation Fancy/,
  ],
  [
    'no fixed size',
    [
      ...jpegFrontEnd(8).filter(({ name }) => name !== 'ResizeBilinear/size'),
      constant('ResizeBilinear/size', { shape: [2], values: [0, 8], type: 'int32' }),
    ],
    /"ResizeBilinear" .* no fixed size/,
  ],
  [
    'a crop',
    [...jpegFrontEnd(8).slice(0, 2), node('crop', 'CropAndResize', ['DecodeJpeg'])],
    /"crop" \(CropAndResize\)/,
  ],
  [
    'one grey channel',
    jpegFrontEnd(8).map((n) => (n.name === 'DecodeJpeg' ? { ...n, attrs: { channels: { i: 1 } } } : n)),
    /three channels/,
  ],
  [
    'channels first',
    [...jpegFrontEnd(8).slice(0, -4), { ...pool, inputs: ['ResizeBilinear'] }],
    /channels before its positions/,
  ],
])('a graph with %s is not supported, and the message says why', (_, nodes, reason) => {
  expect(() => read(...nodes)).toThrow(reason)
})

const raw = (...parts: (Uint8Array | number[])[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => Uint8Array.from(part))))
const huge: TensorValue = { shape: [50_000, 50_000], values: [1], encoding: 'list' }
test.each<[string, Uint8Array, RegExp]>([
  ['is empty', new Uint8Array(0), /no nodes/],
  ['is text', new TextEncoder().encode('node { name: "x" }'), /no protocol buffer|no nodes/],
  ['is cut off', writeGraphDef(jpegFrontEnd()).slice(0, 200), /goes past its end/],
  ['has an endless number', raw([8], new Array(12).fill(255)), /too long/],
  ['claims a length of 2^63', raw([10], varint(2n ** 63n), [1]), /goes past its end/],
  ['has a node without a name', message(1, message(2, new TextEncoder().encode('Relu'))), /without name/],
  ['has two nodes of a name', writeGraphDef([node('a', 'Relu', []), node('a', 'Relu', [])]), /two nodes "a"/],
  ['takes what is not there', writeGraphDef([node('a', 'Relu', ['b'])]), /takes "b"/],
  ['has a cycle', writeGraphDef([node('a', 'Relu', ['b']), node('b', 'Relu', ['a'])]), /cycle/],
  ['repeats a value too often', writeGraphDef([constant('c', huge)]), /too many times/],
  [
    'has the wrong number of bytes',
    writeGraphDef([constant('c', { shape: [3], values: [1, 2] })]),
    /8 bytes, not 3/,
  ],
  [
    'has too many values',
    writeGraphDef([constant('c', { shape: [1], values: [1, 2], encoding: 'list' })]),
    /2 values for 1/,
  ],
  ['has a negative size', writeGraphDef([constant('c', { shape: [-1], values: [1] })]), /impossible shape/],
])('a file that %s is refused', (_, bytes, reason) => {
  expect(() => readFrozenGraph(bytes)).toThrow(reason)
  expect(() => readFrozenGraph(bytes)).toThrow(expect.objectContaining({ code: 'bad-file' }) as Error)
})

test('a graph deeper than any stack is read', () => {
  const chain = Array.from({ length: 50_000 }, (_, i) =>
    node(`n${i}`, 'Relu', [i === 0 ? 'Mul' : `n${i - 1}`]),
  )
  expect(nodeNames(read(...jpegFrontEnd(8), ...chain.reverse()))).toHaveLength(50_005)
})
