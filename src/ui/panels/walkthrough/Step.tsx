import { currentStep } from '../../../client/index.ts'
import { Tabs } from '../../components/Tabs.tsx'
import { formatCount } from '../../lib/format-number.ts'
import type { CardText } from './cards.ts'
import { CountResult } from './results/CountResult.tsx'
import { EmbedAllResult } from './results/EmbedAllResult.tsx'
import { ExperimentResult } from './results/ExperimentResult.tsx'
import { ImportResult } from './results/ImportResult.tsx'
import { ModelChoice } from './results/ModelChoice.tsx'
import { NetworkResult } from './results/NetworkResult.tsx'
import { PredictPanel } from './results/PredictPanel.tsx'
import { VectorsResult } from './results/VectorsResult.tsx'
import { StepCard } from './StepCard.tsx'
import { missingStep } from './step-order.ts'
import type { StepKey } from './steps.ts'
import { useLatestRun } from './useStepStates.ts'
import { useWalkthrough } from './useWalkthrough.tsx'

interface StepProps {
  card: CardText
  isDone: (key: StepKey) => boolean
}

/** A card with what is particular to its step. */
export function Step({ card, isDone }: StepProps) {
  const { classifier } = useWalkthrough()
  const key = card.keys[0]!
  const blockedBy = missingStep(key, isDone, classifier)
  const common = { card, stepKey: key, isDone: isDone(key), blockedBy }
  switch (key) {
    case 'network':
      return (
        <StepCard {...common} choices={<ModelChoice />}>
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
      return <ExperimentStep card={card} isDone={isDone} />
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

function ExperimentStep({ card, isDone }: StepProps) {
  const { classifier, chooseClassifier } = useWalkthrough()
  const tabs = [
    { id: 'boosted' as const, title: <>Boosted trees, as in the post {isDone('boosted') && '✓'}</> },
    { id: 'forest' as const, title: <>Random forest {isDone('forest') && '✓'}</> },
  ]
  return (
    <StepCard
      key={classifier}
      card={card}
      stepKey={classifier}
      isDone={isDone(classifier)}
      blockedBy={missingStep(classifier, isDone, classifier)}
      choices={<Tabs tabs={tabs} selected={classifier} onSelect={chooseClassifier} label="Learner" />}
    >
      <ExperimentResult key={classifier} classifier={classifier} />
    </StepCard>
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
