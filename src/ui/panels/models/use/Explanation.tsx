import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { formatNumber } from '../../../lib/format-number.ts'
import { listContributions } from '../../../lib/read-contributions.ts'
import { BarPlot, type PlotBar } from '../../../plots/BarPlot.tsx'
import type { Subject } from './subject.ts'
import type { UsedModel } from './use-model.ts'
import { explainerOf, useContributions } from './useAnswer.ts'

interface ExplanationProps {
  model: UsedModel
  subject: Subject
  /** The label whose score is explained; undefined for the one score there is. */
  label: string | undefined
  score: number
  /** Labels to choose from. */
  labels: readonly string[]
  onLabel: (label: string) => void
}

/** Features that have a bar of their own. */
const SHOWN = 15

/** Why a score is what it is: from the bias, feature by feature, to the sum. */
export function Explanation({ model, subject, label, score, labels, onLabel }: ExplanationProps) {
  const known = model.labels.find((each) => String(each) === label)
  const { data, error } = useContributions(model, subject, label === undefined ? undefined : (known ?? label))
  const explained = data && listContributions(data.bias, data.features, SHOWN)
  const round = (value: number) => formatNumber(Number(value.toPrecision(4)))
  return (
    <section className="card fields" aria-labelledby="why" data-testid="explanation">
      <h2 id="why">Why</h2>
      {labels.length > 1 && (
        <label className="choice">
          <span>Score of</span>
          <select
            value={label}
            onChange={(event) => onLabel(event.target.value)}
            data-testid="explained-label"
          >
            {labels.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
      )}
      {error && <ErrorNote error={error} />}
      {explained && (
        <>
          <BarPlot
            title="What each feature adds"
            description={`From a bias of ${round(explained.bias)} to ${round(explained.sum)}: ${explained.features
              .slice(0, 5)
              .map(({ name, value }) => `${name} ${round(value)}`)
              .join(', ')}.`}
            unit="adds"
            format={round}
            bars={toSteps(explained.bias, explained.features, explained.sum, subject)}
          />
          <p
            className="muted small-text"
            data-testid="explained-sum"
            data-sum={explained.sum}
            data-score={score}
          >
            Bias and contributions add up to {round(explained.sum)}, the score. Computed by{' '}
            <code>{explainerOf(model.id)}</code>, a function of SQL and REST like the model itself.
          </p>
        </>
      )}
    </section>
  )
}

/** Bars that stand where the one before ended: from the bias to the sum. */
function toSteps(
  bias: number,
  features: readonly { name: string; value: number }[],
  sum: number,
  subject: Subject,
): PlotBar[] {
  let reached = bias
  const steps = features.map(({ name, value }): PlotBar => {
    const from = reached
    reached += value
    const typed = subject.kind === 'typed' ? subject.values[name] : undefined
    return {
      label: typed === undefined ? name : `${name} ${typed.trim() === '' ? 'missing' : `= ${typed}`}`,
      value,
      from,
    }
  })
  return [
    { label: 'bias', value: bias, isTotal: true },
    ...steps,
    { label: 'sum', value: sum, isTotal: true },
  ]
}
