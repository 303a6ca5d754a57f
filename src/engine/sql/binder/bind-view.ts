import { EngineError } from '../../../contract/errors.ts'
import type { From } from '../ast.ts'
import { parseFromText } from '../parser/statement.ts'
import { bindFrom, type FromResult, fromQuery } from './bind-from.ts'
import { type Binding, bindError } from './binding.ts'
import { selectAll } from './select-all.ts'

const MAX_NESTING = 30

/** A dataset that is a view, as a sub-select of what it reads.
 *  @throws EngineError what its text cannot be bound for, with the view's name */
export function bindView(b: Binding, at: Extract<From, { kind: 'dataset' }>, view: string): FromResult {
  const { windows: _, ...rest } = b
  const inside: Binding = { ...rest, text: view, inlining: [...b.inlining, at.name] }
  try {
    if (inside.inlining.length > MAX_NESTING) {
      throw new EngineError('invalid-argument', `views are nested more than ${MAX_NESTING} deep`)
    }
    const alias = at.alias ?? at.name
    const read = bindFrom(inside, { common: new Map() }, parseFromText(view))
    // The columns of a join get the names of its sides before they get the view's.
    return read.relation.sides
      ? fromQuery(b, selectAll(read), alias)
      : { ...read, relation: { ...read.relation, alias } }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    throw bindError(b, error.code, `in "${at.name}", which is a view: ${error.message}`, at)
  }
}
