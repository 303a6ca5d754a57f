import { valueToText } from '../../values/value-to-text.ts'
import { defineScalar, type ScalarBuiltin } from '../define-builtin.ts'
import { strictAtoms } from '../shared/types.ts'
import { compileRegex } from './regex/compile-regex.ts'
import { replaceMatches } from './regex/replace-matches.ts'

const STYLE =
  'Expressions are Perl style, with POSIX classes such as `[[:digit:]]` and `(?i)`; none can take longer than its length times that of the text.'

function defineTest(name: string, summary: string, whole: boolean, example: ScalarBuiltin['example']) {
  return defineScalar({
    name,
    group: 'string',
    signature: `${name}(s, re)`,
    summary: `${summary} ${STYLE}`,
    example,
    arity: [2, 2],
    result: strictAtoms('integer'),
    apply: ([text, pattern]) => Number(compileRegex(valueToText(pattern!)).test(valueToText(text!), whole)),
  })
}

/** Does all of the text match? */
export const regexMatch = defineTest(
  'regex_match',
  'Whether all of the text matches a regular expression.',
  true,
  { sql: "regex_match('2024', '[[:digit:]]+')", result: 1 },
)

/** Does a part of the text match? */
export const regexSearch = defineTest(
  'regex_search',
  'Whether some part of the text matches a regular expression.',
  false,
  { sql: "regex_search('in 2024', '[0-9]{4}')", result: 1 },
)

/** Text with matches replaced. */
export const regexReplace = defineScalar({
  name: 'regex_replace',
  group: 'string',
  signature: 'regex_replace(s, re, by)',
  summary: `The text with every match of a regular expression replaced. In \`by\`, \`$1\` stands for the first group, \`$&\` for the whole match. ${STYLE}`,
  example: { sql: "regex_replace('Smith, Ann', '(\\w+), (\\w+)', '$2 $1')", result: 'Ann Smith' },
  arity: [3, 3],
  result: strictAtoms('string'),
  apply: ([text, pattern, by]) =>
    replaceMatches(valueToText(text!), compileRegex(valueToText(pattern!)), valueToText(by!)),
})
