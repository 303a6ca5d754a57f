// panels/console/ is the SQL console: an editor that loads when opened, one result grid, and the history of statements.
import { lazy, Suspense, useRef, useState } from 'react'
import type { CompactResult } from '../../../contract/rest.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { ProgressBar } from '../../components/ProgressBar.tsx'
import { ResultGrid } from '../../components/ResultGrid.tsx'
import { RowErrors } from '../../components/RowErrors.tsx'
import { useHash } from '../../hooks/useHash.ts'
import { useRest } from '../../hooks/useRest.ts'
import { formatCount, formatDuration } from '../../lib/format-number.ts'
import { toHash } from '../../router.ts'
import { CopyResult } from './CopyResult.tsx'
import { History } from './History.tsx'
import { useConsole } from './useConsole.ts'

const SqlEditor = lazy(() => import('./SqlEditor.tsx'))

const FIRST = 'SELECT 1 + 1 AS two'

/** Type a statement, run it, look at its rows. */
export default function Console() {
  const { parameters } = useHash()
  const datasets = useRest<string[]>('/v1/datasets').data ?? []
  const functions = useRest<string[]>('/v1/functions').data ?? []
  const { state, run, cancel, history, forget } = useConsole()
  const [text, setText] = useState(parameters.q ?? history[0]?.sql ?? FIRST)
  const shown = useRef(parameters.q)
  // A link to another statement, followed while the console is open.
  if (parameters.q !== undefined && parameters.q !== shown.current) {
    shown.current = parameters.q
    setText(parameters.q)
  }
  function start(sql: string) {
    shown.current = sql
    window.history.replaceState(null, '', toHash({ panel: 'sql', parameters: { q: sql } }))
    void run(sql)
  }
  const isRunning = state.phase === 'running'
  return (
    <div className="console">
      <header className="panel-header">
        <h1>SQL</h1>
        <p className="muted">
          <kbd>Ctrl</kbd> <kbd>Enter</kbd> runs, <kbd>Esc</kbd> cancels. Every function of yours can be
          called.
        </p>
      </header>
      <div className="card editor-card">
        <Suspense fallback={<pre className="editor-fallback">{text}</pre>}>
          <SqlEditor
            text={text}
            onChange={setText}
            onRun={start}
            onCancel={cancel}
            datasets={datasets}
            functions={functions}
            error={state.phase === 'failed' && state.sql === text ? state.error : undefined}
          />
        </Suspense>
        <div className="row">
          {isRunning ? (
            <button type="button" className="button" onClick={cancel} data-testid="sql-cancel">
              Cancel
            </button>
          ) : (
            <button
              type="button"
              className="button primary"
              onClick={() => start(text)}
              data-testid="sql-run"
            >
              Run
            </button>
          )}
          <span className="muted small-text" role="status">
            {state.phase === 'done' &&
              `${formatCount(state.result.rowNames.length)} rows in ${formatDuration(state.durationMs)}`}
          </span>
        </div>
      </div>
      {isRunning && <ProgressBar progress={state.progress} label="Running the statement" />}
      {state.phase === 'failed' && <ErrorNote error={state.error} />}
      {state.phase === 'done' && <Result result={state.result} />}
      {state.phase === 'idle' && (
        <EmptyState title="No result yet">
          <p>
            {datasets.length === 0
              ? 'There is no dataset yet. '
              : `Datasets here: ${datasets.slice(0, 8).join(', ')}. `}
            {datasets.length === 0 && (
              <a href={toHash({ panel: 'walkthrough', rest: ['sample'] })}>Import the sample</a>
            )}
          </p>
        </EmptyState>
      )}
      <History entries={history} onOpen={setText} onForget={forget} />
    </div>
  )
}

function Result({ result }: { result: CompactResult }) {
  return (
    <div className="console" data-testid="sql-result">
      <RowErrors errors={result.rowErrors} total={result.rowNames.length} />
      {result.rowNames.length === 0 ? (
        <p className="muted">No rows.</p>
      ) : (
        <ResultGrid result={result} label="Result" height={520} />
      )}
      <CopyResult result={result} />
    </div>
  )
}
