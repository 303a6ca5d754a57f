import { type PointerEvent, type ReactNode, useState } from 'react'
import { formatNumber } from '../lib/format-number.ts'
import { Axes, MARGIN } from './Axes.tsx'
import { Figure, type PlotTable } from './Figure.tsx'
import { nearestPoint } from './nearest-point.ts'
import { linearScale } from './scale.ts'

export interface Series {
  name: string
  x: readonly number[]
  y: readonly number[]
  /** Which colour of the palette, and which pattern: eight colours, then dashed. */
  tone: number
  /** What else is known of a point. */
  note?: ((i: number) => string) | undefined
  /** Marks at the points. */
  dots?: boolean
}

interface LinePlotProps {
  title: string
  description: string
  xLabel: string
  yLabel: string
  xDomain?: readonly [number, number]
  yDomain?: readonly [number, number]
  /** Only whole numbers are on the horizontal axis. */
  isWhole?: boolean
  series: readonly Series[]
  /** What chance, or perfection, would draw: from point to point. */
  reference?: readonly [readonly [number, number], readonly [number, number]]
  /** A point to mark. */
  marker?: { x: number; y: number } | undefined
  choices?: ReactNode
  table?: () => PlotTable
}

const UNIT = [0, 1] as const

/** Lines over two axes. The pointer reads the nearest point off. */
export function LinePlot({
  title,
  description,
  xLabel,
  yLabel,
  xDomain = UNIT,
  yDomain = UNIT,
  isWhole = false,
  series,
  reference,
  marker,
  choices,
  table,
}: LinePlotProps) {
  const [read, setRead] = useState<{ s: number; i: number }>()
  const point = read && series[read.s]
  const isThere = point !== undefined && read !== undefined && read.i < point.x.length
  return (
    <Figure
      title={title}
      description={description}
      choices={choices}
      table={table ?? (() => tableOf(series, xLabel, yLabel))}
      note={
        <p className="figure-read small-text muted" aria-hidden="true">
          {isThere
            ? `${point.name}: ${xLabel} ${formatNumber(point.x[read.i]!)}, ${yLabel} ${formatNumber(point.y[read.i]!)}${point.note ? `, ${point.note(read.i)}` : ''}`
            : ' '}
        </p>
      }
    >
      {({ width, height }) => {
        const x = linearScale(xDomain, [MARGIN.left, width - MARGIN.right], 5, isWhole ? 1 : 0)
        const y = linearScale(yDomain, [height - MARGIN.bottom, MARGIN.top])
        const onMove = (event: PointerEvent<SVGRectElement>) => {
          const box = event.currentTarget.ownerSVGElement!.getBoundingClientRect()
          setRead(nearestPoint(series, x, y, event.clientX - box.left, event.clientY - box.top))
        }
        return (
          <>
            <Axes x={x} y={y} xLabel={xLabel} yLabel={yLabel} width={width} height={height} />
            {reference && (
              <line
                className="reference"
                x1={x(reference[0][0])}
                y1={y(reference[0][1])}
                x2={x(reference[1][0])}
                y2={y(reference[1][1])}
              />
            )}
            {series.map((each) => (
              <g key={each.name} className={`series tone-${each.tone % 8}`}>
                <path
                  d={pathOf(each, x, y)}
                  strokeDasharray={DASHES[Math.floor(each.tone / 8) % DASHES.length]}
                />
                {each.dots &&
                  each.x.map((value, i) => (
                    <circle key={value} className="dot" cx={x(value)} cy={y(each.y[i]!)} r={3.5} />
                  ))}
              </g>
            ))}
            {marker && <circle className="marker" cx={x(marker.x)} cy={y(marker.y)} r={6} />}
            {isThere && (
              <circle className="reading" cx={x(point.x[read.i]!)} cy={y(point.y[read.i]!)} r={4.5} />
            )}
            <rect
              className="sensor"
              x={MARGIN.left}
              y={MARGIN.top}
              width={Math.max(0, width - MARGIN.left - MARGIN.right)}
              height={Math.max(0, height - MARGIN.top - MARGIN.bottom)}
              onPointerMove={onMove}
              onPointerLeave={() => setRead(undefined)}
            />
          </>
        )
      }}
    </Figure>
  )
}

const DASHES = [undefined, '6 3', '2 3', '8 3 2 3']

function pathOf(
  { x: xs, y: ys }: Series,
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  return xs.map((value, i) => `${i === 0 ? 'M' : 'L'}${x(value).toFixed(1)} ${y(ys[i]!).toFixed(1)}`).join('')
}

function tableOf(series: readonly Series[], xLabel: string, yLabel: string): PlotTable {
  return {
    header: ['series', xLabel, yLabel],
    rows: series.flatMap(({ name, x, y }) => x.map((value, i) => [name, value, y[i]!])),
  }
}
