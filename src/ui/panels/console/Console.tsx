// panels/console/ is the SQL console: an editor that loads when opened, the results of the statements that were run, a
// page at a time, and their history. Start with useConsole.ts.
import { lazy, Suspense, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import type { SqlDialect } from '../../../contract/rest.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { useHash } from '../../hooks/useHash.ts'
import { toHash } from '../../router.ts'
import { readSetting, writeSetting } from '../../settings.ts'
import { DialectSwitch } from './DialectSwitch.tsx'
import { History } from './History.tsx'
import type { HistoryEntry } from './history.ts'
import { OutcomeView } from './OutcomeView.tsx'
import { consoleHash, takeHandedOver } from './open-statement.ts'
import { explained, type RunMode } from './run-statement.ts'
import type { SqlEditorRef } from './SqlEditor.tsx'
import { type PlacedStatement, statementsOf } from './statement-at.ts'
import { useConsole } from './useConsole.ts'
import { useNames } from './useNames.ts'

const SqlEditor = lazy(() => import('./SqlEditor.tsx'))

const FIRST = 'SELECT 1 + 1 AS two'

/** Type statements, run them, look at their rows. */
export default function Console() {
  const { parameters } = useHash()
  const { outcomes, run, cancel, restart, history, forget } = useConsole()
  const [text, setText] = useState(parameters.q ?? history[0]?.sql ?? FIRST)
  // Writing is allowed anew each time: it is no choice to be forgotten about.
  const [mode, setMode] = useState<RunMode>({ dialect: firstDialect(parameters, history), write: false })
  const names = useNames(text, mode.dialect)
  const editor = useRef<SqlEditorRef>(null)
  const shown = useRef(parameters.q)

  function changeMode(next: RunMode) {
    setMode(next)
    writeSetting('dialect', next.dialect)
  }
  function start(statements: readonly PlacedStatement[], toRun?: (sql: string) => string, as = mode) {
    if (statements.length === 0) return
    shown.current = text
    window.history.replaceState(null, '', consoleHash(text, as.dialect))
    void run(statements, as, toRun)
  }
  const open = (sql: string, dialect: SqlDialect = 'mldb') => {
    setText(sql)
    setMode({ dialect, write: false })
    editor.current?.focus()
  }
  // A link to a statement, followed while the console is open or by opening it.
  const follow = useEffectEvent((q: string | undefined, dialect: SqlDialect) => {
    if (q === undefined) return
    const isNew = q !== shown.current
    shown.current = q
    const as = { dialect, write: false }
    if (isNew) {
      setText(q)
      setMode(as)
    }
    if (takeHandedOver(q)) start(statementsOf(q), undefined, as)
  })
  useEffect(() => follow(parameters.q, dialectOf(parameters) ?? 'mldb'), [parameters])

  const isRunning = outcomes.some(({ state }) => state.phase === 'running')
  const failed = outcomes.find(({ state }) => state.phase === 'failed')
  const error = useMemo(
    () => (failed?.state.phase === 'failed' ? { ...failed, error: failed.state.error } : undefined),
    [failed],
  )
  const atCursor = () => editor.current?.current() ?? statementsOf(text)
  return (
    <div className="console">
      <header className="panel-header">
        <h1>SQL</h1>
      </header>
      <div className="card editor-card">
        <DialectSwitch mode={mode} onChange={changeMode} />
        <Suspense fallback={<pre className="editor-fallback">{text}</pre>}>
          <SqlEditor
            ref={editor}
            text={text}
            onChange={setText}
            onRun={start}
            onCancel={cancel}
            names={names}
            error={error}
          />
        </Suspense>
        <div className="row">
          {isRunning ? (
            <button type="button" className="button" onClick={cancel} data-testid="sql-cancel">
              Cancel
            </button>
          ) : (
            <>
              <button
                type="button"
                className="button primary"
                onClick={() => start(atCursor())}
                data-testid="sql-run"
              >
                Run
              </button>
              {statementsOf(text).length > 1 && (
                <button type="button" className="button" onClick={() => start(statementsOf(text))}>
                  Run all
                </button>
              )}
              <button
                type="button"
                className="button"
                onClick={() => start(atCursor(), (sql) => explained(sql, mode.dialect))}
                data-testid="sql-explain"
              >
                Explain
              </button>
            </>
          )}
          <Keys />
        </div>
      </div>
      {outcomes.map((outcome) => (
        <OutcomeView key={outcome.id} outcome={outcome} titled={outcomes.length > 1} onRestart={restart} />
      ))}
      {outcomes.length === 0 && <Nothing datasets={names.datasets} />}
      <History entries={history} onOpen={({ sql, dialect }) => open(sql, dialect)} onForget={forget} />
    </div>
  )
}

const Keys = () => (
  <p className="keys muted small-text">
    <span>
      <kbd>Ctrl</kbd> <kbd>Enter</kbd> the statement at the cursor
    </span>
    <span>
      <kbd>Shift</kbd> <kbd>Enter</kbd> all
    </span>
    <span>
      <kbd>Esc</kbd> cancel
    </span>
    <span>
      <kbd>Ctrl</kbd> <kbd>/</kbd> comment
    </span>
    <span>
      <kbd>Ctrl</kbd> <kbd>Space</kbd> complete
    </span>
  </p>
)

function Nothing({ datasets }: { datasets: readonly string[] }) {
  return (
    <EmptyState title="No result yet">
      <p>
        {datasets.length === 0 ? (
          <>
            There is no dataset yet.{' '}
            <a href={toHash({ panel: 'walkthrough', rest: ['sample'] })}>Import the sample</a>
          </>
        ) : (
          `Datasets here: ${datasets.slice(0, 8).join(', ')}${datasets.length > 8 ? ', …' : '.'}`
        )}
      </p>
    </EmptyState>
  )
}

const dialectOf = ({ dialect }: Record<string, string>): SqlDialect | undefined =>
  dialect === 'sqlite' || dialect === 'mldb' ? dialect : undefined

/** The link's, else that of the statement that is shown, else the last one used. */
function firstDialect(parameters: Record<string, string>, history: readonly HistoryEntry[]): SqlDialect {
  if (parameters.q !== undefined) return dialectOf(parameters) ?? 'mldb'
  const last = history[0]
  if (last) return last.dialect ?? 'mldb'
  return readSetting('dialect') === 'sqlite' ? 'sqlite' : 'mldb'
}
