import { EngineError, type ErrorCode, type Span } from '../../contract/errors.ts'

/** Offsets of a piece of the statement's text, in UTF-16 units. */
export interface Extent {
  start: number
  end: number
}

/** The extent with line and column (both from 1), as errors carry it. */
export function toSpan(text: string, { start, end }: Extent): Span {
  let line = 1
  let lineStart = 0
  for (let i = text.indexOf('\n'); i >= 0 && i < start; i = text.indexOf('\n', i + 1)) {
    line++
    lineStart = i + 1
  }
  return { start, end, line, column: start - lineStart + 1 }
}

/** An error at a place of a statement. */
export function errorAt(
  code: ErrorCode,
  message: string,
  text: string,
  extent: Extent,
  suggestion?: string,
): EngineError {
  const span = toSpan(text, extent)
  const offending = text.slice(extent.start, extent.end)
  const hint = suggestion === undefined ? '' : `; did you mean ${suggestion}?`
  return new EngineError(code, `${message}${hint} (line ${span.line}, column ${span.column})`, {
    span,
    offending: offending.length > 200 ? `${offending.slice(0, 200)}…` : offending,
    query: text.length > 10_000 ? `${text.slice(0, 10_000)}…` : text,
    ...(suggestion === undefined ? {} : { suggestion }),
  })
}
