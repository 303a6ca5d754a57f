import type { CompactColumn } from '../../contract/rest.ts'
import type { Path, Value } from '../../contract/values.ts'
import { isPictureAddress } from './image-sources.ts'

export type ColumnKind =
  | 'number'
  | 'text'
  | 'vector'
  | 'picture'
  | 'time'
  | 'row'
  | 'bytes'
  | 'mixed'
  | 'empty'

/** What a sample of rows says of a column. */
export interface ColumnDescription {
  name: string
  path: Path
  kind: ColumnKind
  /** Different values in the sample. */
  distinct: number
  missing: number
  rows: number
}

/** Columns of a sample of rows. */
export function describeColumns(columns: readonly CompactColumn[]): ColumnDescription[] {
  return columns.map(({ name, path, values }) => {
    const present = values.filter((value) => value !== null)
    const kinds = new Set(present.map(kindOf))
    const kind = kinds.size === 1 ? [...kinds][0]! : kinds.size === 0 ? 'empty' : 'mixed'
    return {
      name,
      path,
      kind,
      // Vectors and rows are taken as different from each other: to compare them would cost more than it tells.
      distinct: new Set(
        present.map((value) => (typeof value === 'object' && 'ms' in value ? value.ms : value)),
      ).size,
      missing: values.length - present.length,
      rows: values.length,
    }
  })
}

function kindOf(value: Exclude<Value, null>): ColumnKind {
  if (typeof value === 'number' || typeof value === 'bigint') return 'number'
  if (typeof value === 'string') return isPictureAddress(value) ? 'picture' : 'text'
  if (value instanceof Uint8Array) return 'bytes'
  if (value.kind === 'embedding') return 'vector'
  return value.kind === 'timestamp' ? 'time' : value.kind === 'row' ? 'row' : 'text'
}

/** Samples below this say nothing of how many values a column has. */
const LEAST_ROWS = 20

/** Why a column can say nothing of other rows; undefined where it may. */
export function uselessReason({ kind, distinct, missing, rows }: ColumnDescription): string | undefined {
  if (kind === 'empty') return 'no value in the rows looked at'
  if (kind === 'picture') return 'addresses say nothing of a picture; a network turns it into numbers'
  if (kind === 'bytes') return 'bytes are no feature'
  const present = rows - missing
  if (kind === 'text' && present >= LEAST_ROWS && distinct === present) return 'another text in every row'
  if (present >= LEAST_ROWS && distinct === 1 && missing === 0) return 'the same in every row'
  return undefined
}
