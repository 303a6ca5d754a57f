import type { Path } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { nearestName } from '../../../lib/nearest-name.ts'
import { type Extent, toSpan } from '../span.ts'
import { type Binding, nearest } from './binding.ts'
import type { BoundColumn } from './bound.ts'
import { columnsOf, leavesOf, type Scope } from './scope.ts'

/** Tells the user, once, of something that is probably a mistake though it has a meaning. */
export function warn(b: Binding, message: string, at: Extent): void {
  // The body of a function has a text of its own, in which a place would mean nothing to the reader.
  const { line, column } = toSpan(b.text, at)
  const place = b.inlining.length === 0 ? ` (line ${line}, column ${column})` : ''
  if (!b.state.warnings.has(message)) b.state.warnings.set(message, message + place)
}

/** Warns of a name that no column has, with the one that was probably meant. */
export function warnUnknownColumn(b: Binding, scope: Scope, path: Path, at: Extent): void {
  const name = formatPath(path)
  const shown = name.includes('"') ? name : `"${name}"`
  const written = b.text.slice(at.start, at.end)
  warn(b, `no column ${shown} here; it reads as NULL${hint(scope, path) || hintOfText(written)}`, at)
}

/** For what may have been meant for something else than a column. */
function hintOfText(written: string): string {
  if (/^"[^"]*"$/.test(written)) return `. A text stands in single quotes: '${written.slice(1, -1)}'`
  const keyword =
    written.length > 2 ? nearestName(written, ['NULL', 'TRUE', 'FALSE', 'DISTINCT'], 1) : undefined
  return keyword ? `. Did you mean ${keyword}?` : ''
}

/** Warns of a member that a row, whose columns are all known, does not have. */
export function warnUnknownMember(b: Binding, columns: readonly BoundColumn[], path: Path, at: Extent): void {
  const near = nearest(
    formatPath(path),
    columns.map(({ path: known }) => formatPath(known)),
  )
  const meant = near ? `. Did you mean ${near}?` : ''
  warn(b, `the row has no column "${formatPath(path)}"; it reads as NULL${meant}`, at)
}

function hint(scope: Scope, path: Path): string {
  const { relation } = scope
  if (scope.hidden?.has(formatPath(path)))
    return '. An item of SELECT has that name, which WHERE does not see: write its expression again'
  if (!relation) return ''
  const [head, ...tail] = path
  const leaf = tail.length > 0 ? leavesOf(relation).find(({ alias }) => alias === head) : undefined
  const known = leaf
    ? leaf.columns.map((column) => formatPath([head!, ...column.path]))
    : columnsOf(relation).columns.map((column) => formatPath(column.path))
  const near = nearest(formatPath(path), known)
  if (near) return `. Did you mean ${near}?`
  const renamed = leavesOf(relation).find(({ dataset, alias }) => dataset === head && alias !== head)
  return renamed && tail.length > 0 ? `. "${head}" is called "${renamed.alias}" here` : ''
}
