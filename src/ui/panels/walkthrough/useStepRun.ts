import { useSyncExternalStore } from 'react'
import type { RatedProgress } from '../../lib/track-rate.ts'
import type { StepRun } from './run-store.ts'
import type { StepKey } from './steps.ts'
import { useWalkthrough } from './useWalkthrough.tsx'

/** What happens to a step in this session. Redraws when its state changes, not with its progress, which comes 20 times a
 *  second: see `useStepProgress`. */
export function useStepRun<R>(key: StepKey): StepRun<R> {
  const { store, project } = useWalkthrough()
  const id = `${project.kind}.${key}`
  useSyncExternalStore(store.subscribe, () => store.get(id).state)
  return store.get(id) as StepRun<R>
}

/** How far a step has come. */
export function useStepProgress(key: StepKey): RatedProgress | undefined {
  const { store, project } = useWalkthrough()
  return useSyncExternalStore(store.subscribe, () => store.get(`${project.kind}.${key}`).progress)
}

/** The step of this project that runs now. */
export function useRunningStep(): StepKey | undefined {
  const { store, project } = useWalkthrough()
  const key = useSyncExternalStore(store.subscribe, () => store.running()?.key)
  const prefix = `${project.kind}.`
  return key?.startsWith(prefix) ? (key.slice(prefix.length) as StepKey) : undefined
}
