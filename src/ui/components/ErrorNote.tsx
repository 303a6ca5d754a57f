import type { ReactNode } from 'react'
import { EngineError } from '../../contract/errors.ts'
import { toHash } from '../router.ts'

/** A failure in plain words: what, where, and what to do about it. `children` are the ways out. */
export function ErrorNote({ error, children }: { error: unknown; children?: ReactNode }) {
  const engineError = error instanceof EngineError ? error : undefined
  const message = error instanceof Error ? error.message : String(error)
  const { span, query, suggestion } = engineError?.detail ?? {}
  return (
    <div className="note note-bad" role="alert">
      <p>
        <strong>{message}</strong>
      </p>
      {typeof suggestion === 'string' && !message.includes('did you mean') && (
        <p>Did you mean {suggestion}?</p>
      )}
      {span && query && (
        <ErrorPlace
          text={query}
          start={span.start}
          end={span.end}
          line={span.line}
          column={span.column}
          hasPlace={!/line \d+/i.test(message)}
        />
      )}
      {children}
      {engineError?.code === 'storage-full' && (
        <p>
          <a href={toHash({ panel: 'data' })}>See what is stored, and how much room there is</a>
        </p>
      )}
      {engineError && <p className="muted small-text">Error code: {engineError.code}</p>}
    </div>
  )
}

function ErrorPlace({
  text,
  start,
  end,
  line,
  column,
  hasPlace,
}: {
  text: string
  start: number
  end: number
  line: number
  column: number
  /** The message does not say it itself. */
  hasPlace: boolean
}) {
  return (
    <>
      <pre className="error-place">
        {text.slice(0, start)}
        <mark>{text.slice(start, Math.max(end, start + 1)) || ' '}</mark>
        {text.slice(Math.max(end, start + 1))}
      </pre>
      {hasPlace && (
        <p className="muted small-text">
          Line {line}, column {column}
        </p>
      )}
    </>
  )
}
