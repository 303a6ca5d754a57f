import { useCallback, useEffect, useRef, useState } from 'react'
import { EngineError } from '../../../contract/errors.ts'
import { useClient } from '../../hooks/useClient.tsx'
import { type RatedProgress, trackRate } from '../../lib/track-rate.ts'
import { readSetting, writeSetting } from '../../settings.ts'
import { addToHistory, type HistoryEntry, readHistory } from './history.ts'
import { type RunMode, runStatement, type StatementRows } from './run-statement.ts'
import type { PlacedStatement } from './statement-at.ts'

/** One statement that was run, or is to be, and how it went. */
export interface Outcome extends PlacedStatement {
  id: number
  /** What was run: the statement, or EXPLAIN of it. */
  ran: string
  state:
    | { phase: 'waiting' }
    | { phase: 'skipped' }
    | { phase: 'running'; progress?: RatedProgress | undefined; isCancelling?: boolean }
    | { phase: 'done'; rows: StatementRows; durationMs: number }
    | { phase: 'failed'; error: unknown }
    | { phase: 'cancelled' }
}

let lastId = 0

/** Runs statements one after the other, until one fails, and remembers what was run. */
export function useConsole() {
  const client = useClient()
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([])
  const [history, setHistory] = useState(() => readHistory(readSetting('history')))
  const running = useRef<AbortController>(undefined)
  const opened = useRef<StatementRows[]>([])

  const closeAll = useCallback(() => {
    running.current?.abort()
    for (const rows of opened.current.splice(0)) rows.close()
  }, [])
  useEffect(() => closeAll, [closeAll])

  const remember = (entry: HistoryEntry) =>
    setHistory((before) => {
      const after = addToHistory(before, entry)
      writeSetting('history', after)
      return after
    })

  async function runOne(outcome: Outcome, mode: RunMode, controller: AbortController): Promise<boolean> {
    const isCurrent = () => running.current === controller
    const show = (state: Outcome['state']) =>
      isCurrent() &&
      setOutcomes((all) => all.map((each) => (each.id === outcome.id ? { ...each, state } : each)))
    const startedMs = performance.now()
    const entry = () => ({
      sql: outcome.ran,
      ...(mode.dialect === 'mldb' ? {} : { dialect: mode.dialect }),
      at: Date.now(),
      durationMs: performance.now() - startedMs,
    })
    let progress: RatedProgress | undefined
    show({ phase: 'running' })
    try {
      const rows = await runStatement(client, outcome.ran, mode, {
        signal: controller.signal,
        onProgress: (report) => {
          progress = trackRate(progress, report, performance.now())
          show({ phase: 'running', progress, isCancelling: controller.signal.aborted })
        },
      })
      if (!isCurrent()) rows.close()
      else opened.current.push(rows)
      const done = entry()
      show({ phase: 'done', rows, durationMs: done.durationMs })
      remember({ ...done, rows: rows.source.rowCount })
      return true
    } catch (error) {
      if (controller.signal.aborted || isCancelled(error)) {
        show({ phase: 'cancelled' })
        remember({ ...entry(), cancelled: true })
      } else {
        show({ phase: 'failed', error })
        remember({ ...entry(), error: String(error instanceof Error ? error.message : error) })
      }
      return false
    }
  }

  async function run(
    statements: readonly PlacedStatement[],
    mode: RunMode,
    toRun = (sql: string) => sql,
  ): Promise<void> {
    closeAll()
    const controller = new AbortController()
    running.current = controller
    const all = statements.map(
      (statement): Outcome => ({
        ...statement,
        id: ++lastId,
        ran: toRun(statement.sql),
        state: { phase: 'waiting' },
      }),
    )
    setOutcomes(all)
    for (const outcome of all) {
      if (running.current !== controller) return
      if (!(await runOne(outcome, mode, controller))) break
    }
    if (running.current !== controller) return
    running.current = undefined
    setOutcomes((now) =>
      now.map((each) => (each.state.phase === 'waiting' ? { ...each, state: { phase: 'skipped' } } : each)),
    )
  }

  function cancel() {
    if (!running.current) return
    running.current.abort()
    setOutcomes((all) =>
      all.map((each) =>
        each.state.phase === 'running' ? { ...each, state: { ...each.state, isCancelling: true } } : each,
      ),
    )
  }

  return {
    outcomes,
    run,
    cancel,
    restart: client.restart,
    history,
    forget: () => {
      setHistory([])
      writeSetting('history', undefined)
    },
  }
}

const isCancelled = (error: unknown) => error instanceof EngineError && error.code === 'cancelled'
