import { EngineError } from '../../contract/errors.ts'
import type { Call } from '../../contract/progress.ts'
import type { Path, RowValue, Value } from '../../contract/values.ts'
import { formatPath } from '../../lib/format-path.ts'
import type { EngineContext } from '../context.ts'
import { param } from '../params.ts'
import { type NativeFunction, RowFailure } from '../sql/catalog.ts'
import { toColumnPath } from '../sql/operators/structure.ts'
import { parametersOf } from '../sql/parser/parameters-of.ts'
import { parseStatement } from '../sql/parser/statement.ts'
import type { Result, RowBatch } from '../sql/sql.ts'
import { statementText } from '../sql/statement-text.ts'
import { defineFunction } from './define-function.ts'

/** A function that calls itself is told from one that many statements call by how deep it is. */
const MAX_DEPTH = 50

/** A whole statement as a function: each call binds its `$parameters` and runs it. */
export const sqlQuery = defineFunction({
  type: 'sql.query',
  summary:
    'Runs a query for each call. Its inputs are the parameters of the query, written `$name`; its result is under `output`.',
  params: {
    query: param.query('A SELECT with parameters: `SELECT price FROM shop WHERE item = $item`.'),
    output: param.oneOf(
      'What a call gives: the first row, or a row made of result rows that have a name in `column` and a value in `value`.',
      ['FIRST_ROW', 'NAMED_COLUMNS'],
      { default: 'FIRST_ROW' },
    ),
  },
  async create({ id, params, context }) {
    const text = statementText(params.query)
    parseStatement(text)
    const names = parametersOf(text)
    const read = params.output === 'FIRST_ROW' ? firstRow : namedColumns
    let depth = 0
    const run = async (args: Value[], call: Call): Promise<Value | RowFailure> => {
      if (depth >= MAX_DEPTH) throw new EngineError('not-supported', `function "${id}" calls itself`)
      depth++
      try {
        const parameters = Object.fromEntries(names.map((name, i) => [name, args[i] ?? null]))
        const result = await resultOf(context, text, parameters, call)
        const output = await read(result)
        const [failed] = result.rowErrors
        if (failed) return new RowFailure(failed.code, failed.message)
        return { kind: 'row', columns: [[['output'], output]] }
      } catch (error) {
        if (!(error instanceof EngineError) || error.code === 'cancelled') throw error
        return new RowFailure(error.code, error.message)
      } finally {
        depth--
      }
    }
    const fn: NativeFunction = {
      kind: 'native',
      id,
      input: names.map((name) => ({ name: nameText(name), type: { kind: 'any' } })),
      output: { columns: [{ path: ['output'], values: { kind: 'row' } }], open: false },
      mode: 'async',
      async apply(rows, call) {
        const results: (Value | RowFailure)[] = []
        for (const row of rows) {
          call.signal?.throwIfAborted()
          results.push(await run(row, call))
        }
        return results
      },
    }
    return { function: fn }
  },
})

/** An input is named by the text of a path; a parameter is one element of it. */
const nameText = (name: string): string => formatPath([name])

const resultOf = (
  { sql }: EngineContext,
  text: string,
  parameters: Record<string, Value>,
  { signal }: Call,
): Promise<Result> => sql.query(text, signal ? { signal } : {}, { parameters, batchSize: 64 })

/** The first row, without the cells that it lacks; of no rows a row of nothing. */
async function firstRow(result: Result): Promise<RowValue> {
  for await (const batch of result.batches()) {
    if (batch.rowNames.length > 0) return rowAt(result, batch, 0)
  }
  return { kind: 'row', columns: [] }
}

function rowAt({ columns }: Result, batch: RowBatch, r: number): RowValue {
  const cells: (readonly [Path, Value])[] = []
  for (const [c, { path, sparse }] of columns.entries()) {
    const value = batch.columns[c]![r]!
    if (value !== null || !sparse) cells.push([path, value])
  }
  return { kind: 'row', columns: [...cells, ...(batch.rest?.[r]?.columns ?? [])] }
}

/** @throws EngineError `invalid-argument` for other columns than `column` and `value`, or a name that is none */
async function namedColumns(result: Result): Promise<RowValue> {
  const names = result.columns.map(({ path }) => formatPath(path))
  const what = 'Rows returned from NAMED_COLUMNS SQL query'
  if (result.open || names.some((name) => name !== 'column' && name !== 'value'))
    throw new EngineError('invalid-argument', `${what} can only contain 'column' and 'value' columns`)
  if (names.length !== 2 || names[0] === names[1])
    throw new EngineError(
      'invalid-argument',
      `${what} must contain exactly one 'column' and one 'value' column`,
    )
  const [name, value] = [names.indexOf('column'), names.indexOf('value')]
  const columns: (readonly [Path, Value])[] = []
  for await (const batch of result.batches()) {
    for (const r of batch.rowNames.keys()) {
      const path = toColumnPath(batch.columns[name]![r]!)
      if (path.length === 0 || path.join('') === '')
        throw new EngineError('invalid-argument', 'Cannot have an empty column name')
      columns.push([path, batch.columns[value]![r]!])
    }
  }
  return { kind: 'row', columns }
}
