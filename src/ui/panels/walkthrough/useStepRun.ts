import { useSyncExternalStore } from 'react'
import type { StepRun } from './run-store.ts'
import type { StepKey } from './steps.ts'
import { useWalkthrough } from './useWalkthrough.tsx'

/** What happens to a step in this session. */
export function useStepRun<R>(key: StepKey): StepRun<R> {
  const { store, project } = useWalkthrough()
  return useSyncExternalStore(store.subscribe, () => store.get(`${project.kind}.${key}`)) as StepRun<R>
}
