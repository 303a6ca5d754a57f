import { formatCount, formatNumber } from '../lib/format-number.ts'
import { Axes, MARGIN } from './Axes.tsx'
import { Figure } from './Figure.tsx'
import { linearScale } from './scale.ts'

export interface Bin {
  from: number
  to: number
  count: number
}

/** A histogram. */
export function Columns({
  title,
  description,
  xLabel,
  bins,
}: {
  title: string
  description: string
  xLabel: string
  bins: readonly Bin[]
}) {
  const most = Math.max(1, ...bins.map(({ count }) => count))
  return (
    <Figure
      title={title}
      description={description}
      table={() => ({
        header: ['from', 'to', 'rows'],
        rows: bins.map(({ from, to, count }) => [from, to, count]),
      })}
    >
      {({ width, height }) => {
        const x = linearScale([bins[0]?.from ?? 0, bins.at(-1)?.to ?? 1], [MARGIN.left, width - MARGIN.right])
        const y = linearScale([0, most], [height - MARGIN.bottom, MARGIN.top])
        return (
          <>
            <Axes x={x} y={y} xLabel={xLabel} yLabel="rows" width={width} height={height} />
            <g className="series tone-0">
              {bins.map(({ from, to, count }) => (
                <rect
                  key={from}
                  className="column"
                  x={x(from) + 0.5}
                  y={y(count)}
                  width={Math.max(1, x(to) - x(from) - 1)}
                  height={Math.max(0, y(0) - y(count))}
                >
                  <title>{`${formatNumber(from)} to ${formatNumber(to)}: ${formatCount(count)} rows`}</title>
                </rect>
              ))}
            </g>
          </>
        )
      }}
    </Figure>
  )
}
