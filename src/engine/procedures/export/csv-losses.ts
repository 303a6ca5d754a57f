import type { Atom, Value } from '../../../contract/values.ts'
import { numberToText } from '../../sql/values/value-to-text.ts'
import { toCell } from '../csv/to-cell.ts'

/** What a CSV file does not say of some cells of a column. */
export interface CsvLoss {
  column: string
  cells: number
  reason: string
}

const MAX_LISTED = 100

/** Counts the cells that do not come back from a CSV file as they were: it knows texts and numbers only. */
export class CsvLosses {
  private readonly counts = new Map<string, Map<string, number>>()
  private readonly quoteTexts: boolean

  /** @param quoteTexts texts stand in quotes, and are read with `quotedText` */
  constructor(quoteTexts: boolean) {
    this.quoteTexts = quoteTexts
  }

  /** A cell of a column that is written. */
  add(column: string, value: Value): void {
    const reason = this.reasonOf(value)
    if (reason === undefined) return
    const own = this.counts.get(column) ?? new Map<string, number>()
    this.counts.set(column, own)
    own.set(reason, (own.get(reason) ?? 0) + 1)
  }

  private reasonOf(value: Value): string | undefined {
    if (typeof value === 'number' || typeof value === 'string') {
      return this.quoteTexts ? undefined : plainReason(value)
    }
    if (value === null || typeof value !== 'object') return undefined
    if (value instanceof Uint8Array) return 'blobs become base64 text; base64_decode gives them back'
    if (value.kind === 'embedding') return 'vectors become a column for each number'
    return `${value.kind}s become text`
  }

  /** By column, in order of first appearance. */
  list(): CsvLoss[] {
    return [...this.counts]
      .flatMap(([column, reasons]) => [...reasons].map(([reason, cells]) => ({ column, cells, reason })))
      .slice(0, MAX_LISTED)
  }
}

function plainReason(value: Exclude<Atom, null | bigint> & (string | number)): string | undefined {
  if (typeof value === 'string') {
    if (value === '') return 'empty texts read as NULL; quoteTexts keeps them'
    return toCell(value) === value
      ? undefined
      : 'texts that look like numbers read as numbers; quoteTexts keeps them'
  }
  return Number.isInteger(value) && toCell(numberToText(value)) !== value
    ? 'whole numbers beyond 2^53 read as integers of 64 bits; quoteTexts keeps them'
    : undefined
}
