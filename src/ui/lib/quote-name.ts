import { quoteIdentifier } from '../../lib/quote-identifier.ts'

const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/
const RESERVED = new Set(
  `all and as between by case cast desc asc distinct else end from group having in inner is join left like limit named
   not null offset on or order outer right select then true false union when where with excluding`.split(
    /\s+/,
  ),
)

/** A column's name as SQL text: quoted where it is not a plain word. */
export function quoteName(name: string): string {
  if (PLAIN.test(name) && !RESERVED.has(name.toLowerCase())) return name
  return quoteIdentifier(name)
}

/** A text as a SQL string literal. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`
