import type { Value } from '../../contract/values.ts'
import { formatPath } from '../../lib/format-path.ts'
import { formatBytes, formatCount, formatNumber } from './format-number.ts'

/** Longer texts are cut: a cell is one line. */
const MAX_LENGTH = 300
const MAX_PARTS = 12

/** A value as one line of text for a table. */
export function showValue(value: Value): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return formatNumber(value)
  if (typeof value === 'string') return cut(value)
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Uint8Array) return `blob of ${formatBytes(value.length)}`
  switch (value.kind) {
    case 'timestamp':
      return Number.isFinite(value.ms) ? new Date(value.ms).toISOString() : String(value.ms)
    case 'interval':
      return `${value.months} months ${value.days} days ${value.seconds} s`
    case 'path':
      return formatPath(value.path)
    case 'embedding':
      return `[${listed(Array.from(value.data.slice(0, MAX_PARTS), formatNumber), value.data.length)}]`
    case 'row':
      return `{${listed(
        value.columns.slice(0, MAX_PARTS).map(([path, cell]) => `${formatPath(path)}: ${showValue(cell)}`),
        value.columns.length,
      )}}`
  }
}

const listed = (parts: string[], total: number) =>
  cut(parts.join(', ')) + (total > parts.length ? `, … ${formatCount(total)} in all` : '')

const cut = (text: string) => (text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text)
