import { ANY, atoms } from '../builtins/shared/types.ts'
import { asPlain } from './bind-call.ts'
import { bindExpression } from './bind-expression.ts'
import { type FromResult, sourceColumn } from './bind-from.ts'
import type { TableFunctionNode } from './bind-table-function.ts'
import { type Binding, bindError } from './binding.ts'
import { special } from './make.ts'
import type { Relation, Scope } from './scope.ts'
import { rememberTimes } from './times.ts'
import { TEXT } from './types.ts'

const COLUMNS = ['key', 'value', 'type', 'atom', 'id', 'parent', 'fullkey', 'path']

/** SQLite's `json_each(json[, path])` and `json_tree(…)`: rows named 0, 1, … The arguments may read the datasets before it
 *  in FROM.
 *  @throws EngineError `invalid-argument` for other than one or two arguments */
export function bindJsonEach(
  b: Binding,
  scope: Scope,
  from: TableFunctionNode,
  table: 'json_each' | 'json_tree',
): FromResult {
  const around: Scope = {
    common: scope.common,
    inWindow: true,
    ...(scope.beside && { relation: scope.beside }),
    ...(scope.outer && { outer: scope.outer }),
  }
  const args = from.args.flatMap(({ expr }) => (expr ? [asPlain(bindExpression(b, around, expr))] : []))
  const [list, path] = args
  if (!list || args.length !== from.args.length || args.length > 2) {
    throw bindError(b, 'invalid-argument', `${table} takes JSON text and perhaps a path in it`, from)
  }
  const source = b.state.sources++
  const position = sourceColumn(source, 'rowid', atoms('integer'), 'rowid')
  const name = special('toText', [position], TEXT)
  const order = [{ expr: position, descending: false }]
  const relation: Relation = {
    alias: from.alias ?? table,
    columns: COLUMNS.map((column) => ({ path: [column], value: sourceColumn(source, column, ANY, column) })),
    name,
    hash: special('nameHash', [name], atoms('integer')),
    time: { kind: 'const', value: Number.NEGATIVE_INFINITY, type: atoms('infinite') },
    order,
    ties: order,
  }
  rememberTimes(b, source, relation)
  return { from: { kind: 'each', source, list, table, ...(path && { path }) }, relation }
}
