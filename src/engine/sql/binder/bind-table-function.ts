import type { From } from '../ast.ts'
import type { FromResult } from './bind-from.ts'
import { type Binding, bindError, nearest } from './binding.ts'
import type { Scope } from './scope.ts'

type TableFunctionNode = Extract<From, { kind: 'tableFunction' }>

const tableFunctions: Record<string, (b: Binding, scope: Scope, from: TableFunctionNode) => FromResult> = {}

/** `row_dataset(e)`, `sample(ds, {…})`, … in FROM.
 *  @throws EngineError `unknown-function` */
export function bindTableFunction(b: Binding, scope: Scope, from: TableFunctionNode): FromResult {
  const bind = tableFunctions[from.name]
  if (bind) return bind(b, scope, from)
  const known = Object.keys(tableFunctions)
  throw bindError(
    b,
    'unknown-function',
    `there is no dataset function "${from.name}" for FROM`,
    from,
    nearest(from.name, known),
  )
}
