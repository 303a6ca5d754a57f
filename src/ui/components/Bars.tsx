import type { ReactNode } from 'react'

export interface Bar {
  label: string
  value: string
  /** Share of the width. */
  length: number
  strong?: boolean
  extra?: ReactNode
}

/** Labelled bars: a table for those who do not see them. */
export function Bars({ bars, caption, unit }: { bars: readonly Bar[]; caption: string; unit: string }) {
  return (
    <table className="bars">
      <caption className="visually-hidden">{caption}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">label</th>
          <th scope="col">{unit}</th>
          <th scope="col">bar</th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.label} data-strong={bar.strong || undefined}>
            <th scope="row">{bar.label}</th>
            <td className="number">{bar.value}</td>
            <td className="bar-track" aria-hidden="true">
              <span style={{ width: `${bar.length * 100}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
