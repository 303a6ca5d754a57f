import { EngineError } from '../../contract/errors.ts'
import type { Call } from '../../contract/progress.ts'
import type { RowValue } from '../../contract/values.ts'
import { formatPath } from '../../lib/format-path.ts'
import type { Database } from '../sqlite/database.ts'
import { bindOrder } from './binder/bind-aggregate.ts'
import { bindExpression } from './binder/bind-expression.ts'
import { fromQuery } from './binder/bind-from.ts'
import { bindItems } from './binder/bind-items.ts'
import { bindQuery, type Refinement } from './binder/bind-query.ts'
import { type Binding, createBinding, indexBuiltins } from './binder/binding.ts'
import type { Bound } from './binder/bound.ts'
import { childrenOf } from './binder/bound-tree.ts'
import type { Scope } from './binder/scope.ts'
import { selectAll } from './binder/select-all.ts'
import type { Builtin } from './builtins/define-builtin.ts'
import { builtins as allBuiltins } from './builtins/index.ts'
import type { Catalog, FunctionInput, FunctionOutput } from './catalog.ts'
import { evaluateList } from './executor/evaluate.ts'
import { executePlan } from './executor/execute.ts'
import { openBatches, openPlan } from './executor/open-cursor.ts'
import { locateFailure } from './locate-failure.ts'
import { parseExpressionText, parseOrderText, parseSelectList, parseStatement } from './parser/statement.ts'
import { PlanCache } from './plan-cache.ts'
import { explainPlan } from './planner/explain.ts'
import { planQuery } from './planner/plan.ts'
import type { QueryOptions, Result, RowBatch, Sql, Statement } from './sql.ts'
import { statementText } from './statement-text.ts'

const BATCH_SIZE = 1024

/** The dialect over a catalog and a database. */
export function createSql({
  catalog,
  database,
  builtins = allBuiltins,
}: {
  catalog: Catalog
  database: Database
  builtins?: readonly Builtin[]
}): Sql {
  const index = indexBuiltins(builtins)
  const plans = new PlanCache<ReturnType<typeof planWith>>(catalog)

  const plan = (statement: Statement, options: QueryOptions = {}) =>
    bounded(() => {
      const text = statementText(statement)
      const { parameters, refine, cellTimes } = options
      if (parameters || refine) return planWith(catalog, text, options)
      return plans.get(`${cellTimes ? 'times' : ''}:${text}`, (watched) => planWith(watched, text, options))
    })

  const planWith = (watched: Catalog, text: string, options: QueryOptions) => {
    const node = parseStatement(text)
    const binding = createBinding(watched, index, text, options.parameters)
    const query = bindQuery(binding, { common: new Map() }, node.query, refinementOf(binding, options.refine))
    const isTimed = options.cellTimes && query.kind === 'compound'
    return {
      explain: node.explain,
      plan: planQuery(
        // What is read from a compound has its times.
        isTimed ? selectAll(fromQuery(binding, query)) : query,
        binding.state.datasets,
        () => binding.state.sources++,
        options.cellTimes ?? false,
      ),
      warnings: [...binding.state.warnings.values()],
    }
  }

  const bindList = (expression: string) =>
    bounded(() => {
      const inputs = new Map<string, readonly string[]>()
      const items = parseSelectList(expression)
      const list = bindItems(createBinding(catalog, index, expression), { inputs, common: new Map() }, items)
      return { inputs, list }
    })

  async function* batchesOf(result: Result, statement: Statement): AsyncGenerator<RowBatch> {
    try {
      yield* result.batches()
    } catch (error) {
      throw locateFailure(error, statementText(statement), catalog)
    }
  }

  return {
    async query(statement, call: Call = {}, options = {}): Promise<Result> {
      const planned = plan(statement, options)
      if (planned.explain) return linesAsResult(explainPlan(planned.plan))
      const size = options.batchSize ?? BATCH_SIZE
      const result = executePlan({ catalog, database }, planned.plan, call, size, [...planned.warnings])
      return { ...result, batches: () => batchesOf(result, statement) }
    },
    async open(statement, call: Call = {}, options = {}) {
      const planned = plan(statement, options)
      if (planned.explain) return openBatches(linesAsResult(explainPlan(planned.plan)))
      try {
        return await openPlan({ catalog, database }, planned.plan, call, [...planned.warnings])
      } catch (error) {
        throw locateFailure(error, statementText(statement), catalog)
      }
    },
    evaluate: (expression, rows: RowValue[], call = {}) =>
      evaluateList(bindList(expression).list, rows, call),
    describe(expression) {
      const { inputs, list } = bindList(expression)
      const types = inputTypes([...list.columns.map(({ value }) => value), ...(list.rest ? [list.rest] : [])])
      const input = [...inputs.keys()].map(
        (name): FunctionInput => ({ name, type: types.get(name) ?? { kind: 'any' } }),
      )
      const columns = list.columns.map(({ path, value }): FunctionOutput['columns'][number] => ({
        path,
        values: value.type.kind === 'row' ? { kind: 'row' } : value.type,
      }))
      return { input, output: { columns, open: list.rest !== undefined } }
    },
    explain: (statement) => explainPlan(plan(statement).plan),
  }
}

/** A tree so large that walking it needs more stack than there is, is refused like any other that cannot be done. */
function bounded<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new EngineError(
      'not-supported',
      'the statement is too large; split it into sub-selects',
      {},
      { cause: error },
    )
  }
}

/** The clauses that are added to a statement, each with its own text for its errors. */
function refinementOf(b: Binding, refine: QueryOptions['refine']): Refinement {
  if (!refine) return {}
  const { where, orderBy, limit, offset } = refine
  const bindWhere = (text: string) => {
    const expr = parseExpressionText(text)
    return (scope: Scope): Bound => bindExpression({ ...b, text }, scope, expr)
  }
  const bindTerms = (text: string) => {
    const terms = parseOrderText(text)
    return (scope: Scope) => bindOrder({ ...b, text }, scope, terms)
  }
  return {
    ...(where !== undefined && { where: bindWhere(where) }),
    ...(orderBy !== undefined && { orderBy: bindTerms(orderBy) }),
    ...(limit !== undefined && { limit }),
    ...(offset !== undefined && { offset }),
  }
}

/** What the functions that inputs are handed to expect of them. */
function inputTypes(exprs: readonly Bound[]): Map<string, FunctionInput['type']> {
  const types = new Map<string, FunctionInput['type']>()
  const visit = (expr: Bound): void => {
    if (expr.kind === 'output') {
      for (const [i, arg] of expr.call.args.entries()) {
        if (arg.kind === 'input') types.set(formatPath(arg.path), expr.call.fn.input[i]!.type)
      }
    }
    childrenOf(expr).forEach(visit)
  }
  exprs.forEach(visit)
  return types
}

/** Lines of text as rows of one column `plan`. */
function linesAsResult(lines: string[]): Result {
  return {
    columns: [{ path: ['plan'], values: { kind: 'atoms', types: ['string'] } }],
    open: false,
    rowErrors: [],
    warnings: [],
    async *batches() {
      yield {
        rowNames: lines.map((_, i) => String(i + 1)),
        columns: [lines],
        times: new Float64Array(lines.length).fill(Number.NEGATIVE_INFINITY),
      }
    },
  }
}
