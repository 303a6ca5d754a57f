import { useId, useState } from 'react'
import { Tabs } from '../../../components/Tabs.tsx'
import type { ModelSummary } from '../../../lib/evaluation.ts'
import { formatNumber, formatPercent } from '../../../lib/format-number.ts'
import { meanImportances } from '../../../lib/mean-importances.ts'
import { BarPlot } from '../../../plots/BarPlot.tsx'

/** Which features the trees lean on, the mean over the folds: by what splits gain, or by what shuffling costs. */
export function ImportanceSection({
  summaries,
  of = '',
}: {
  summaries: readonly ModelSummary[]
  /** What they are of, where there are several on a page. */
  of?: string
}) {
  const id = useId()
  const [kind, setKind] = useState<'gain' | 'permutation'>('gain')
  const importances = meanImportances(summaries)
  if (importances.length === 0) return null
  const hasPermutation = importances.some(({ permutation }) => permutation !== undefined)
  const isGain = kind === 'gain' || !hasPermutation
  const bars = importances
    .map(({ feature, gain, permutation }) => ({ label: feature, value: isGain ? gain : (permutation ?? 0) }))
    .sort((a, b) => b.value - a.value)
  const format = isGain ? formatPercent : (value: number) => formatNumber(Number(value.toPrecision(3)))
  return (
    <section className="card fields" aria-labelledby={id} data-testid="importances">
      <h2 id={id}>What it looks at{of && <span className="visually-hidden">: {of}</span>}</h2>
      <BarPlot
        title={isGain ? 'Importance by gain' : 'Importance by permutation'}
        description={`${isGain ? 'Share of what all splits gain' : 'By how much a tree does worse on rows it did not see when the values are shuffled'}, feature by feature: ${bars
          .slice(0, 5)
          .map(({ label, value }) => `${label} ${format(value)}`)
          .join(', ')}.`}
        unit={isGain ? 'share of the gain' : 'loss when shuffled'}
        bars={bars}
        format={format}
        choices={
          hasPermutation && (
            <Tabs
              label="Measured by"
              selected={kind}
              tabs={[
                { id: 'gain', title: 'Gain' },
                { id: 'permutation', title: 'Permutation' },
              ]}
              onSelect={setKind}
            />
          )
        }
      />
      <p className="muted small-text">
        {isGain
          ? 'Gain: what splits by a feature improve, as a share of all. Features with many values get a little more than they deserve.'
          : 'Permutation: what a tree loses on rows it did not see when a feature’s values are shuffled.'}
      </p>
    </section>
  )
}
