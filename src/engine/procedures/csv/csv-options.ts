import { EngineError } from '../../../contract/errors.ts'
import type { FieldType } from './to-cell.ts'

/** Parameters of `import.text` that say how lines become rows; named as there. */
export interface CsvOptions {
  headers: string[]
  quoteChar: string
  delimiter: string
  limit: number
  offset: number
  preHeaderOffset: number
  ignoreBadLines: boolean
  structuredColumnNames: boolean
  allowMultiLines: boolean
  autoGenerateHeaders: boolean
  ignoreExtraColumns: boolean
  processExcelFormulas: boolean
  skipLineRegex: RegExp | undefined
  /** What stands in quotes is text, even `"12"` and `""`. */
  quotedText: boolean
  /** Types of columns, by their names in the header. */
  types: Readonly<Record<string, FieldType>>
}

const invalid = (message: string): EngineError => new EngineError('invalid-argument', message)

/** Checks what must hold between the options. */
export function checkOptions({ delimiter, quoteChar, headers, autoGenerateHeaders }: CsvOptions): void {
  if ([...delimiter].length > 1) throw invalid('Separator string must have one character')
  if ([...quoteChar].length > 1) throw invalid('Quoter string must have one character')
  if (delimiter === '' && quoteChar !== '')
    throw invalid('Separator string must not be empty if we have a quoter string')
  if (delimiter === '' && headers.length > 1) {
    throw invalid('Custom CSV header must have exactly one element if there is no delimiter')
  }
  if (autoGenerateHeaders && headers.length > 0) {
    throw invalid('autoGenerateHeaders cannot be true if headers is defined.')
  }
}
