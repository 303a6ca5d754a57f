import { useRef, useState } from 'react'
import { EngineError } from '../../../contract/errors.ts'
import type { CompactResult } from '../../../contract/rest.ts'
import { useClient } from '../../hooks/useClient.tsx'
import { type RatedProgress, trackRate } from '../../lib/track-rate.ts'
import { readSetting, writeSetting } from '../../settings.ts'
import { addToHistory, type HistoryEntry, readHistory } from './history.ts'

export type ConsoleState =
  | { phase: 'idle' }
  | { phase: 'running'; progress?: RatedProgress }
  | { phase: 'done'; result: CompactResult; durationMs: number }
  | { phase: 'failed'; error: unknown; sql: string }

/** Runs one statement at a time and remembers what was run. */
export function useConsole() {
  const client = useClient()
  const [state, setState] = useState<ConsoleState>({ phase: 'idle' })
  const [history, setHistory] = useState(() => readHistory(readSetting('history')))
  const running = useRef<AbortController>(undefined)

  function remember(entry: HistoryEntry) {
    setHistory((before) => {
      const after = addToHistory(before, entry)
      writeSetting('history', after)
      return after
    })
  }

  async function run(sql: string) {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    const startedMs = performance.now()
    const isCurrent = () => running.current === controller
    let progress: RatedProgress | undefined
    setState({ phase: 'running' })
    try {
      const result = await client.query(sql, {
        format: 'compact',
        signal: controller.signal,
        onProgress: (report) => {
          progress = trackRate(progress, report, performance.now())
          if (isCurrent()) setState({ phase: 'running', progress })
        },
      })
      const durationMs = performance.now() - startedMs
      if (isCurrent()) setState({ phase: 'done', result, durationMs })
      remember({ sql, at: Date.now(), durationMs, rows: result.rowNames.length })
    } catch (error) {
      if (isCurrent()) setState(isCancelled(error) ? { phase: 'idle' } : { phase: 'failed', error, sql })
      if (!isCancelled(error))
        remember({
          sql,
          at: Date.now(),
          durationMs: performance.now() - startedMs,
          error: String(error instanceof Error ? error.message : error),
        })
    }
  }

  return {
    state,
    run,
    cancel: () => running.current?.abort(),
    history,
    forget: () => {
      setHistory([])
      writeSetting('history', undefined)
    },
  }
}

const isCancelled = (error: unknown) => error instanceof EngineError && error.code === 'cancelled'
