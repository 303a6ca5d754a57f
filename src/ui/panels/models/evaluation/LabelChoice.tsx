import { useState } from 'react'

interface LabelChoiceProps {
  labels: readonly { label: string; note: string; tone: number | undefined }[]
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}

const FEW = 12

/** Which labels are drawn: a legend whose entries can be ticked. */
export function LabelChoice({ labels, chosen, onChange }: LabelChoiceProps) {
  const [search, setSearch] = useState('')
  const found = labels.filter(({ label }) => label.toLowerCase().includes(search.toLowerCase()))
  return (
    <fieldset className="legend-choice">
      <legend className="visually-hidden">Labels that are drawn</legend>
      {labels.length > FEW && (
        <input
          type="search"
          aria-label="Search the labels"
          placeholder={`Search ${labels.length} labels`}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      )}
      <div className="legend">
        {found.map(({ label, note, tone }) => (
          <label key={label}>
            <input
              type="checkbox"
              checked={chosen.includes(label)}
              onChange={(event) =>
                onChange(event.target.checked ? [...chosen, label] : chosen.filter((each) => each !== label))
              }
            />
            {tone !== undefined && <span className={`swatch tone-${tone % 8}`} aria-hidden="true" />}
            {label} <span className="muted">{note}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
