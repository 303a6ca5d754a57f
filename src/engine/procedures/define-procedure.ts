// procedures/ holds the types of procedures, one per file, listed in index.ts. A procedure reads through
// `context.sql`, writes through `context.datasets.write` (nothing is visible before its commit) and creates functions
// through `context.functions`. It knows no REST and no run: run-procedure.ts turns its progress and errors into a run.
import type { Call, RowError } from '../../contract/progress.ts'
import type { RowErrorSummary } from '../../contract/rest.ts'
import type { EngineContext } from '../context.ts'
import { type ParameterTable, type ParamValues, param } from '../params.ts'

/** Parameters that every procedure has. */
export const COMMON_PARAMS = {
  runOnCreation: param.boolean('Run the procedure as soon as it is created.', { default: true }),
}

/** One type of procedures. */
export interface ProcedureType<P extends ParameterTable = ParameterTable> {
  type: string
  summary: string
  params: P
  /** Checks what parameters cannot say one by one; called at creation.
   *  @throws EngineError `invalid-argument` */
  check?(params: ParamValues<P>): void
  /** Runs to the end. Checks `call.signal` between batches and leaves nothing behind when it throws.
   *  @throws EngineError; `cancelled` where the signal was raised */
  run(given: Execution<P>): Promise<RunOutcome>
}

export interface Execution<P extends ParameterTable> {
  /** The procedure's id. */
  id: string
  params: ParamValues<P>
  context: EngineContext
  call: Call
}

/** What a finished run leaves. */
export interface RunOutcome {
  /** `status` of the run: the procedure's own result. */
  status?: unknown
  /** Answer of `/details` of the run. */
  details?: unknown
}

/** Declares a procedure type. */
export const defineProcedure = <P extends ParameterTable>(type: ProcedureType<P>): ProcedureType =>
  type as unknown as ProcedureType

const MAX_ROW_ERRORS = 100

/** What the status of a run says about rows that could not be computed; empty where all could. */
export const summarizeRowErrors = (errors: readonly RowError[]): RowErrorSummary | Record<string, never> =>
  errors.length === 0 ? {} : { rowErrorCount: errors.length, rowErrors: errors.slice(0, MAX_ROW_ERRORS) }
