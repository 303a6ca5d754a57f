import type { Value } from '../../../../contract/values.ts'
import { conversionError } from '../../values/to-number.ts'
import { defineScalar, type ScalarBuiltin } from '../define-builtin.ts'
import { strictAtoms } from '../shared/types.ts'

function textOnly(value: Value): string {
  if (typeof value !== 'string') throw conversionError(value, 'string')
  return value
}

function define(
  name: string,
  part: string,
  of: (text: string, affix: string) => string,
  example: ScalarBuiltin['example'],
) {
  return defineScalar({
    name,
    group: 'string',
    signature: `${name}(s, p)`,
    summary: `The text without \`p\` where it ${part} with it. Both must be strings.`,
    example,
    arity: [2, 2],
    result: strictAtoms('string'),
    apply: ([text, affix]) => of(textOnly(text!), textOnly(affix!)),
  })
}

/** Without its beginning. */
export const removePrefix = define(
  'remove_prefix',
  'begins',
  (text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text),
  { sql: "remove_prefix('unhappy', 'un')", result: 'happy' },
)

/** Without its end. */
export const removeSuffix = define(
  'remove_suffix',
  'ends',
  (text, suffix) => (text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text),
  { sql: "remove_suffix('file.csv', '.csv')", result: 'file' },
)
