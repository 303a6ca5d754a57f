import { isAtomOf, isRepeatable } from '../shared/types.ts'
import { defineTextual } from './define-textual.ts'

/** Characters of a text, counted as code points. */
export function countCharacters(text: string): number {
  let count = text.length
  for (let i = 0; i < text.length - 1; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      count--
      i++
    }
  }
  return count
}

/** Length in characters. */
export const length = defineTextual({
  name: 'length',
  signature: 'length(s)',
  summary: 'How many characters (code points) the text has. For blobs see `blob_length`.',
  example: { sql: "length('où 😀')", result: 4 },
  types: ['integer'],
  // SQLite counts up to the first NUL.
  lower: ([x], { call }) =>
    isAtomOf(x!.type, 'null', 'string') && isRepeatable(x!.sql)
      ? `CASE WHEN instr(${x!.sql}, char(0)) THEN ${call} ELSE length(${x!.sql}) END`
      : undefined,
  of: countCharacters,
})
