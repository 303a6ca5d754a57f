// regex/ runs Perl-style regular expressions of users on data of strangers. JavaScript's own engine is fast but can
// backtrack for years; so a pattern is parsed here, its worst case on the text at hand is estimated, and only what is
// certain to be quick goes to that engine. All else runs in matcher.ts, in time linear in the text. Start with
// compile-regex.ts.

/** A regular expression as a tree. */
export type RegexNode =
  | { kind: 'empty' }
  /** One character out of a class, as the source of a JavaScript class in Unicode mode. */
  | { kind: 'set'; source: string; ignoreCase: boolean }
  | { kind: 'sequence'; items: RegexNode[] }
  | { kind: 'choice'; items: RegexNode[] }
  | { kind: 'capture'; index: number; item: RegexNode }
  | { kind: 'repeat'; item: RegexNode; min: number; max: number; lazy: boolean }
  | { kind: 'assert'; what: Assertion }
  | { kind: 'look'; behind: boolean; negative: boolean; item: RegexNode }
  | { kind: 'backreference'; index: number }

/** `lineEnd` and `textEndLine` differ by the `m` flag: Perl's `$` is the end, or before a line feed that ends it. */
export type Assertion =
  | 'textStart'
  | 'textEnd'
  | 'textEndLine'
  | 'lineStart'
  | 'lineEnd'
  | 'boundary'
  | 'notBoundary'

/** A parsed pattern. */
export interface ParsedRegex {
  node: RegexNode
  /** Number of capturing groups. */
  groups: number
  names: Map<string, number>
}
