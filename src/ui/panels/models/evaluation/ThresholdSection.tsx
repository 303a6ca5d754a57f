import type { Cut } from '../../../lib/cut-statistics.ts'
import { cutAt } from '../../../lib/cut-statistics.ts'
import type { Threshold } from '../../../lib/evaluation.ts'
import { formatCount, formatNumber, formatPercent } from '../../../lib/format-number.ts'
import { LinePlot, type Series } from '../../../plots/LinePlot.tsx'

interface ThresholdSectionProps {
  cuts: readonly Cut[]
  /** Index of the cut that is chosen. */
  chosen: number
  bestF1: Threshold | undefined
  bestMcc: Threshold | undefined
  onChoose: (index: number) => void
  /** Opens the rows of a cell: what they are, and what the cut calls them. */
  onOpen: ((isTrue: boolean, isCalledTrue: boolean) => void) | undefined
}

/** From which score on a row is called true: what each choice costs and brings. */
export function ThresholdSection({ cuts, chosen, bestF1, bestMcc, onChoose, onOpen }: ThresholdSectionProps) {
  const cut = cuts[chosen]
  const drawn = cuts.filter(({ threshold }) => threshold !== null)
  if (!cut || drawn.length === 0) return null
  const thresholds = drawn.map(({ threshold }) => threshold!)
  const lines: Series[] = (
    [
      ['precision', (each) => each.precision],
      ['recall', (each) => each.recall],
      ['F1', (each) => each.f1Score],
    ] as [string, (each: Cut) => number][]
  ).map(([name, of], tone) => ({ name, tone, x: thresholds, y: drawn.map(of) }))
  const lowest = Math.min(...thresholds)
  const highest = Math.max(...thresholds)
  const presets: [string, number | undefined][] = [
    ['Best F1', bestF1?.threshold],
    ['Best MCC', bestMcc?.threshold],
    ['0.5', lowest <= 0.5 && highest >= 0.5 ? 0.5 : undefined],
  ]
  return (
    <section className="card fields" aria-labelledby="threshold" data-testid="threshold">
      <h2 id="threshold">Where to cut</h2>
      <div className="cut">
        <div className="fields">
          <label className="field">
            <span>
              Called yes: a score of at least{' '}
              <output data-testid="cut" data-threshold={cut.threshold ?? undefined}>
                {cut.threshold === null ? '∞' : formatNumber(cut.threshold)}
              </output>
            </span>
            {/* To the left a low cut, which calls more true; the list begins with the highest. */}
            <input
              type="range"
              min={0}
              max={cuts.length - 1}
              value={cuts.length - 1 - chosen}
              aria-valuetext={`score ${cut.threshold === null ? 'none' : formatNumber(cut.threshold)}: precision ${formatPercent(cut.precision)}, recall ${formatPercent(cut.recall)}`}
              data-testid="cut-slider"
              onChange={(event) => onChoose(cuts.length - 1 - Number(event.target.value))}
            />
          </label>
          <div className="row">
            {presets.map(
              ([title, threshold]) =>
                threshold !== undefined && (
                  <button
                    key={title}
                    type="button"
                    className="button small"
                    onClick={() => onChoose(cutAt(cuts, threshold))}
                  >
                    {title}
                  </button>
                ),
            )}
          </div>
          <dl className="metrics small">
            {(
              [
                ['Precision', cut.precision],
                ['Recall', cut.recall],
                ['F1', cut.f1Score],
                ['Accuracy', cut.accuracy],
              ] as const
            ).map(([title, value]) => (
              <div key={title} data-metric={`cut-${title.toLowerCase()}`}>
                <dt>{title}</dt>
                <dd>
                  <strong>{formatPercent(value)}</strong>
                </dd>
              </div>
            ))}
          </dl>
          <CutMatrix cut={cut} onOpen={onOpen} />
        </div>
        <LinePlot
          title="By threshold"
          description={`Precision, recall and F1 at every threshold from ${formatNumber(lowest)} to ${formatNumber(highest)}. At the chosen one: precision ${formatPercent(cut.precision)}, recall ${formatPercent(cut.recall)}.`}
          xLabel="threshold"
          yLabel="share"
          xDomain={[lowest, highest]}
          series={lines}
          marker={cut.threshold === null ? undefined : { x: cut.threshold, y: cut.f1Score }}
          choices={
            <ul className="plain legend">
              {lines.map(({ name, tone }) => (
                <li key={name}>
                  <span className={`swatch tone-${tone}`} aria-hidden="true" /> {name}
                </li>
              ))}
            </ul>
          }
        />
      </div>
    </section>
  )
}

function CutMatrix({ cut, onOpen }: { cut: Cut } & Pick<ThresholdSectionProps, 'onOpen'>) {
  const rows = [
    { isTrue: true, title: 'is yes', cells: [cut.truePositives, cut.falseNegatives] },
    { isTrue: false, title: 'is no', cells: [cut.falsePositives, cut.trueNegatives] },
  ]
  return (
    <div className="matrix-frame">
      <table className="matrix" data-testid="cut-matrix">
        <caption>Rows at this cut. A cell opens what it counts.</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">called yes</th>
            <th scope="col">called no</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ isTrue, title, cells }) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              {cells.map((count, i) => {
                const isCalledTrue = i === 0
                const share = count / Math.max(1e-12, cells[0]! + cells[1]!)
                return (
                  <td key={String(isCalledTrue)}>
                    <button
                      type="button"
                      className={isTrue === isCalledTrue ? 'hit' : 'miss'}
                      data-strong={share > 0.5 || undefined}
                      style={{ '--share': share } as React.CSSProperties}
                      disabled={!onOpen || count <= 0}
                      onClick={() => onOpen?.(isTrue, isCalledTrue)}
                    >
                      <b>{formatCount(Number(count.toFixed(2)))}</b>
                      <small>{count <= 0 ? '' : formatPercent(share)}</small>
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
