import { useSyncExternalStore } from 'react'
import type { StepRun } from './run-store.ts'
import type { StepKey } from './steps.ts'
import { useWalkthrough } from './useWalkthrough.tsx'

/** What happens to a step in this session. */
export function useStepRun<R>(key: StepKey): StepRun<R> {
  const { store, project } = useWalkthrough()
  return useSyncExternalStore(store.subscribe, () => store.get(`${project.kind}.${key}`)) as StepRun<R>
}

/** The step of this project that runs now, with a way to cancel it. */
export function useRunningStep(): { key: StepKey; run: StepRun; cancel: () => void } | undefined {
  const { store, project } = useWalkthrough()
  const key = useSyncExternalStore(store.subscribe, () => store.running()?.key)
  const run = useSyncExternalStore(store.subscribe, () => store.running()?.run)
  const prefix = `${project.kind}.`
  if (!key?.startsWith(prefix) || !run) return undefined
  return { key: key.slice(prefix.length) as StepKey, run, cancel: () => store.cancel(key) }
}
