import type { Diagnostic } from '@codemirror/lint'
import { EngineError } from '../../../contract/errors.ts'
import { quoteName } from '../../lib/quote-name.ts'

/** A failed statement and where it stands in the editor. */
export interface PlacedError {
  error: unknown
  /** Of the statement that was run, in the text. */
  start: number
  /** The statement as it stood there, and as it was run. */
  sql: string
  ran: string
}

/** The underline of an error: its words, and a button for its suggestion. None where the text has changed since. */
export function toDiagnostics({ error, start, sql, ran }: PlacedError, text: string): Diagnostic[] {
  if (!(error instanceof EngineError) || !error.detail?.span) return []
  if (text.slice(start, start + sql.length) !== sql) return []
  // EXPLAIN stands before what is in the editor.
  const shift = start - (ran.length - sql.length)
  const { span, suggestion } = error.detail
  const from = clamp(span.start + shift, start, start + sql.length)
  const to = clamp(Math.max(span.end + shift, from + 1), from, start + sql.length)
  return [
    {
      from,
      to,
      severity: 'error',
      message: error.message.replace(/ \(line \d+, column \d+\)$/, ''),
      ...(typeof suggestion === 'string' && {
        actions: [
          {
            name: `Write ${toName(suggestion)}`,
            apply: (view, first, last) =>
              view.dispatch({ changes: { from: first, to: last, insert: toName(suggestion) } }),
          },
        ],
      }),
    },
  ]
}

/** A suggested name without quotes where it needs none. */
const toName = (suggestion: string) =>
  /^".*"$/s.test(suggestion) ? quoteName(suggestion.slice(1, -1).replaceAll('""', '"')) : suggestion

const clamp = (n: number, least: number, most: number) => Math.max(least, Math.min(most, n))
