import { currentStep } from '../../../client/index.ts'
import { Tabs } from '../../components/Tabs.tsx'
import { formatCount, formatPercent } from '../../lib/format-number.ts'
import { readExperiment } from '../../lib/read-experiment.ts'
import type { CardText } from './cards.ts'
import { CountResult } from './results/CountResult.tsx'
import { EmbedAllResult } from './results/EmbedAllResult.tsx'
import { ExperimentResult } from './results/ExperimentResult.tsx'
import { ImportResult } from './results/ImportResult.tsx'
import { NetworkChoices, OtherModels } from './results/NetworkChoices.tsx'
import { NetworkResult } from './results/NetworkResult.tsx'
import { PredictPanel } from './results/PredictPanel.tsx'
import { VectorsResult } from './results/VectorsResult.tsx'
import { StepCard } from './StepCard.tsx'
import { missingStep } from './step-order.ts'
import type { StepKey } from './steps.ts'
import { type StepStates, useLatestRun } from './useStepStates.ts'
import { useWalkthrough } from './useWalkthrough.tsx'

interface StepProps {
  card: CardText
  states: StepStates
}

/** A card with what is particular to its step. */
export function Step({ card, states }: StepProps) {
  const { isDone, stale } = states
  const { classifier } = useWalkthrough()
  const key = card.keys[0]!
  const blockedBy = missingStep(key, isDone, classifier)
  const common = { card, stepKey: key, isDone: isDone(key), blockedBy, stale: stale(key) }
  switch (key) {
    case 'network':
      return (
        <StepCard {...common} choices={<NetworkChoices />} remedy={<OtherModels />}>
          <NetworkResult />
        </StepCard>
      )
    case 'import':
      return (
        <StepCard {...common}>
          <ImportResult />
        </StepCard>
      )
    case 'count':
      return (
        <StepCard {...common}>
          <CountResult />
        </StepCard>
      )
    case 'embed-all':
      return <EmbedAllStep {...common} />
    case 'boosted':
      return <ExperimentStep card={card} states={states} />
    case 'predictor':
      return <PredictorStep {...common} />
    default:
      return (
        <StepCard {...common}>
          <VectorsResult stepKey={key} />
        </StepCard>
      )
  }
}

interface CommonProps {
  card: CardText
  stepKey: StepKey
  isDone: boolean
  blockedBy: string | undefined
  stale: string | undefined
}

function EmbedAllStep(common: CommonProps) {
  const { call } = useWalkthrough()
  const step = call('embed-all')
  const run = useLatestRun(step.kind === 'query' ? '' : step.id)
  const stopped = run && (run.state === 'cancelled' || run.state === 'error') && !common.isDone
  const reached = stopped && run.progress ? currentStep(run.progress.steps) : undefined
  const label =
    reached?.total !== undefined && reached.done > 0
      ? `Continue (${formatCount(reached.done)} of ${formatCount(reached.total)})`
      : stopped
        ? 'Continue'
        : undefined
  return (
    <StepCard {...common} runLabel={label}>
      <EmbedAllResult />
    </StepCard>
  )
}

function ExperimentStep({ card, states: { isDone, stale } }: StepProps) {
  const { classifier, chooseClassifier } = useWalkthrough()
  const tabs = [
    {
      id: 'boosted' as const,
      title: <LearnerTitle learner="boosted" name="Boosted trees, as in the post" />,
    },
    { id: 'forest' as const, title: <LearnerTitle learner="forest" name="Random forest" /> },
  ]
  return (
    <StepCard
      key={classifier}
      card={card}
      stepKey={classifier}
      isDone={isDone(classifier)}
      stale={stale(classifier)}
      blockedBy={missingStep(classifier, isDone, classifier)}
      choices={<Tabs tabs={tabs} selected={classifier} onSelect={chooseClassifier} label="Learner" />}
    >
      <ExperimentResult key={classifier} classifier={classifier} />
    </StepCard>
  )
}

/** A learner's name with how well it did, so that the two can be compared at a glance. */
function LearnerTitle({ learner, name }: { learner: 'boosted' | 'forest'; name: string }) {
  const { call } = useWalkthrough()
  const step = call(learner)
  const run = useLatestRun(step.kind === 'query' ? '' : step.id)
  const accuracy = run?.state === 'finished' ? readExperiment(run.status)?.table.accuracy : undefined
  return (
    <>
      {name} {accuracy !== undefined && <b className="number">{formatPercent(accuracy)}</b>}
    </>
  )
}

function PredictorStep(common: CommonProps) {
  return (
    <StepCard {...common}>
      {common.isDone ? (
        <PredictPanel />
      ) : (
        <p className="muted small-text">Once it is run, pictures can be predicted here.</p>
      )}
    </StepCard>
  )
}
