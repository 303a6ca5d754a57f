import {
  bytesField,
  concat,
  floatField,
  floatsField,
  integerField,
  integersField,
  rawBytes,
  textField,
} from '../protobuf/write-protobuf.ts'
import { ATTRIBUTE_TYPES, DATA_TYPES, ML_DOMAIN } from './onnx-types.ts'

type Bytes = Uint8Array

/** The value of an attribute. Whole numbers are ints and other numbers floats, unless `float` says otherwise. */
export type AttributeValue =
  | { float: number }
  | { int: number }
  | { string: string }
  | { floats: ArrayLike<number> }
  | { ints: ArrayLike<number> }
  | { strings: readonly string[] }

/** What a tensor holds. */
export type TensorData = Float32Array | Float64Array | BigInt64Array | readonly string[]

/** Collects a graph node by node and writes it as an ONNX model. Field numbers are those of onnx.proto
 *  (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). */
export class OnnxWriter {
  readonly #nodes: Bytes[] = []
  readonly #initializers: Bytes[] = []
  readonly #inputs: Bytes[] = []
  readonly #outputs: Bytes[] = []
  #names = 0

  /** Adds an input. A size of -1 is the number of rows. */
  input(name: string, type: keyof typeof DATA_TYPES, shape: readonly number[]): string {
    this.#inputs.push(valueInfo(name, type, shape))
    return name
  }

  output(name: string, type: keyof typeof DATA_TYPES, shape: readonly number[]): void {
    this.#outputs.push(valueInfo(name, type, shape))
  }

  /** Adds an operation. @returns the name of its first output; names are made up unless they are given */
  node(
    op: string,
    inputs: readonly string[],
    attributes: Record<string, AttributeValue> = {},
    output: string | readonly string[] = this.#newName(op),
    domain = '',
  ): string {
    const outputs = typeof output === 'string' ? [output] : output
    this.#nodes.push(
      concat([
        ...inputs.map((name) => textField(1, name)),
        ...outputs.map((name) => textField(2, name)),
        textField(4, op),
        ...Object.entries(attributes).map(([name, value]) => bytesField(5, attribute(name, value))),
        ...(domain ? [textField(7, domain)] : []),
      ]),
    )
    return outputs[0]!
  }

  /** As `node`, of the operations of machine learning. */
  mlNode(
    op: string,
    inputs: readonly string[],
    attributes: Record<string, AttributeValue>,
    output?: string | readonly string[],
  ): string {
    return this.node(op, inputs, attributes, output, ML_DOMAIN)
  }

  /** Adds a constant. @returns its name */
  constant(data: TensorData, shape: readonly number[], name = this.#newName('constant')): string {
    this.#initializers.push(tensor(name, data, shape))
    return name
  }

  /** The whole model.
   *  @param opsets versions of the operations by their domain ('' are the usual ones)
   *  @param metadata texts by name */
  finish(opsets: Record<string, number>, metadata: Record<string, string> = {}): Uint8Array<ArrayBuffer> {
    const graph = concat([
      ...this.#nodes.map((node) => bytesField(1, node)),
      textField(2, 'model'),
      ...this.#initializers.map((initializer) => bytesField(5, initializer)),
      ...this.#inputs.map((input) => bytesField(11, input)),
      ...this.#outputs.map((output) => bytesField(12, output)),
    ])
    return concat([
      integerField(1, IR_VERSION),
      textField(2, 'MLDB Web'),
      bytesField(7, graph),
      ...Object.entries(opsets).map(([domain, version]) =>
        bytesField(8, concat([...(domain ? [textField(1, domain)] : []), integerField(2, version)])),
      ),
      ...Object.entries(metadata).map(([key, value]) =>
        bytesField(14, concat([textField(1, key), textField(2, value)])),
      ),
    ])
  }

  #newName(op: string): string {
    this.#names++
    return `/${op}_${this.#names}`
  }
}

const IR_VERSION = 8

function attribute(name: string, value: AttributeValue): Bytes {
  if ('float' in value) return typed(name, 'FLOAT', floatField(2, value.float))
  if ('int' in value) return typed(name, 'INT', integerField(3, value.int))
  if ('string' in value) return typed(name, 'STRING', textField(4, value.string))
  if ('floats' in value) return typed(name, 'FLOATS', floatsField(7, value.floats))
  if ('ints' in value) return typed(name, 'INTS', integersField(8, value.ints))
  // The modes of a million nodes are a handful of texts.
  const written = new Map<string, Bytes>()
  const texts = value.strings.map((text) => {
    const bytes = written.get(text) ?? textField(9, text)
    written.set(text, bytes)
    return bytes
  })
  return typed(name, 'STRINGS', concat(texts))
}

const typed = (name: string, type: keyof typeof ATTRIBUTE_TYPES, value: Bytes): Bytes =>
  concat([textField(1, name), value, integerField(20, ATTRIBUTE_TYPES[type])])

function tensor(name: string, data: TensorData, shape: readonly number[]): Bytes {
  return concat([
    integersField(1, shape),
    integerField(2, DATA_TYPES[typeOf(data)]),
    ...(ArrayBuffer.isView(data) ? [bytesField(9, rawBytes(data))] : data.map((text) => textField(6, text))),
    textField(8, name),
  ])
}

function typeOf(data: TensorData): keyof typeof DATA_TYPES {
  if (data instanceof Float32Array) return 'FLOAT'
  if (data instanceof Float64Array) return 'DOUBLE'
  return data instanceof BigInt64Array ? 'INT64' : 'STRING'
}

function valueInfo(name: string, type: keyof typeof DATA_TYPES, shape: readonly number[]): Bytes {
  const dimensions = shape.map((size) =>
    bytesField(1, size < 0 ? textField(2, 'rows') : integerField(1, size)),
  )
  const ofTensor = concat([integerField(1, DATA_TYPES[type]), bytesField(2, concat(dimensions))])
  return concat([textField(1, name), bytesField(2, bytesField(1, ofTensor))])
}
