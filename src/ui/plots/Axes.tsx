import { formatNumber } from '../lib/format-number.ts'
import type { Scale } from './scale.ts'

export const MARGIN = { top: 8, right: 12, bottom: 40, left: 52 }

/** Horizontal and vertical grid lines with their numbers and names. */
export function Axes({
  x,
  y,
  xLabel,
  yLabel,
  width,
  height,
  format = formatNumber,
}: {
  x: Scale
  y: Scale
  xLabel: string
  yLabel: string
  width: number
  height: number
  format?: (value: number) => string
}) {
  const bottom = height - MARGIN.bottom
  return (
    <g className="axes">
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line className="rule" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} />
          <text x={MARGIN.left - 6} y={y(tick) + 4} textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      {x.ticks.map((tick) => (
        <g key={tick}>
          <line className="rule" x1={x(tick)} x2={x(tick)} y1={MARGIN.top} y2={bottom} />
          <text x={x(tick)} y={bottom + 16} textAnchor="middle">
            {format(tick)}
          </text>
        </g>
      ))}
      <text
        className="axis-name"
        x={(MARGIN.left + width - MARGIN.right) / 2}
        y={height - 6}
        textAnchor="middle"
      >
        {xLabel}
      </text>
      <text
        className="axis-name"
        x={12}
        y={(MARGIN.top + bottom) / 2}
        textAnchor="middle"
        transform={`rotate(-90 12 ${(MARGIN.top + bottom) / 2})`}
      >
        {yLabel}
      </text>
    </g>
  )
}
