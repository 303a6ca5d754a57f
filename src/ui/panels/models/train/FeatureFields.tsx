import { useState } from 'react'
import type { ClassifierMode } from '../../../../contract/learning.ts'
import { type ColumnDescription, uselessReason } from '../../../lib/describe-columns.ts'
import { formatPercent, plural } from '../../../lib/format-number.ts'
import { type Draft, isFeature, labelsOf } from './draft.ts'

interface FeatureFieldsProps {
  draft: Draft
  columns: readonly ColumnDescription[]
  mode: ClassifierMode | undefined
  onChange: (changes: Partial<Draft>) => void
}

/** More columns than this are searched. */
const FEW = 12
/** As many as are listed at once. */
const LISTED = 200

/** What the model may look at: all columns but the label, each to be taken in or left out. */
export function FeatureFields({ draft, columns, mode, onChange }: FeatureFieldsProps) {
  const [search, setSearch] = useState('')
  const labels = new Set(labelsOf(draft, columns, mode).map(({ name }) => name))
  const choices = columns.filter(({ name }) => !labels.has(name) && name !== draft.weight)
  const found = choices.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()))
  const taken = choices.filter((column) => isFeature(draft, column)).length
  const set = (these: readonly ColumnDescription[], value: boolean) =>
    onChange({
      features: { ...draft.features, ...Object.fromEntries(these.map(({ name }) => [name, value])) },
    })
  return (
    <section className="card fields" aria-labelledby="train-features">
      <div className="row">
        <h2 id="train-features" className="grow">
          From{' '}
          <span className="muted" data-testid="feature-count">
            {taken} of {plural(choices.length, 'column')}
          </span>
        </h2>
        <button type="button" className="button quiet small" onClick={() => set(found, true)}>
          All
        </button>
        <button type="button" className="button quiet small" onClick={() => set(found, false)}>
          None
        </button>
      </div>
      {choices.length > FEW && (
        <input
          type="search"
          aria-label="Search the columns"
          placeholder="Search the columns"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      )}
      <fieldset className="checks scroll-checks">
        <legend className="visually-hidden">Features</legend>
        {found.slice(0, LISTED).map((column) => {
          const useless = uselessReason(column)
          return (
            <label key={column.name}>
              <input
                type="checkbox"
                checked={isFeature(draft, column)}
                onChange={(event) => set([column], event.target.checked)}
              />
              <span>
                {column.name}{' '}
                <span className="muted small-text">
                  {column.kind}
                  {column.missing > 0 && `, ${formatPercent(column.missing / column.rows)} missing`}
                  {useless && `: ${useless}`}
                </span>
              </span>
            </label>
          )
        })}
      </fieldset>
      {found.length > LISTED && (
        <p className="muted small-text">The first {LISTED} are listed; search for others.</p>
      )}
      {taken === 0 && <p className="note note-warn">Without a feature there is nothing to learn from.</p>}
      <details>
        <summary>Weights of rows</summary>
        <label className="field">
          <span>Column that says how much a row counts</span>
          <select
            value={draft.weight ?? ''}
            onChange={(event) => onChange({ weight: event.target.value || undefined })}
          >
            <option value="">All rows count the same</option>
            {columns
              .filter(({ kind, name }) => kind === 'number' && !labels.has(name))
              .map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
          </select>
        </label>
      </details>
    </section>
  )
}
