// values/ holds what the dialect means by a value: order, text form, JSON form, conversions, dates. Pure functions
// over contract/values.ts that know neither SQLite nor statements; the binder, the executor, the builtins and the
// REST formats all ask here, so that a value means the same everywhere. Start with compare-values.ts.
import type { Value } from '../../../contract/values.ts'

export type ValueKind =
  | 'null'
  | 'number'
  | 'string'
  | 'blob'
  | 'timestamp'
  | 'interval'
  | 'path'
  | 'row'
  | 'embedding'

/** What kind of value this is; a bigint is a number. */
export function kindOf(value: Value): ValueKind {
  if (value === null) return 'null'
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return 'number'
    case 'string':
      return 'string'
    default:
      return value instanceof Uint8Array ? 'blob' : value.kind
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII starts at zero
const ASCII = /^[\u0000-\u007f]*$/

/** The original's name of a value's type, as its error messages print it: `ASCII_STRING`, `FLOAT`, ... */
export function typeName(value: Value): string {
  switch (kindOf(value)) {
    case 'null':
      return 'EMPTY'
    case 'number':
      return typeof value === 'bigint' || Number.isInteger(value) ? 'INTEGER' : 'FLOAT'
    case 'string':
      return ASCII.test(value as string) ? 'ASCII_STRING' : 'UTF8_STRING'
    case 'interval':
      return 'TIMEINTERVAL'
    default:
      return kindOf(value).toUpperCase()
  }
}
