import type { ReactNode } from 'react'
import { formatNumber } from '../lib/format-number.ts'
import { Axes, MARGIN } from './Axes.tsx'
import { Figure } from './Figure.tsx'
import { linearScale, paddedExtent } from './scale.ts'

interface ScatterPlotProps {
  title: string
  description: string
  xLabel: string
  yLabel: string
  points: readonly { name: string; x: number; y: number }[]
  /** Same extent on both axes, with the diagonal: predicted against actual. */
  isSquare?: boolean
  /** A horizontal line: where errors are none. */
  zero?: boolean
  /** Opens what a point stands for. */
  onOpen?: (name: string) => void
  note?: ReactNode
}

/** Points over two axes. */
export function ScatterPlot({
  title,
  description,
  xLabel,
  yLabel,
  points,
  isSquare,
  zero,
  onOpen,
  note,
}: ScatterPlotProps) {
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  const both = paddedExtent([...xs, ...ys])
  const xDomain = isSquare ? both : paddedExtent(xs)
  const yDomain = isSquare ? both : paddedExtent(zero ? [...ys, 0] : ys)
  return (
    <Figure
      title={title}
      description={description}
      note={note}
      table={() => ({ header: ['row', xLabel, yLabel], rows: points.map(({ name, x, y }) => [name, x, y]) })}
    >
      {({ width, height }) => {
        const x = linearScale(xDomain, [MARGIN.left, width - MARGIN.right])
        const y = linearScale(yDomain, [height - MARGIN.bottom, MARGIN.top])
        return (
          <>
            <Axes x={x} y={y} xLabel={xLabel} yLabel={yLabel} width={width} height={height} />
            {isSquare && (
              <line className="reference" x1={x(both[0])} y1={y(both[0])} x2={x(both[1])} y2={y(both[1])} />
            )}
            {zero && <line className="reference" x1={x(xDomain[0])} y1={y(0)} x2={x(xDomain[1])} y2={y(0)} />}
            <g className="series tone-0">
              {points.map(({ name, x: px, y: py }) => (
                <circle
                  key={name}
                  className="point"
                  cx={x(px)}
                  cy={y(py)}
                  r={3.5}
                  onPointerUp={onOpen && (() => onOpen(name))}
                >
                  <title>{`row ${name}: ${xLabel} ${formatNumber(px)}, ${yLabel} ${formatNumber(py)}`}</title>
                </circle>
              ))}
            </g>
          </>
        )
      }}
    </Figure>
  )
}
