import { EngineError } from '../../../contract/errors.ts'
import type { TableArgument } from '../ast.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './expression.ts'
import { parseFrom } from './from.ts'

/** An argument of a table function, read both ways where both are possible: `transpose(ds)` means the dataset,
 *  `row_dataset(x)` the expression, and only the function knows which. */
export function parseTableArgument(c: Cursor): TableArgument {
  const { start } = c.peek()
  const position = c.position
  const expr = attempt(c, () => parseExpression(c))
  const exprEnd = c.position
  c.rewind(position)
  const from = attempt(c, () => parseFrom(c, true))
  if (!from && !expr) {
    c.rewind(position)
    parseExpression(c)
  }
  if (!from) c.rewind(exprEnd)
  return { ...(from && { from }), ...(expr && { expr }), ...c.from(start) }
}

/** The result if it parses and an argument ends there. */
function attempt<T>(c: Cursor, parse: () => T): T | undefined {
  try {
    const result = parse()
    return c.isSign(',') || c.isSign(')') ? result : undefined
  } catch (error) {
    if (error instanceof EngineError && error.code === 'syntax') return undefined
    throw error
  }
}
