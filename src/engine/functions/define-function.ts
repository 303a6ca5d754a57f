// functions/ holds the types of functions that a user creates under /v1/functions, one per file, listed in
// index.ts. A function type validates its parameters and builds a CatalogFunction, which is all SQL sees of it.
// What the language itself offers (lower, sum, ...) is in sql/builtins. Start with sql-expression.ts, the smallest.
import type { Call } from '../../contract/progress.ts'
import type { EngineContext } from '../context.ts'
import type { ParameterTable, ParamValues } from '../params.ts'
import type { CatalogFunction } from '../sql/catalog.ts'

/** One type of functions. */
export interface FunctionType<P extends ParameterTable = ParameterTable> {
  type: string
  summary: string
  params: P
  /** Called when a function is created, and again when one kept from an earlier session is first used.
   *  @throws EngineError why the function cannot be built; over REST the creation fails with it */
  create(given: Creation<P>): Promise<CreatedFunction>
}

export interface Creation<P extends ParameterTable> {
  id: string
  params: ParamValues<P>
  context: EngineContext
  call: Call
  /** The status it had when it was kept, if it is built again from an earlier session: a network finds its very
   *  weights by it. Absent when a user creates or replaces the function. */
  kept?: unknown
}

/** A function ready to be called. */
export interface CreatedFunction {
  function: CatalogFunction
  /** `status` of the entity over REST; plain JSON, kept with the configuration and shown before it is built again. */
  status?: unknown
  /** Answer of `/details`. */
  details?: () => unknown
}

/** Declares a function type. */
export const defineFunction = <P extends ParameterTable>(type: FunctionType<P>): FunctionType =>
  type as unknown as FunctionType
