// token/ splits text into tokens; split_part, which has no options, is in string/.
import { EngineError } from '../../../../contract/errors.ts'
import type { Value } from '../../../../contract/values.ts'
import { toInteger } from '../../values/to-number.ts'
import { valueToText } from '../../values/value-to-text.ts'
import { readOptions } from '../shared/row-options.ts'
import { vectorArgument } from '../shared/vector-argument.ts'

/** How a text is split. */
export interface TokenOptions {
  splitChars: string
  /** Between two of these nothing splits; doubled it stands for itself. Empty: none. */
  quoteChar: string
  /** Tokens to leave out at the beginning. */
  offset: number
  /** Tokens to take at most; -1 all. */
  limit: number
  /** What each token gets instead of its count, unless null. */
  value: Value
  minTokenLength: number
  ngramRange: readonly [number, number]
}

const DEFAULTS: Record<keyof TokenOptions, Value> = {
  splitChars: ',',
  quoteChar: '',
  offset: 0,
  limit: -1,
  value: null,
  minTokenLength: 1,
  ngramRange: { kind: 'embedding', shape: [2], data: Float64Array.of(1, 1) },
}

const checked = new WeakMap<object, TokenOptions>()
let defaults: TokenOptions | undefined

/** The option row of tokenize and token_extract, checked once for all rows.
 *  @throws EngineError `invalid-argument`, `type-mismatch` */
export function tokenOptions(given: Value | undefined): TokenOptions {
  if (given === undefined || given === null) {
    defaults ??= checkOptions(undefined)
    return defaults
  }
  if (typeof given !== 'object') return checkOptions(given)
  const known = checked.get(given)
  if (known) return known
  const options = checkOptions(given)
  checked.set(given, options)
  return options
}

function checkOptions(given: Value | undefined): TokenOptions {
  const options = readOptions(given, DEFAULTS)
  const range = vectorArgument(options.ngramRange)
  const [least, most] = [range[0], range[1]]
  if (range.length !== 2 || !(least! >= 1) || !(most! >= least!) || most! > 100)
    throw new EngineError(
      'invalid-argument',
      "the option 'ngramRange' must be [least, most] with 1 <= least <= most <= 100",
    )
  const quoteChar = valueToText(options.quoteChar)
  if (Array.from(quoteChar).length > 1)
    throw new EngineError('invalid-argument', "the option 'quoteChar' must be one character or empty")
  const splitChars = valueToText(options.splitChars)
  if (quoteChar !== '' && splitChars.includes(quoteChar))
    throw new EngineError('invalid-argument', "the option 'quoteChar' must not be one of 'splitChars'")
  return {
    splitChars,
    quoteChar,
    offset: toInteger(options.offset),
    limit: toInteger(options.limit),
    value: options.value,
    minTokenLength: toInteger(options.minTokenLength),
    ngramRange: [least!, most!],
  }
}
