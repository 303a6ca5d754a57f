import type { EntityStatus } from '../../../../contract/rest.ts'
import { Bars } from '../../../components/Bars.tsx'
import { useEntity } from '../../../hooks/useRest.ts'
import { formatDuration, formatNumber } from '../../../lib/format-number.ts'
import { readNetwork } from '../../../lib/read-network.ts'
import { toScoreBars } from '../../../lib/score-bars.ts'
import { NETWORK } from '../steps.ts'
import { useWalkthrough } from '../useWalkthrough.tsx'
import type { DonePrediction } from './usePrediction.ts'

/** All scores as bars, the highest first, with the time taken and what computed them. */
export function PredictResult({ prediction }: { prediction: DonePrediction }) {
  const { project } = useWalkthrough()
  const predictor = useEntity<EntityStatus>(`/v1/functions/${project.names.predictor}`).data
  const network = useEntity<EntityStatus>(`/v1/functions/${NETWORK}`).data
  const facts = network ? readNetwork(network) : {}
  const bars = toScoreBars(prediction.scores).map((bar, i) => ({
    ...bar,
    value: formatNumber(Number(bar.score.toPrecision(3))),
    strong: i === 0,
  }))
  const expression = String(
    (predictor?.config?.params as { expression?: unknown } | undefined)?.expression ?? '',
  )
  return (
    <div className="grow">
      <p className="verdict" role="status">
        This looks like <strong data-testid="predicted-label">{prediction.scores[0]?.label}</strong>
      </p>
      <Bars bars={bars} caption="Score of each label" unit="score" />
      <p className="muted small-text">
        {formatDuration(prediction.durationMs)} · <span className="mono">{project.names.predictor}</span> (
        {expression.split('(')[0]}) · {facts.model?.title ?? facts.model?.name ?? NETWORK}
        {facts.backend ? ` on ${facts.backend}` : ''}
      </p>
    </div>
  )
}
