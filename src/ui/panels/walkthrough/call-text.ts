import { restPath } from '../../../client/index.ts'
import type { ShownCall } from '../../lib/write-call.ts'
import { callLine, type StepCall } from './steps.ts'

/** The call that a card's text stands for, to be copied; undefined while the text is not valid JSON. Queries are copied
 *  with `format=aos`, since the compact format never leaves the page. */
export function shownCall(step: StepCall, text: string): ShownCall | undefined {
  const { method, path } = callLine(step)
  if (step.kind === 'query') return { method, path: restPath(path, { q: text, format: 'aos' }) }
  const body = parse(text)
  return body === undefined ? undefined : { method, path, body }
}

/** The SQL inside a JSON body; undefined where there is none. */
export function embeddedSql(step: StepCall, text: string): string | undefined {
  if (step.kind === 'query' || step.sqlParameter === undefined) return undefined
  const sql = parse(text)?.params?.[step.sqlParameter]
  return typeof sql === 'string' ? sql : undefined
}

/** The JSON body with other SQL in it. A body that is not valid JSON stays as it is. */
export function withSql(step: StepCall, text: string, sql: string): string {
  const body = parse(text)
  if (step.kind === 'query' || step.sqlParameter === undefined || !body) return text
  return JSON.stringify({ ...body, params: { ...body.params, [step.sqlParameter]: sql } }, null, 2)
}

function parse(text: string): { params?: Record<string, unknown> } | undefined {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null
      ? (body as { params?: Record<string, unknown> })
      : undefined
  } catch {
    return undefined
  }
}
