import type { From, TableArgument } from '../ast.ts'
import { bindExpression } from './bind-expression.ts'
import { bindFrom, type FromResult, fromQuery } from './bind-from.ts'
import { bindJsonEach } from './bind-json-each.ts'
import { bindMerge } from './bind-merge.ts'
import { bindSample } from './bind-sample.ts'
import { bindTranspose } from './bind-transpose.ts'
import { bindUnion } from './bind-union.ts'
import { type Binding, bindError, nearest } from './binding.ts'
import type { Bound } from './bound.ts'
import { rowsOf } from './row-dataset.ts'
import type { Scope } from './scope.ts'

export type TableFunctionNode = Extract<From, { kind: 'tableFunction' }>

type TableFunction = (b: Binding, scope: Scope, from: TableFunctionNode) => FromResult

const tableFunctions: Record<string, TableFunction> = Object.assign(Object.create(null), {
  row_dataset: (b, scope, from) => bindRowDataset(b, scope, from, false),
  atom_dataset: (b, scope, from) => bindRowDataset(b, scope, from, true),
  json_each: (b, scope, from) => bindJsonEach(b, scope, from, 'json_each'),
  json_tree: (b, scope, from) => bindJsonEach(b, scope, from, 'json_tree'),
  merge: (b, scope, from) => bindMerge(b, from, datasets(b, scope, from), from.alias),
  sample: (b, scope, from) => {
    const [, options] = from.args
    const value = options && expression(b, scope, from, options)
    return bindSample(b, from, dataset(b, scope, from, from.args[0]), value, from.alias)
  },
  union: (b, scope, from) => bindUnion(b, from, datasets(b, scope, from), from.alias),
  transpose: (b, scope, from) => {
    const [only] = datasets(b, scope, from)
    if (from.args.length !== 1) throw bindError(b, 'invalid-argument', 'transpose takes one dataset', from)
    return bindTranspose(b, only!, from.alias)
  },
} satisfies Record<string, TableFunction>)

/** `row_dataset(e)`, `sample(ds, {…})`, … in FROM.
 *  @throws EngineError `unknown-function` */
export function bindTableFunction(b: Binding, scope: Scope, from: TableFunctionNode): FromResult {
  const bind = tableFunctions[from.name]
  if (bind) return bind(b, scope, from)
  const known = Object.keys(tableFunctions)
  throw bindError(
    b,
    'unknown-function',
    `there is no dataset function "${from.name}" for FROM; there are ${known.join(', ')}`,
    from,
    nearest(from.name, known),
  )
}

function datasets(b: Binding, scope: Scope, from: TableFunctionNode): FromResult[] {
  if (from.args.length === 0) throw bindError(b, 'invalid-argument', `${from.name} needs a dataset`, from)
  return from.args.map((arg) => dataset(b, scope, from, arg))
}

function dataset(
  b: Binding,
  scope: Scope,
  from: TableFunctionNode,
  arg: TableArgument | undefined,
): FromResult {
  // What becomes a sub-select cannot read what stands beside it.
  const { beside: _, ...within } = scope
  if (arg?.from) return bindFrom(b, within, arg.from)
  throw bindError(b, 'invalid-argument', `${from.name} needs a dataset or a sub-select`, arg ?? from)
}

function expression(b: Binding, scope: Scope, from: TableFunctionNode, arg: TableArgument): Bound {
  // Names are those of the select around this sub-select: there is nothing else to read yet.
  const around: Scope = { common: scope.common, inWindow: true, ...(scope.outer && { outer: scope.outer }) }
  if (arg.expr) return bindExpression(b, around, arg.expr)
  throw bindError(b, 'invalid-argument', `${from.name} needs an expression here`, arg)
}

function bindRowDataset(b: Binding, scope: Scope, from: TableFunctionNode, atoms: boolean): FromResult {
  const [arg] = from.args
  if (!arg || from.args.length !== 1) {
    throw bindError(b, 'invalid-argument', `${from.name} takes one row`, from)
  }
  return fromQuery(b, rowsOf(b, expression(b, scope, from, arg), from, atoms), from.alias)
}
