import { useMemo, useState } from 'react'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { ResultGrid } from '../../../components/ResultGrid.tsx'
import { useDelayed } from '../../../hooks/useDelayed.ts'
import { useSql } from '../../../hooks/useRest.ts'
import { quoteText } from '../../../lib/quote-name.ts'

/** Rows that are listed to pick from. */
const LISTED = 100

/** Picks a row of those that the model was made from. */
export function RowPicker({
  query,
  picked,
  onPick,
}: {
  query: string
  picked: string | undefined
  onPick: (name: string) => void
}) {
  const [name, setName] = useState('')
  const [isOpen, setOpen] = useState(picked === undefined)
  const wanted = useDelayed(name.trim(), 250)
  const where = wanted === '' ? '' : ` WHERE rowName() = ${quoteText(wanted)}`
  const { data, error } = useSql(
    isOpen ? `SELECT label, * FROM (${query})${where} LIMIT ${LISTED}` : undefined,
  )
  // `features.` before every name would say nothing.
  const result = useMemo(
    () =>
      data && {
        ...data,
        columns: data.columns
          .filter(({ path }, c) => path[0] !== 'label' || c === 0)
          .map((column) => ({ ...column, name: column.name.replace(/^features\./, '') })),
      },
    [data],
  )
  return (
    <details
      className="card fields"
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      data-testid="row-picker"
    >
      <summary>
        Pick a row {picked !== undefined && <span className="muted">row {picked} is picked</span>}
      </summary>
      <label className="field">
        <span>Name of a row</span>
        <input
          type="search"
          value={name}
          onChange={(event) => setName(event.target.value)}
          placeholder={`one of the first ${LISTED} below, or any other`}
        />
      </label>
      {error && <ErrorNote error={error} />}
      {result && <ResultGrid result={result} label="Rows to pick from" height={260} onOpen={onPick} />}
    </details>
  )
}
