import { EngineError } from '../../../contract/errors.ts'
import type { Call, RowError } from '../../../contract/progress.ts'
import type { Path, RowValue, Value } from '../../../contract/values.ts'
import type { Bound, FunctionCall } from '../binder/bound.ts'
import { callKey, childrenOf } from '../binder/bound-tree.ts'
import { RowFailure } from '../catalog.ts'
import { operators, truth } from '../operators/operators.ts'
import { memberAt } from '../operators/structure.ts'
import { isHoisted } from '../planner/emit-expression.ts'
import { kindOf } from '../values/type-name.ts'
import { applied, failedIn } from './applied.ts'
import { applyInBatches } from './batch.ts'
import { outputOf } from './output-of.ts'

/** A select list bound without a FROM. */
export interface BoundList {
  columns: { path: Path; value: Bound }[]
  rest?: Bound
}

/** Evaluates a select list once per row of inputs, without SQLite: values such as the bytes of images stay where they
 *  are. Each asynchronous call runs in batches over all rows that have a value for it. */
export async function evaluateList(
  list: BoundList,
  rows: RowValue[],
  call: Call,
): Promise<(RowValue | RowError)[]> {
  const failures: (RowFailure | undefined)[] = rows.map(() => undefined)
  const evaluator = new Evaluator(rows)
  const exprs = [...list.columns.map(({ value }) => value), ...(list.rest ? [list.rest] : [])]
  for (const expr of exprs) for (const found of callsOf(expr)) await evaluator.apply(found, call)
  return rows.map((_, r) => {
    try {
      return evaluator.row(list, r)
    } catch (error) {
      failures[r] = asFailure(error)
      return toRowError(r, failures[r])
    }
  })
}

const toRowError = (r: number, failure: RowFailure): RowError => ({
  rowName: String(r),
  function: failure instanceof NamedFailure ? failure.fn : '',
  ...(failure.input !== undefined && { input: failure.input }),
  code: failure.code,
  message: failure.message,
})

/** A failure that knows whose it is. */
class NamedFailure extends RowFailure {
  readonly fn: string

  constructor(failure: RowFailure, fn: string) {
    super(failure.code, failure.message, failure.input)
    this.fn = fn
  }
}

/** What ends one row only; anything else ends the evaluation. */
function asFailure(error: unknown): RowFailure {
  if (error instanceof Failed) return error.failure
  if (error instanceof EngineError && error.code !== 'cancelled' && error.code !== 'internal') {
    return new RowFailure(error.code, error.message)
  }
  throw error
}

class Failed extends Error {
  readonly failure: RowFailure

  constructor(failure: RowFailure) {
    super(failure.message)
    this.failure = failure
  }
}

/** The value of an expression without asynchronous calls, over inputs by name. */
export const evaluateOver = (bound: Bound, inputOf: (name: string) => Value): Value =>
  new Evaluator([], ([name]) => inputOf(name!)).value(bound, 0)

class Evaluator {
  /** Per call one result or failure a row. */
  private readonly results = new Map<string, (Value | RowFailure)[]>()
  private readonly rows: RowValue[]
  private readonly inputOf: (path: Path, r: number) => Value

  constructor(rows: RowValue[], inputOf: Evaluator['inputOf'] = (path, r) => memberAt(rows[r]!, path)) {
    this.rows = rows
    this.inputOf = inputOf
  }

  async apply(call: FunctionCall, outer: Call): Promise<void> {
    const key = callKey(call)
    if (this.results.has(key)) return
    const results: (Value | RowFailure)[] = this.rows.map(() => null)
    const batch: Value[][] = []
    const at: number[] = []
    for (const r of this.rows.keys()) {
      try {
        batch.push(call.args.map((arg) => this.value(arg, r)))
        at.push(r)
      } catch (error) {
        results[r] = asFailure(error)
      }
    }
    await applyInBatches(call.fn, batch, outer, (i, result) => {
      results[at[i]!] = result instanceof RowFailure ? new NamedFailure(result, call.fn.id) : result
    })
    this.results.set(key, results)
  }

  row(list: BoundList, r: number): RowValue {
    const columns: (readonly [Path, Value])[] = list.columns.map(({ path, value }) => [
      path,
      this.value(value, r),
    ])
    const rest = list.rest && this.value(list.rest, r)
    if (rest !== undefined && rest !== null) {
      if (kindOf(rest) !== 'row')
        throw new EngineError('type-mismatch', 'Expression with AS * must return a row')
      columns.push(...(rest as RowValue).columns)
    }
    return { kind: 'row', columns }
  }

  value(bound: Bound, r: number): Value {
    switch (bound.kind) {
      case 'const':
        return bound.value
      case 'input':
        return this.inputOf(bound.path, r)
      case 'op':
        return this.operate(bound, r)
      case 'builtin':
        return applied(bound.builtin, { at: bound.at })(...bound.args.map((arg) => this.value(arg, r)))
      case 'case': {
        const branch = bound.branches.find(({ when }) => truth(this.value(when, r)) === 1)
        return this.value(branch ? branch.result : bound.otherwise, r)
      }
      case 'output':
        return this.output(bound, r)
      case 'row':
        return this.row(bound, r)
      case 'try':
        return this.guarded(bound, r)
      case 'collate':
        return this.value(bound.operand, r)
      default:
        throw new EngineError(
          'not-supported',
          'aggregates, sub-selects and names of rows need a query with FROM',
        )
    }
  }

  private operate({ op, args, at }: Extract<Bound, { kind: 'op' }>, r: number): Value {
    const values = args.map((arg) => this.value(arg, r))
    try {
      return (operators[op] as (...args: Value[]) => Value)(...values)
    } catch (error) {
      throw failedIn(error, { at })
    }
  }

  private output({ call, column }: Extract<Bound, { kind: 'output' }>, r: number): Value {
    if (!isHoisted(call))
      return outputOf(call.fn, call.fn.applySync!(call.args.map((arg) => this.value(arg, r))), column)
    const result = this.results.get(callKey(call))![r]!
    if (result instanceof RowFailure) throw new Failed(result)
    return outputOf(call.fn, result, column)
  }

  private guarded({ body, fallback, watched }: Extract<Bound, { kind: 'try' }>, r: number): Value {
    try {
      for (const other of watched) this.value(other, r)
      return this.value(body, r)
    } catch (error) {
      const failure = asFailure(error)
      return fallback ? this.value(fallback, r) : failure.message
    }
  }
}

/** Asynchronous calls, inner ones first. */
function callsOf(expr: Bound): FunctionCall[] {
  const inner = childrenOf(expr).flatMap(callsOf)
  return expr.kind === 'output' && isHoisted(expr.call) ? [...inner, expr.call] : inner
}
