import { EngineError } from '../../../contract/errors.ts'
import type { Embedding, NumberArray, Value } from '../../../contract/values.ts'
import { fromBase64, toBase64 } from '../../sql/builtins/blob/base64.ts'
import { formatInterval } from '../../sql/values/format-interval.ts'
import { formatTimestamp } from '../../sql/values/format-timestamp.ts'
import { parseInterval } from '../../sql/values/parse-interval.ts'
import { parseTimestamp } from '../../sql/values/parse-timestamp.ts'

// The encoding, one form for each type:
//
//   NULL, text               as in JSON
//   integer                  digits, all of them
//   double                   the shortest digits that give it back; a whole one beyond 2^53 ends in `e0`
//   NaN, infinities          {"num": "NaN" | "Inf" | "-Inf"}
//   timestamp                {"ts": "2020-01-02T03:04:05.678901Z"}; finer ones {"ms": milliseconds since 1970}
//   interval                 {"interval": "3 MONTH 14D 1S"}, or {"interval": [months, days, seconds]}
//   path                     {"path": ["a", "b"]}
//   blob                     {"base64": "…"}
//   embedding                {"embedding": "…", "type": "float32", "shape": [1, 2048]}: base64 of its numbers, little-endian
//
// The first column of each form is that of the REST API, so that it is read here too.

/** JSON text of a cell that `fromExactJson` gives back as it was. Rows must have been taken apart. */
export function toExactJson(value: Value): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return numberText(value)
  if (value instanceof Uint8Array) return `{"base64":"${toBase64(value)}"}`
  switch (value.kind) {
    case 'timestamp':
      return timestampText(value.ms)
    case 'interval': {
      const text = formatInterval(value)
      const { months, days, seconds } = value
      const read = parseInterval(text)
      const isSame = read?.months === months && read.days === days && read.seconds === seconds
      return JSON.stringify({ interval: isSame ? text : [months, days, seconds] })
    }
    case 'path':
      return JSON.stringify({ path: value.path })
    case 'embedding':
      return embeddingText(value)
    case 'row':
      throw new EngineError('internal', 'a row within a row was not taken apart')
  }
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return '{"num":"NaN"}'
  if (!Number.isFinite(value)) return value > 0 ? '{"num":"Inf"}' : '{"num":"-Inf"}'
  if (Object.is(value, -0)) return '-0'
  const text = String(value)
  return Number.isSafeInteger(value) || /[.e]/.test(text) ? text : `${text}e0`
}

function timestampText(ms: number): string {
  const text = formatTimestamp({ ms })
  return Object.is(parseTimestamp(text)?.ms, ms) ? `{"ts":"${text}"}` : `{"ms":${ms}}`
}

/** Element types of embeddings by their names in files. */
export const ELEMENT_TYPES = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
} as const
export type ElementType = keyof typeof ELEMENT_TYPES

/** The name of the element type of some numbers. */
export function elementType(data: NumberArray): ElementType {
  const names = Object.keys(ELEMENT_TYPES) as ElementType[]
  return names.find((name) => data instanceof ELEMENT_TYPES[name])!
}

function embeddingText({ shape, data }: Embedding): string {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return JSON.stringify({ embedding: toBase64(bytes), type: elementType(data), shape })
}

/** An embedding of the bytes of its numbers, little-endian.
 *  @throws EngineError `bad-file` where they do not fit the shape */
export function toEmbedding(bytes: Uint8Array, type: string, shape: readonly number[]): Embedding {
  const Elements = Object.hasOwn(ELEMENT_TYPES, type) ? ELEMENT_TYPES[type as ElementType] : undefined
  const isShape = shape.every((n) => Number.isSafeInteger(n) && n >= 0)
  const size = shape.reduce((product, n) => product * n, 1)
  if (!Elements || !isShape || bytes.length !== size * Elements.BYTES_PER_ELEMENT) {
    throw new EngineError(
      'bad-file',
      `${bytes.length} bytes are no embedding of ${type} [${shape.join(', ')}]`,
    )
  }
  return { kind: 'embedding', shape: [...shape], data: new Elements(bytes.slice().buffer) }
}

const NUMBERS = new Map([
  ['NaN', Number.NaN],
  ['Inf', Number.POSITIVE_INFINITY],
  ['-Inf', Number.NEGATIVE_INFINITY],
])

/** The value of parsed JSON in this encoding.
 *  @throws EngineError `bad-file` for an object that is none of its forms */
export function fromExactJson(json: unknown): Value {
  if (typeof json === 'boolean') return json ? 1 : 0
  if (json === null || typeof json !== 'object') return json as Value
  const { num, ts, ms, interval, path, base64, embedding, type, shape } = json as Record<string, unknown>
  const value =
    typeof num === 'string'
      ? NUMBERS.get(num)
      : typeof ts === 'string'
        ? parseTimestamp(ts)
        : typeof ms === 'number'
          ? ({ kind: 'timestamp', ms } as const)
          : interval !== undefined
            ? toInterval(interval)
            : Array.isArray(path)
              ? ({ kind: 'path', path: path.map(String) } as const)
              : typeof base64 === 'string'
                ? fromBase64(base64)
                : typeof embedding === 'string' && Array.isArray(shape)
                  ? toEmbedding(fromBase64(embedding), String(type), shape as number[])
                  : undefined
  if (value !== undefined) return value
  throw new EngineError('bad-file', `${JSON.stringify(json)?.slice(0, 80)} is no value in the exact encoding`)
}

function toInterval(content: unknown): Value | undefined {
  if (typeof content === 'string') return parseInterval(content)
  if (!Array.isArray(content) || content.length !== 3) return undefined
  const [months, days, seconds] = content as [number, number, number]
  return { kind: 'interval', months, days, seconds }
}
