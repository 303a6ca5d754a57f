import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { RowValue, Value } from '../../../contract/values.ts'
import type { Expr } from '../../sql/ast.ts'
import { type FunctionInput, RowFailure } from '../../sql/catalog.ts'
import { parseSelectList } from '../../sql/parser/statement.ts'
import type { Sql } from '../../sql/sql.ts'
import type { ReadUrl } from '../fetching/create-url-reader.ts'
import { mapLimited } from '../fetching/map-limited.ts'

/** An image's encoded bytes, or why there are none. */
export type ImageBytes = Uint8Array | RowFailure

/** How the rows of arguments become images. */
export interface InputPlan {
  /** The free variables of the select list: the function's inputs. */
  input: readonly FunctionInput[]
  read(rows: readonly Value[][], call: Call): Promise<ImageBytes[]>
}

/** The graph node that takes an encoded image. */
const IMAGE_NODE = 'decodejpeg/contents'

const READ_AT_ONCE = 8

/** Understands the `inputs` of tensorflow.graph. `fetcher(x)[content]` and a plain variable are read without SQL, so
 *  that the bytes of images never pass through SQLite; any other expression is evaluated by it.
 *  @throws EngineError `syntax`, `not-supported` for a node that takes no image */
export function planInputs(inputs: string, sql: Sql, readUrl: ReadUrl): InputPlan {
  const items = parseSelectList(inputs)
  const [item] = items
  const node = item?.kind === 'expr' ? (item.name?.join('.') ?? '') : ''
  if (items.length !== 1 || item?.kind !== 'expr' || node.replace(/:0$/, '').toLowerCase() !== IMAGE_NODE)
    throw new EngineError(
      'not-supported',
      `inputs must be one expression for the image, named AS "DecodeJpeg/contents", not: ${inputs}`,
    )
  const url = fetchedVariable(item.expr)
  if (url !== undefined) return planFetch(url, readUrl)
  if (item.expr.kind === 'name') return planBlob(item.expr.path.join('.'))
  return planExpression(inputs, sql)
}

/** The variable x in `fetcher(x)[content]` or `fetcher(x).content`. */
function fetchedVariable(expr: Expr): string | undefined {
  const part = contentOf(expr)
  if (part?.kind !== 'call' || part.name.toLowerCase() !== 'fetcher' || part.args.length !== 1)
    return undefined
  const [argument] = part.args
  return argument?.kind === 'name' ? argument.path.join('.') : undefined
}

function contentOf(expr: Expr): Expr | undefined {
  if (expr.kind === 'member') return expr.path.join('.') === 'content' ? expr.from : undefined
  if (expr.kind !== 'extract' || expr.key.kind !== 'name') return undefined
  return expr.key.path.join('.') === 'content' ? expr.from : undefined
}

const planFetch = (name: string, readUrl: ReadUrl): InputPlan => ({
  input: [{ name, type: { kind: 'atoms', types: ['string'] } }],
  read: (rows, call) =>
    mapLimited(rows, READ_AT_ONCE, async ([url]) => {
      if (typeof url !== 'string')
        return new RowFailure('invalid-argument', `${name} is no address but ${describe(url)}.`)
      try {
        return await readUrl(url, call.signal)
      } catch (error) {
        if (!(error instanceof EngineError) || error.code === 'cancelled') throw error
        return new RowFailure(error.code, error.message, url)
      }
    }),
})

const planBlob = (name: string): InputPlan => ({
  input: [{ name, type: { kind: 'atoms', types: ['blob'] } }],
  read: async (rows) => rows.map(([value]) => toBytes(value, name)),
})

function planExpression(inputs: string, sql: Sql): InputPlan {
  const { input } = sql.describe(inputs)
  return {
    input,
    read: async (rows, call) => {
      const given = rows.map((row) => toRow(input, row))
      const values = await sql.evaluate(inputs, given, call.signal ? { signal: call.signal } : {})
      return values.map((value) =>
        'code' in value
          ? new RowFailure(value.code, value.message, value.input)
          : toBytes(value.columns[0]?.[1], 'DecodeJpeg/contents'),
      )
    },
  }
}

const toRow = (input: readonly FunctionInput[], row: readonly Value[]): RowValue => ({
  kind: 'row',
  columns: input.map(({ name }, i) => [[name], row[i] ?? null]),
})

const toBytes = (value: Value | undefined, name: string): ImageBytes =>
  value instanceof Uint8Array
    ? value
    : new RowFailure('bad-image', `${name} is not the bytes of an image but ${describe(value)}.`)

function describe(value: Value | undefined): string {
  if (value === null || value === undefined) return 'NULL'
  if (typeof value !== 'object') return `the ${typeof value} ${String(value).slice(0, 80)}`
  return value instanceof Uint8Array ? 'a blob' : `of type ${value.kind}`
}
