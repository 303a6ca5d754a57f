import { useState } from 'react'
import type { Curves } from '../../../lib/evaluation.ts'
import { formatNumber } from '../../../lib/format-number.ts'
import { LinePlot, type Series } from '../../../plots/LinePlot.tsx'
import { LabelChoice } from './LabelChoice.tsx'

interface CurvesSectionProps {
  /** Curves by what they are of: one nameless set, or two to compare. */
  sets: readonly { name: string; curves: readonly Curves[] }[]
  /** The cut that was chosen, to be marked. */
  cut?: { recall: number; precision: number; falsePositiveRate: number } | undefined
}

/** As many labels as are drawn at first: those told apart worst. */
const FIRST_DRAWN = 6

const round = (value: number | null | undefined): string =>
  typeof value === 'number' ? formatNumber(Number(value.toPrecision(4))) : '–'

/** ROC, precision-recall and calibration: of the score, or of each label against the rest. */
export function CurvesSection({ sets, cut }: CurvesSectionProps) {
  const all = sets[0]?.curves ?? []
  const labels = all.flatMap(({ label }) => (label === undefined ? [] : [String(label)]))
  const [drawn, setDrawn] = useState<readonly string[]>(() => worst(all).slice(0, FIRST_DRAWN))
  if (all.length === 0) return null
  const chosen = sets.flatMap(({ name, curves }, s) =>
    curves.flatMap((curve, i) => {
      const label = curve.label === undefined ? undefined : String(curve.label)
      if (label !== undefined && !drawn.includes(label)) return []
      const parts = [name, label].filter((part) => part)
      return [
        {
          curve,
          name: parts.join(': ') || 'score',
          tone: sets.length > 1 ? s + 8 * Math.max(0, drawn.indexOf(label ?? '')) : i,
        },
      ]
    }),
  )
  const roc = chosen.map(
    ({ curve: { roc: each }, name, tone }): Series => ({
      name,
      tone,
      x: each.falsePositiveRate,
      y: each.truePositiveRate,
      note: (i) => `threshold ${round(each.threshold[i])}`,
    }),
  )
  const precisionRecall = chosen.map(
    ({ curve: { precisionRecall: each }, name, tone }): Series => ({
      name,
      tone,
      x: each.recall,
      y: each.precision,
      note: (i) => `threshold ${round(each.threshold[i])}`,
    }),
  )
  const calibration = chosen.flatMap(({ curve, name, tone }): Series[] =>
    curve.calibration
      ? [
          {
            name,
            tone,
            x: curve.calibration.bins.map(({ meanScore }) => meanScore),
            y: curve.calibration.bins.map(({ shareTrue }) => shareTrue),
            note: (i) => `${formatNumber(curve.calibration!.bins[i]!.weight)} rows`,
            dots: true,
          },
        ]
      : [],
  )
  const named = (value: (curve: Curves) => number | null | undefined) =>
    chosen.map(({ name, curve }) => `${name} ${round(value(curve))}`).join(', ')
  return (
    <section className="card fields" aria-labelledby="curves">
      <h2 id="curves">Curves</h2>
      {labels.length > 0 && (
        <LabelChoice
          labels={all.map((curve, i) => ({
            label: String(curve.label),
            note: `AUC ${round(curve.roc.auc)}`,
            tone: sets.length > 1 ? undefined : i,
          }))}
          chosen={drawn}
          onChange={setDrawn}
        />
      )}
      {sets.length > 1 && <SetLegend names={sets.map(({ name }) => name)} />}
      <div className="figures">
        <LinePlot
          title="ROC"
          description={`True against false positives at each threshold. Areas under the curves: ${named(({ roc: each }) => each.auc)}.`}
          xLabel="false positive rate"
          yLabel="true positive rate"
          series={roc}
          reference={[
            [0, 0],
            [1, 1],
          ]}
          marker={cut && { x: cut.falsePositiveRate, y: cut.recall }}
        />
        <LinePlot
          title="Precision and recall"
          description={`Precision against recall at each threshold. Average precision: ${named(({ precisionRecall: each }) => each.averagePrecision)}.`}
          xLabel="recall"
          yLabel="precision"
          series={precisionRecall}
          marker={cut && { x: cut.recall, y: cut.precision }}
        />
        {calibration.length > 0 && (
          <LinePlot
            title="Calibration"
            description={`How often a score comes true, in tenths of the score. Expected error: ${named((curve) => curve.calibration?.expectedError)}.`}
            xLabel="mean score"
            yLabel="share that is true"
            series={calibration}
            reference={[
              [0, 0],
              [1, 1],
            ]}
          />
        )}
      </div>
      <Thinned chosen={chosen.map(({ curve }) => curve)} />
    </section>
  )
}

/** Names of labels, the one with the least area under its curve first. */
function worst(curves: readonly Curves[]): string[] {
  return curves
    .toSorted((a, b) => (a.roc.auc ?? 1) - (b.roc.auc ?? 1))
    .flatMap(({ label }) => (label === undefined ? [] : [String(label)]))
}

function SetLegend({ names }: { names: readonly string[] }) {
  return (
    <ul className="plain legend">
      {names.map((name, i) => (
        <li key={name}>
          <span className={`swatch tone-${i}`} aria-hidden="true" /> {name}
        </li>
      ))}
    </ul>
  )
}

/** What a thinned curve does not show. */
function Thinned({ chosen }: { chosen: readonly Curves[] }) {
  const most = Math.max(0, ...chosen.map(({ roc }) => roc.points ?? 0))
  if (most === 0) return null
  return (
    <p className="muted small-text">
      Of up to {formatNumber(most)} points of a curve, as many are drawn as the eye can tell apart; the
      dataset of results has every one.
    </p>
  )
}
