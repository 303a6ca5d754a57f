import type { FoldEvaluation } from '../../../lib/evaluation.ts'
import { formatPercent } from '../../../lib/format-number.ts'
import { LinePlot } from '../../../plots/LinePlot.tsx'

/** How often the true label is among the first few. Of two or three labels that says nothing. */
export function TopSection({ fold }: { fold: FoldEvaluation }) {
  const shares = fold.recallOverTopN ?? []
  if (shares.length < 4) return null
  return (
    <section className="card fields narrow" aria-labelledby="top">
      <h2 id="top">Among the first</h2>
      <p className="muted small-text">
        {[1, 3, 5, 10]
          .filter((n) => n <= shares.length)
          .map(
            (n) =>
              `${formatPercent(shares[n - 1]!)} of the rows have their label ${n === 1 ? 'first' : `among the first ${n}`}`,
          )
          .join('; ')}
        .
      </p>
      <LinePlot
        title="Top k"
        description={`Share of rows whose true label is among the k of highest score: ${shares
          .slice(0, 5)
          .map((share, i) => `${i + 1}: ${formatPercent(share)}`)
          .join(', ')}.`}
        xLabel="k"
        yLabel="share of rows"
        xDomain={[1, shares.length]}
        isWhole
        series={[{ name: 'found', tone: 0, x: shares.map((_, i) => i + 1), y: shares, dots: true }]}
      />
    </section>
  )
}
