import { formatNumber, formatPercent } from '../../../lib/format-number.ts'
import type { Metric } from '../../../lib/metrics.ts'

type Shown = Pick<Metric, 'value' | 'form' | 'interval' | 'std'>

/** `98.7%`, `0.991`, `312.4`. */
export const formatMetric = ({ value, form }: Pick<Metric, 'value' | 'form'>): string =>
  form === 'share' ? formatPercent(value) : formatNumber(Number(value.toPrecision(4)))

/** Where it lies with a probability of 95 %, or how far folds differ; empty where neither is known. */
export function formatInterval({ form, interval, std }: Shown): string {
  const format = (value: number) => formatMetric({ value, form })
  if (interval) return `${format(interval.low)} to ${format(interval.high)}`
  return std === undefined ? '' : `± ${format(std)}`
}
