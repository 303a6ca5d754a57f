import { EngineError } from '../../../contract/errors.ts'
import { quoteIdentifier } from '../../../lib/quote-identifier.ts'
import { isObject, type Parameter } from '../../params.ts'

/** A dataset that a view reads, `{"id": "a"}`, or a text as after FROM. */
export type Source = string | { id: string }

/** A parameter that names a source. */
export const sourceParam = (comment: string): Parameter<Source> => ({
  comment,
  kind: 'ANY',
  typeName: 'dataset',
  required: true,
  parse(value, name) {
    if (typeof value === 'string' && value.trim() !== '') return value
    if (isObject(value) && typeof value.id === 'string' && value.id !== '') return { id: value.id }
    throw new EngineError('invalid-argument', `${name} must be {"id": "<dataset>"} or a text as after FROM`, {
      parameter: name,
    })
  },
})

/** What stands in FROM for a source. A text may end with a comment: the end of the line closes it. */
export const sourceText = (source: Source): string =>
  typeof source === 'string' ? `${source}\n` : quoteIdentifier(source.id)
