import { ProgressBar } from '../../components/ProgressBar.tsx'
import { CARDS } from './cards.ts'
import type { StepKey } from './steps.ts'
import { useRunningTitle } from './useRunningTitle.ts'
import { useStepProgress } from './useStepRun.ts'
import { useWalkthrough } from './useWalkthrough.tsx'

/** How far the running step is, wherever on the page one looks. */
export function RunningStep({ stepKey }: { stepKey: StepKey }) {
  const { store, project } = useWalkthrough()
  useRunningTitle()
  const title = CARDS.find((card) => card.keys.includes(stepKey))?.title ?? ''
  return (
    <div className="rail-progress" data-testid="rail-progress">
      <StepProgress stepKey={stepKey} label={title} />
      <button
        type="button"
        className="button small"
        onClick={() => store.cancel(`${project.kind}.${stepKey}`)}
      >
        Cancel
      </button>
    </div>
  )
}

/** The progress of one step; the only part of the page that redraws with it. */
export function StepProgress({ stepKey, label }: { stepKey: StepKey; label: string }) {
  return <ProgressBar progress={useStepProgress(stepKey)} label={label} />
}
