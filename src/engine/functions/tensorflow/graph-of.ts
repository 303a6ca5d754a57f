import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { Value } from '../../../contract/values.ts'
import type { FunctionStore } from '../../context.ts'
import type { LoadedModel } from '../../models/sources/model-types.ts'
import type { CatalogFunction } from '../../sql/catalog.ts'

const models = new WeakMap<CatalogFunction, LoadedModel>()

/** Remembers which network a function runs, for the SQL functions that look into it. */
export const rememberGraph = (fn: CatalogFunction, model: LoadedModel): void => void models.set(fn, model)

/** The network behind a function.
 *  @param id of a function of type tensorflow.graph
 *  @throws EngineError `invalid-argument` for anything else, `not-found`, or why the function cannot be built */
export async function graphOf(functions: FunctionStore, id: Value, call: Call): Promise<LoadedModel> {
  if (typeof id !== 'string')
    throw new EngineError(
      'invalid-argument',
      'The first argument must name a function of type tensorflow.graph.',
    )
  const model = models.get(await functions.get(id, call))
  if (!model)
    throw new EngineError('invalid-argument', `The function "${id}" is none of type tensorflow.graph.`)
  return model
}
