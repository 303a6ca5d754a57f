import { formatCount } from '../../lib/format-number.ts'
import { CARDS } from './cards.ts'
import { RunningStep } from './RunningStep.tsx'
import { Step } from './Step.tsx'
import { STEP_KEYS } from './steps.ts'
import { useRunningStep } from './useStepRun.ts'
import { useStepStates } from './useStepStates.ts'
import { useWalkthrough } from './useWalkthrough.tsx'

/** The eight cards, with where one is beside them. */
export function Steps() {
  const { project, runAll, isRunningAll } = useWalkthrough()
  const states = useStepStates()
  const { isDone } = states
  const done = STEP_KEYS.filter(isDone).length
  const running = useRunningStep()
  return (
    <div className="steps">
      <nav className="rail" aria-label="Steps">
        <p className="small-text muted">
          {project.kind === 'sample' ? 'The sample' : 'Your images'}, {formatCount(project.images)} to learn
          from
        </p>
        <button
          type="button"
          className="button primary wide"
          data-testid="run-all"
          disabled={isRunningAll || done === STEP_KEYS.length}
          onClick={() => void runAll(isDone)}
        >
          {done === STEP_KEYS.length
            ? 'All steps are done'
            : isRunningAll
              ? 'Running all steps…'
              : done === 0
                ? 'Run all steps'
                : 'Run the other steps'}
        </button>
        {running && <RunningStep stepKey={running} />}
        <ol className="plain">
          {CARDS.map((card) => (
            <li
              key={card.number}
              data-done={card.keys.every(isDone) || undefined}
              data-running={card.keys.some((key) => key === running) || undefined}
            >
              <button type="button" onClick={() => showCard(card.number)}>
                <span className="step-number" aria-hidden="true">
                  {card.keys.every(isDone) ? '✓' : card.number}
                </span>
                {card.title}
                {card.keys.every(isDone) && <span className="visually-hidden">, done</span>}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <div className="cards">
        {CARDS.map((card) => (
          <Step key={card.number} card={card} states={states} />
        ))}
      </div>
    </div>
  )
}

function showCard(number: number) {
  const card = document.getElementById(`step-${number}`)
  card?.scrollIntoView({
    behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
  })
  card?.focus({ preventScroll: true })
}
