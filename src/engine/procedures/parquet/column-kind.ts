// parquet/ knows how the values of the dialect lie in Parquet columns: column-kind.ts decides it, parquet-file.ts writes
// them, read-parquet.ts reads them and those of other tools.
import type { Value } from '../../../contract/values.ts'
import { type ElementType, elementType } from '../json/exact-json.ts'

/** How a column lies in a Parquet file. `exact` is text in the encoding of json/exact-json.ts: for what Parquet has no
 *  type of its own, and for columns of several types. */
export type ColumnKind = (
  | { kind: 'integer' | 'number' | 'string' | 'blob' | 'timestamp' | 'exact' }
  | { kind: 'embedding'; type: ElementType; shape: readonly number[] }
) & {
  /** NULL is a cell that the row lacks. */
  sparse?: true
}

/** What the metadata of a file say of its columns, under the key `mldb`. */
export interface ParquetNotes {
  version: 1
  columns: ({ name: string; binary?: true } & ColumnKind)[]
}
export const NOTES_KEY = 'mldb'

const INT64_MAX = 2n ** 63n - 1n

/** Finds the kind of a column by its values. */
export class KindFinder {
  private readonly seen = new Set<ColumnKind['kind']>()
  private embedding: { type: ElementType; shape: readonly number[] } | undefined

  add(value: Value | undefined): void {
    if (value !== null && value !== undefined && !this.seen.has('exact')) this.seen.add(this.kindOf(value))
  }

  private kindOf(value: Exclude<Value, null>): ColumnKind['kind'] {
    if (typeof value === 'number') {
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'integer' : 'number'
    }
    if (typeof value === 'bigint') return this.addBigint(value)
    if (typeof value === 'string') return 'string'
    if (value instanceof Uint8Array) return 'blob'
    if (value.kind === 'timestamp') return toMicroseconds(value.ms) === undefined ? 'exact' : 'timestamp'
    if (value.kind !== 'embedding') return 'exact'
    const type = elementType(value.data)
    if (type === 'uint8' || value.data.length === 0) return 'exact'
    this.embedding ??= { type, shape: value.shape }
    const isSame = this.embedding.type === type && this.embedding.shape.join() === value.shape.join()
    return isSame ? 'embedding' : 'exact'
  }

  private large = false

  private addBigint(value: bigint): ColumnKind['kind'] {
    this.large = true
    return value <= INT64_MAX ? 'integer' : 'exact'
  }

  get kind(): ColumnKind {
    const { seen, embedding } = this
    if (seen.size === 0) return { kind: 'string' }
    const [only] = seen
    if (seen.size === 1) {
      return only === 'embedding' ? { kind: 'embedding', ...embedding! } : { kind: only as 'string' }
    }
    // Doubles hold integers up to 2^53, and no further.
    const areNumbers = seen.size === 2 && seen.has('integer') && seen.has('number')
    return { kind: areNumbers && !this.large ? 'number' : 'exact' }
  }
}

/** A time in whole microseconds; undefined where it is none. */
export function toMicroseconds(ms: number): bigint | undefined {
  const microseconds = Math.round(ms * 1000)
  if (!Number.isSafeInteger(microseconds)) return undefined
  return Object.is(fromMicroseconds(BigInt(microseconds)), ms) ? BigInt(microseconds) : undefined
}

/** Milliseconds of microseconds. */
export const fromMicroseconds = (microseconds: bigint): number => Number(microseconds) / 1000
