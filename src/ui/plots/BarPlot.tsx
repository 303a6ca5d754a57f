import type { ReactNode } from 'react'
import { formatNumber } from '../lib/format-number.ts'
import { Figure } from './Figure.tsx'
import { linearScale } from './scale.ts'

export interface PlotBar {
  label: string
  value: number
  /** Where it begins; 0 unless said. */
  from?: number
  /** A bar that others add up to. */
  isTotal?: boolean
}

interface BarPlotProps {
  title: string
  description: string
  unit: string
  bars: readonly PlotBar[]
  choices?: ReactNode
  format?: (value: number) => string
}

const ROW = 26
const GAP = 8
/** Room for a value beside its bar. */
const VALUE = 64
/** Width of a character of the labels, about. */
const CHARACTER = 6.9

/** Horizontal bars from a common zero: to the right what is positive, to the left what is negative. */
export function BarPlot({ title, description, unit, bars, choices, format = formatNumber }: BarPlotProps) {
  const ends = bars.flatMap(({ value, from = 0 }) => [from, from + value])
  const low = Math.min(0, ...ends)
  const high = Math.max(0, ...ends)
  const longest = Math.max(4, ...bars.map(({ label }) => label.length))
  return (
    <Figure
      title={title}
      description={description}
      choices={choices}
      aspect={() => bars.length * ROW + GAP}
      table={() => ({
        header: ['name', unit],
        rows: bars.map(({ label, value }) => [label, value]),
      })}
    >
      {({ width }) => {
        const room = Math.min(longest * CHARACTER + 12, width * 0.42)
        const left = room + (bars.some(({ value }) => value < 0) ? VALUE : 0)
        const x = linearScale([low, high === low ? low + 1 : high], [left, width - VALUE])
        const fit = Math.floor((room - 8) / CHARACTER)
        return (
          <>
            {low < 0 && <line className="rule" x1={x(0)} x2={x(0)} y1={0} y2={bars.length * ROW} />}
            {bars.map(({ label, value, from = 0, isTotal }, i) => {
              const start = Math.min(x(from), x(from + value))
              const end = Math.max(x(from), x(from + value))
              const isNegative = value < 0
              const tone = isTotal ? 'bar total' : isNegative ? 'bar negative' : 'bar'
              return (
                <g key={label} className={tone}>
                  <title>{`${label}: ${format(value)}`}</title>
                  <text x={0} y={i * ROW + 17}>
                    {label.length > fit ? `${label.slice(0, Math.max(1, fit - 1))}…` : label}
                  </text>
                  <rect x={start} y={i * ROW + 4} width={Math.max(1, end - start)} height={ROW - 8} rx={3} />
                  <text
                    className="bar-value"
                    x={isNegative ? start - 5 : end + 5}
                    y={i * ROW + 17}
                    textAnchor={isNegative ? 'end' : 'start'}
                  >
                    {isTotal || from === 0 ? format(value) : `${isNegative ? '' : '+'}${format(value)}`}
                  </text>
                </g>
              )
            })}
          </>
        )
      }}
    </Figure>
  )
}
