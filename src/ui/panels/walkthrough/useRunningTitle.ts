import { useEffect, useSyncExternalStore } from 'react'
import { formatPercent } from '../../lib/format-number.ts'
import { runStore } from './shared-runs.ts'

const TITLE = 'MLDB Web'

/** Shows in the tab's title how far a run is, so that another tab can be read meanwhile. */
export function useRunningTitle(): void {
  const running = useSyncExternalStore(runStore.subscribe, () => {
    const now = runStore.running()
    if (!now) return ''
    const fraction = now.run.progress?.fraction
    return fraction === undefined ? '…' : formatPercent(Math.floor(fraction * 100) / 100)
  })
  useEffect(() => {
    document.title = running === '' ? TITLE : `${running} ${TITLE}`
    return () => {
      document.title = TITLE
    }
  }, [running])
}
