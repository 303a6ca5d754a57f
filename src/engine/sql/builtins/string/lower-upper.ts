import { defineTextual } from './define-textual.ts'

/** Small letters, of every alphabet (so SQLite's own, which knows ASCII only, cannot stand for it). */
export const lower = defineTextual({
  name: 'lower',
  aliases: ['lcase'],
  signature: 'lower(s)',
  summary: 'The text in small letters, of every alphabet.',
  example: { sql: "lower('ÀB')", result: 'àb' },
  of: (text) => text.toLowerCase(),
})

/** Capital letters. */
export const upper = defineTextual({
  name: 'upper',
  aliases: ['ucase'],
  signature: 'upper(s)',
  summary: 'The text in capital letters, of every alphabet.',
  example: { sql: "upper('àb')", result: 'ÀB' },
  of: (text) => text.toUpperCase(),
})
