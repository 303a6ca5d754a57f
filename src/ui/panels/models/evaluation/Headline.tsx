import type { Metric } from '../../../lib/metrics.ts'
import { formatInterval, formatMetric } from './format-metric.ts'

/** The numbers that count, each with what it means and where it may lie. */
export function Headline({ metrics }: { metrics: readonly Metric[] }) {
  return (
    <dl className="metrics" data-testid="metrics">
      {metrics.map((metric) => (
        <div key={metric.id} data-metric={metric.id} title={metric.meaning}>
          <dt>{metric.title}</dt>
          <dd>
            <strong>{formatMetric(metric)}</strong>
            <span className="muted small-text">{formatInterval(metric) || ' '}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
