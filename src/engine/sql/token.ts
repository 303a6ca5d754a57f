import type { Extent } from './span.ts'

/** One word, literal or sign of a statement. `upper` is the word in capitals, for keywords, which ignore case. */
export type Token = Extent & TokenContent

type TokenContent =
  | { kind: 'word'; text: string; upper: string }
  | { kind: 'quoted'; text: string }
  | { kind: 'string'; text: string }
  | { kind: 'number'; value: number | bigint }
  | { kind: 'blob'; bytes: Uint8Array }
  | { kind: 'parameter'; name: string }
  | { kind: 'sign'; text: string }
  | { kind: 'end' }

/** Words that name no column unless quoted. After AS, after a dot and before a colon any word is a name. */
export const RESERVED: ReadonlySet<string> = new Set(
  `ALL AND AS BETWEEN BY CASE CAST COLLATE CROSS DISTINCT ELSE END ESCAPE EXCEPT EXCLUDING EXISTS FALSE FROM FULL
   GROUP HAVING IN INNER INTERSECT IS JOIN LEFT LIKE LIMIT NAMED NATURAL NOT NULL OFFSET ON OR ORDER OUTER RIGHT
   SELECT THEN TRUE UNION USING WHEN WHERE WITH`.split(/\s+/),
)
