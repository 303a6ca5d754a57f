// path/ holds functions of row and column paths. Those that need the row they stand in (rowPath(), columnPath()) are
// the binder's.
import { EngineError } from '../../../../contract/errors.ts'
import type { Path, Value } from '../../../../contract/values.ts'
import { formatPath } from '../../../../lib/format-path.ts'
import { parsePath } from '../../../../lib/parse-path.ts'
import { conversionError, toInteger } from '../../values/to-number.ts'
import { defineScalar, type ScalarBuiltin } from '../define-builtin.ts'
import { atoms, strictAtoms } from '../shared/types.ts'

/** A path, or a text or number taken as a path of one element.
 *  @throws EngineError `type-mismatch` */
export function toPath(value: Value): Path {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number' || typeof value === 'bigint') return [String(value)]
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'path')
    return value.path
  throw conversionError(value, 'path')
}

const asPath = (path: Path): Value => ({ kind: 'path', path })

type Rest = Omit<ScalarBuiltin, 'kind' | 'group' | 'arity' | 'aliases'>
const define = (arity: number, declaration: Rest): ScalarBuiltin =>
  defineScalar({ ...declaration, group: 'path', arity: [arity, arity] })

/** Text of a path. */
export const stringifyPath = define(1, {
  name: 'stringify_path',
  signature: 'stringify_path(p)',
  summary: 'The text of a path: its elements joined by dots, quoted where they must be.',
  example: { sql: 'stringify_path(parse_path(\'a."b.c"\'))', result: 'a."b.c"' },
  result: strictAtoms('string'),
  apply: ([p]) => formatPath(toPath(p!)),
})

/** Path of a text. */
export const parsePathText = define(1, {
  name: 'parse_path',
  signature: 'parse_path(s)',
  summary: 'The path that a text stands for: the reverse of `stringify_path`.',
  example: { sql: "parse_path('a.b')", result: { path: ['a', 'b'] } },
  result: strictAtoms('path'),
  apply: ([s]) => {
    if (typeof s !== 'string') return asPath(toPath(s!))
    return asPath(parsePath(s))
  },
})

/** One element. */
export const pathElement = define(2, {
  name: 'path_element',
  signature: 'path_element(p, n)',
  summary:
    'The n-th element of a path, from 0, or from the end with a negative `n`; null where there is none.',
  example: { sql: "path_element(parse_path('a.b.c'), 1)", result: 'b' },
  result: () => atoms('string', 'null'),
  apply: ([p, n]) => toPath(p!).at(toInteger(n!)) ?? null,
})

/** How many elements. */
export const pathLength = define(1, {
  name: 'path_length',
  signature: 'path_length(p)',
  summary: 'How many elements a path has.',
  example: { sql: "path_length(parse_path('a.b.c'))", result: 3 },
  result: strictAtoms('integer'),
  apply: ([p]) => toPath(p!).length,
})

/** One element holding the name. */
export const flattenPath = define(1, {
  name: 'flatten_path',
  signature: 'flatten_path(p)',
  summary: 'A path of one element, which is the text of `p`.',
  example: { sql: "flatten_path(parse_path('a.b'))", result: { path: ['a.b'] } },
  result: strictAtoms('path'),
  apply: ([p]) => asPath([formatPath(toPath(p!))]),
})

/** The reverse of flatten_path. */
export const unflattenPath = define(1, {
  name: 'unflatten_path',
  signature: 'unflatten_path(p)',
  summary: 'The path whose text is the one element of `p`: the reverse of `flatten_path`.',
  example: { sql: "unflatten_path(flatten_path(parse_path('a.b')))", result: { path: ['a', 'b'] } },
  result: strictAtoms('path'),
  apply: ([p]) => {
    const path = toPath(p!)
    if (path.length !== 1)
      throw new EngineError(
        'invalid-argument',
        `unflatten_path needs a path of one element, not '${formatPath(path)}'`,
      )
    return asPath(parsePath(path[0]!))
  },
})
