import { type ReactNode, useId, useRef, useState } from 'react'
import { useWidth } from '../hooks/useWidth.ts'
import { writeCsv } from '../lib/parse-csv.ts'
import { safeName } from '../lib/safe-name.ts'
import { saveFile } from '../lib/save-file.ts'
import { toPng, toSvgText } from './export-plot.ts'

/** The numbers of a plot: what its table shows and its CSV holds. */
export interface PlotTable {
  header: readonly string[]
  rows: readonly (readonly (string | number)[])[]
}

interface FigureProps {
  title: string
  /** One sentence for those who do not see it: what is drawn, and what it comes to. */
  description: string
  /** Beside the title: what is drawn. */
  choices?: ReactNode
  table: () => PlotTable
  /** Height for a width, both in CSS pixels. */
  aspect?: (width: number) => number
  note?: ReactNode
  /** Draws the marks into a drawing of that size. */
  children: (size: { width: number; height: number }) => ReactNode
}

const MAX_TABLE_ROWS = 500

/** A drawing with its title and description, its numbers as a table, and both as files. */
export function Figure({ title, description, choices, table, aspect, note, children }: FigureProps) {
  const frame = useRef<HTMLDivElement>(null)
  const drawing = useRef<SVGSVGElement>(null)
  const width = useWidth(frame)
  const id = useId()
  const [isTable, setTable] = useState(false)
  const height = Math.round(aspect?.(width) ?? Math.min(340, Math.max(220, width * 0.72)))
  const name = safeName(title.toLowerCase())
  return (
    <figure className="figure" aria-labelledby={`${id}-caption`}>
      <figcaption className="figure-head">
        <h3 id={`${id}-caption`}>{title}</h3>
        {choices}
      </figcaption>
      <div ref={frame} className="figure-frame" hidden={isTable}>
        {width > 0 && (
          <svg
            ref={drawing}
            viewBox={`0 0 ${width} ${height}`}
            width={width}
            height={height}
            role="img"
            aria-labelledby={`${id}-title ${id}-desc`}
          >
            <title id={`${id}-title`}>{title}</title>
            <desc id={`${id}-desc`}>{description}</desc>
            {children({ width, height })}
          </svg>
        )}
      </div>
      {isTable && <FigureTable title={title} table={table()} />}
      {note}
      <div className="figure-foot">
        <button
          type="button"
          className="button quiet small"
          aria-pressed={isTable}
          onClick={() => setTable(!isTable)}
        >
          {isTable ? 'As a drawing' : 'As a table'}
        </button>
        <Save
          label={`Save “${title}” as CSV`}
          title="CSV"
          onSave={() => saveFile(`${name}.csv`, new Blob([toCsv(table())], { type: 'text/csv' }))}
        />
        {!isTable && (
          <>
            <Save
              label={`Save “${title}” as SVG`}
              title="SVG"
              onSave={() =>
                drawing.current &&
                saveFile(`${name}.svg`, new Blob([toSvgText(drawing.current)], { type: 'image/svg+xml' }))
              }
            />
            <Save
              label={`Save “${title}” as PNG`}
              title="PNG"
              onSave={async () => drawing.current && saveFile(`${name}.png`, await toPng(drawing.current))}
            />
          </>
        )}
      </div>
    </figure>
  )
}

const toCsv = ({ header, rows }: PlotTable): string =>
  writeCsv([header.map(String), ...rows.map((row) => row.map(String))])

function Save({ label, title, onSave }: { label: string; title: string; onSave: () => unknown }) {
  return (
    <button type="button" className="button quiet small" aria-label={label} onClick={() => void onSave()}>
      {title}
    </button>
  )
}

function FigureTable({ title, table: { header, rows } }: { title: string; table: PlotTable }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="grid-scroll figure-table" aria-label={`${title}: the numbers`} tabIndex={0}>
      <table className="grid compact">
        <thead>
          <tr>
            {header.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MAX_TABLE_ROWS).map((row, r) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row's place is what it is
            <tr key={r}>
              {row.map((cell, c) => (
                <td key={header[c]} className={typeof cell === 'number' ? 'number' : undefined}>
                  {typeof cell === 'number' ? Number(cell.toPrecision(6)) : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MAX_TABLE_ROWS && (
        <p className="muted small-text">
          The first {MAX_TABLE_ROWS} rows; the CSV has all {rows.length}.
        </p>
      )}
    </section>
  )
}
