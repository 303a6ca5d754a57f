import { EngineError } from '../../../contract/errors.ts'
import type { Constant, ConstantData } from './graph.ts'
import { halfToFloat } from './half-float.ts'

/** One weight as a TensorFlow.js manifest describes it. Nothing in it is checked. */
export interface WeightSpec {
  name: string
  shape: number[]
  dtype: string
  /** How it is stored, where not as it is: halves, or whole numbers times `scale` plus `min`. */
  quantization?: { dtype?: string; scale?: number; min?: number }
}

type Stored = typeof Float32Array | typeof Int32Array | typeof Uint8Array | typeof Uint16Array

const STORED = new Map<string, Stored>([
  ['float32', Float32Array],
  ['int32', Int32Array],
  ['bool', Uint8Array],
  ['uint8', Uint8Array],
  ['uint16', Uint16Array],
  ['float16', Uint16Array],
])

const DTYPES = new Set<string>(['float32', 'int32', 'bool'] satisfies Constant['dtype'][])

/** All weights of a manifest by name, quantised ones as plain numbers.
 *  @param bytes the weight files one after the other, without gaps
 *  @throws EngineError `bad-file` where the manifest does not fit the bytes, or is none */
export function readWeights(specs: readonly WeightSpec[], bytes: Uint8Array): Map<string, Constant> {
  const expected = specs.reduce((sum, spec) => sum + weightBytes(spec), 0)
  if (expected !== bytes.byteLength)
    throw new EngineError(
      'bad-file',
      `The weights have ${bytes.byteLength} bytes; model.json describes ${expected}.`,
    )
  const values = new Map<string, Constant>()
  let at = 0
  for (const spec of specs) {
    const end = at + weightBytes(spec)
    values.set(spec.name, readWeight(spec, bytes.subarray(at, end)))
    at = end
  }
  return values
}

function readWeight(spec: WeightSpec, bytes: Uint8Array): Constant {
  const { name, dtype, shape, quantization } = spec
  if (!DTYPES.has(dtype))
    throw new EngineError(
      'bad-file',
      `The weight "${name}" has the type ${dtype}, which no network computes with.`,
    )
  const Numbers = STORED.get(quantization?.dtype ?? dtype)!
  // What is quantised becomes other numbers anyway, and is read where it is. A number may begin anywhere in the file.
  const mayStay = quantization !== undefined && bytes.byteOffset % Numbers.BYTES_PER_ELEMENT === 0
  const { buffer, byteOffset } = mayStay ? bytes : bytes.slice()
  const raw = new Numbers(buffer as ArrayBuffer, byteOffset, bytes.byteLength / Numbers.BYTES_PER_ELEMENT)
  const data = quantization ? dequantise(raw, spec) : (raw as ConstantData)
  return { dtype: dtype as Constant['dtype'], shape: [...shape], data }
}

function dequantise(raw: ArrayLike<number>, { dtype, name, quantization }: WeightSpec): ConstantData {
  const { scale = 1, min = 0 } = quantization ?? {}
  // Loops: `from` with a function takes ten times as long, and a network has millions of these.
  const values = new Float32Array(raw.length)
  if (quantization?.dtype === 'float16') {
    for (let i = 0; i < values.length; i++) values[i] = halfToFloat(raw[i]!)
    return values
  }
  if (!Number.isFinite(scale) || !Number.isFinite(min))
    throw new EngineError('bad-file', `The weight "${name}" is quantised by what is no number.`)
  if (dtype !== 'float32') return Int32Array.from(raw, (value) => Math.round(value * scale + min))
  for (let i = 0; i < values.length; i++) values[i] = raw[i]! * scale + min
  return values
}

const isSize = (size: unknown): boolean => Number.isSafeInteger(size) && Number(size) >= 0

/** Bytes of one weight in the file: by its quantised type where it has one.
 *  @throws EngineError `bad-file` for an unknown type or shape */
export function weightBytes(spec: WeightSpec): number {
  const dtype = spec?.quantization?.dtype ?? spec?.dtype
  const stored = STORED.get(dtype)
  if (!stored || typeof spec.name !== 'string' || !Array.isArray(spec.shape) || !spec.shape.every(isSize))
    throw new EngineError(
      'bad-file',
      `The weight "${String(spec?.name)}" has an unknown type or shape (${String(dtype)}).`,
    )
  return spec.shape.reduce((product, size) => product * size, stored.BYTES_PER_ELEMENT)
}
